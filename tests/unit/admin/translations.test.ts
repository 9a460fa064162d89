import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import type * as Loader from '../../../admin/src/translations';
import { sameOnPurpose } from './translations/same';
import { slotsOf, wordsOf } from './translations/slots';

const root = path.resolve(__dirname, '../../../admin/src');
const folder = path.join(root, 'translations');
const languages = readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? entry.name : [],
);
const others = languages.filter((language) => language !== 'en');
/** Those of the panel itself. See server-texts.test.ts for what the server says, labels.test.ts for labels of connectors. */
const filesOf = (language: string) =>
  readdirSync(path.join(folder, language))
    .filter((file) => file.endsWith('.json') && file !== 'labels.json')
    .sort();

const read = new Map<string, Record<string, string>>();
function textsOf(language: string, file: string): Record<string, string> {
  const where = path.join(folder, language, file);
  const texts = read.get(where) ?? (JSON.parse(readFileSync(where, 'utf8')) as Record<string, string>);
  read.set(where, texts);
  return texts;
}

const english = filesOf('en').flatMap((file) =>
  Object.entries(textsOf('en', file)).map(([key, text]) => ({ file, key, text })),
);

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

/** What a translator has to do, one line each; empty where a language is complete. */
function problemsOf(language: string): string[] {
  const problems: string[] = [];
  const files = filesOf(language);
  const { every = {}, [language]: own = {} } = sameOnPurpose;
  for (const file of files) {
    const known = new Set(english.flatMap((one) => (one.file === file ? one.key : [])));
    for (const key of Object.keys(textsOf(language, file)))
      if (!known.has(key)) problems.push(`${language}/${file}: ${key} is not in English any more`);
  }
  for (const { file, key, text } of english) {
    const translated = files.includes(file) ? textsOf(language, file)[key] : undefined;
    const say = (problem: string) => problems.push(`${language}/${file}: ${key} ${problem}`);
    if (translated === undefined || translated.trim() === '') {
      say(`is missing: ${JSON.stringify(text)}`);
      continue;
    }
    if (translated === text && wordsOf(text) !== '' && !(text in every) && !(text in own))
      say(`is still English: ${JSON.stringify(text)}`);
    const [slots, translatedSlots] = [slotsOf(text, 'en'), slotsOf(translated, language)];
    if (slots.join() !== translatedSlots.join()) say(`has ${translatedSlots.join()} instead of ${slots.join()}`);
  }
  return problems;
}

describe('the texts of the panel', () => {
  it('have keys of their own, over all files', () => {
    const keys = english.map(({ key }) => key);
    expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([]);
  });

  it('are all used by the code', () => {
    const { literals, patterns } = stringsInCode();
    const unused = english.filter(({ key }) => !literals.has(key) && !patterns.some((pattern) => pattern.test(key)));
    expect(unused.map(({ file, key }) => `${file}: ${key}`)).toEqual([]);
  });

  it.each(others)('are complete in %s', (language) => {
    expect(problemsOf(language)).toEqual([]);
  });

  it('are the same as in English only where that is needed', () => {
    const needed = (language: string) =>
      new Set(
        english.flatMap(({ file, key, text }) => (textsOf(language, file)[key] === text && wordsOf(text) ? text : [])),
      );
    const all = new Set(others.flatMap((language) => [...needed(language)]));
    for (const [language, texts] of Object.entries(sameOnPurpose)) {
      const used = language === 'every' ? all : needed(language);
      expect([language, Object.keys(texts).filter((text) => !used.has(text))]).toEqual([language, []]);
    }
  });
});

describe('loading the texts', () => {
  const load = (): typeof Loader => {
    let loader: typeof Loader | undefined;
    jest.isolateModules(() => (loader = jest.requireActual<typeof Loader>('../../../admin/src/translations')));
    return loader!;
  };
  const prefixed = (language: string, files: string[]) =>
    Object.fromEntries(
      files.flatMap((file) => Object.entries(textsOf(language, file)).map(([key, text]) => [`crosswalk.${key}`, text])),
    );

  it.each(languages)('brings the menu of %s when the panel starts', async (language) => {
    expect(await load().menuTexts(language)).toEqual(prefixed(language, ['menu.json']));
  });

  it.each(others)('brings all other texts of %s with the first page', async (language) => {
    const { loadedPageTexts, loadPageTexts } = load();
    const ofServer = readdirSync(path.join(folder, language, 'server')).filter((file) => file.endsWith('.json'));
    const pages = prefixed(language, [
      ...filesOf(language).filter((file) => file !== 'menu.json'),
      'labels.json',
      ...ofServer.map((file) => path.join('server', file)),
    ]);
    expect(loadedPageTexts(language)).toBeUndefined();
    expect(await loadPageTexts(language)).toEqual(pages);
    expect(loadedPageTexts(language)).toEqual(pages);
  });

  it('gives a region the texts of its language', async () => {
    const { menuTexts, loadPageTexts } = load();
    expect(await menuTexts('pt-BR')).toEqual(await menuTexts('pt'));
    expect(await loadPageTexts('pt-BR')).toEqual(await loadPageTexts('pt'));
  });

  it('loads none for English and for a language that is not there', async () => {
    const { loadedPageTexts, menuTexts } = load();
    expect([loadedPageTexts('en'), loadedPageTexts('en-GB'), loadedPageTexts('ja')]).toEqual([{}, {}, {}]);
    expect(await menuTexts('ja')).toEqual({});
  });

  it('leaves the panel English when a language cannot be loaded, and tries again later', async () => {
    let broken = true;
    jest.doMock('../../../admin/src/translations/de', () => {
      if (broken) throw new Error('404');
      return jest.requireActual<object>('../../../admin/src/translations/de');
    });
    const { loadedPageTexts, loadPageTexts } = load();
    expect(await loadPageTexts('de')).toEqual({});
    expect(loadedPageTexts('de')).toBeUndefined();
    broken = false;
    expect(Object.keys(await loadPageTexts('de')).length).toBeGreaterThan(1000);
    jest.dontMock('../../../admin/src/translations/de');
  });
});
