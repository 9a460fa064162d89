import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const root = path.resolve(__dirname, '../../../admin/src');
const folder = path.join(root, 'translations');
const languages = readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? entry.name : [],
);
const filesOf = (language: string) => readdirSync(path.join(folder, language)).sort();
const textsOf = (language: string, file: string) =>
  JSON.parse(readFileSync(path.join(folder, language, file), 'utf8')) as Record<string, string>;

/** Names of what a text is filled in with, and its tags: a translation has the same ones. */
function slotsOf(text: string): string[] {
  const names = [...text.matchAll(/\{(\w+)[,}]/g)].map(([, name = '']) => name);
  const tags = [...text.matchAll(/<(\w+)>/g)].map(([tag]) => tag);
  return [...new Set([...names, ...tags])].sort();
}

/** Every string of the panel's code: those that are written out, and patterns of those that are put together. */
function stringsInCode(): { literals: Set<string>; patterns: RegExp[] } {
  const literals = new Set<string>();
  const patterns = new Map<string, RegExp>();
  const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) literals.add(node.text);
    // One that says nothing before its first variable part could be any text.
    if (ts.isTemplateExpression(node) && /^[a-zA-Z]+\./.test(node.head.text)) {
      const pattern = [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)]
        .map(escaped)
        .join('.+');
      patterns.set(pattern, new RegExp(`^${pattern}$`));
    }
    ts.forEachChild(node, visit);
  };
  for (const file of readdirSync(root, { recursive: true, encoding: 'utf8' })) {
    if (!/\.tsx?$/.test(file)) continue;
    const code = readFileSync(path.join(root, file), 'utf8');
    visit(ts.createSourceFile(file, code, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX));
  }
  return { literals, patterns: [...patterns.values()] };
}

describe('the texts of the panel', () => {
  const english = filesOf('en').flatMap((file) =>
    Object.entries(textsOf('en', file)).map(([key, text]) => ({ file, key, text })),
  );

  it('have keys of their own, over all files', () => {
    const keys = english.map(({ key }) => key);
    expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([]);
  });

  it('are all used by the code', () => {
    const { literals, patterns } = stringsInCode();
    const unused = english.filter(({ key }) => !literals.has(key) && !patterns.some((pattern) => pattern.test(key)));
    expect(unused.map(({ file, key }) => `${file}: ${key}`)).toEqual([]);
  });

  it('are complete in every other language', () => {
    for (const language of languages.filter((each) => each !== 'en')) {
      expect([language, filesOf(language)]).toEqual([language, filesOf('en')]);
      for (const file of filesOf('en')) {
        const where = `${language}/${file}`;
        const [texts, translated] = [textsOf('en', file), textsOf(language, file)];
        expect([where, Object.keys(translated).sort()]).toEqual([where, Object.keys(texts).sort()]);
        for (const [key, text] of Object.entries(texts)) {
          expect([where, key, translated[key]?.trim()]).not.toEqual([where, key, '']);
          expect([where, key, slotsOf(translated[key] ?? '')]).toEqual([where, key, slotsOf(text)]);
        }
      }
    }
  });

  it('are loaded in every language that there is', () => {
    const loader = readFileSync(path.join(folder, 'index.ts'), 'utf8');
    for (const language of languages) expect(loader).toContain(`./${language}/menu.json`);
    for (const language of languages.filter((each) => each !== 'en'))
      for (const file of filesOf(language)) expect(loader).toContain(`./${language}/${file}`);
  });
});
