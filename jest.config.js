// Strapi is CommonJS, so only our own TypeScript is transformed.
const transform = {
  '^.+\\.tsx?$': [
    '@swc/jest',
    { jsc: { target: 'es2022', parser: { syntax: 'typescript', tsx: true } }, module: { type: 'commonjs' } },
  ],
};
const project = (name, extra = {}) => ({
  displayName: name,
  rootDir: __dirname,
  testEnvironment: 'node',
  // Strapi still uses its globals while it shuts down.
  testEnvironmentOptions: { globalsCleanup: 'off' },
  testMatch: [`<rootDir>/tests/${name}/**/*.test.ts`],
  transform,
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/playground'],
  ...extra,
});

module.exports = {
  projects: [project('unit'), project('connectors'), project('api'), project('e2e')],
  // Long enough for a machine that does other work, too: tests wait for what is to come, not for a time.
  testTimeout: 180000,
};
