import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/** `matching/` and `connectors/` could be packages of their own: nothing of Strapi, nothing of the capabilities. */
const pureFolders = {
  files: ['server/src/matching/**/*.ts', 'server/src/connectors/**/*.ts'],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          { group: ['@strapi/*', 'knex'], message: 'matching/ and connectors/ know nothing of Strapi.' },
          {
            group: [
              '**/connections/*',
              '**/sync/*',
              '**/linking/*',
              '**/invoicing/*',
              '**/runs/*',
              '**/web-connector/*',
              '**/models/*',
              '**/content-types/*',
            ],
            message: 'matching/ and connectors/ know nothing of the capabilities.',
          },
        ],
      },
    ],
    'no-restricted-globals': ['error', 'strapi'],
  },
};

export default tseslint.config(
  {
    ignores: [
      '**/dist/**',
      '**/build/**',
      'node_modules/**',
      'playground/.strapi/**',
      'playground/.cache/**',
      'playground/types/**',
      'coverage/**',
      '**/*.mjs',
      '**/*.cjs',
      '**/*.js',
    ],
  },
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      'no-restricted-globals': ['error', { name: 'strapi', message: 'Take strapi as an argument.' }],
      // Query builders of knex are thenables: a callback that returns one is not a forgotten promise.
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { arguments: false } }],
      // What raw statements answer is typed where it is read.
      '@typescript-eslint/no-unnecessary-type-assertion': 'off',
      eqeqeq: 'error',
      // Handlers are async because their type says so.
      '@typescript-eslint/require-await': 'off',
    },
  },
  {
    files: ['admin/src/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': reactHooks },
    rules: {
      ...reactHooks.configs.recommended.rules,
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
    },
  },
  pureFolders,
  {
    files: ['tests/**/*.ts'],
    rules: {
      // Jest's asymmetric matchers are typed as any.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
);
