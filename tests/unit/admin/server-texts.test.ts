import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { sentencesInServer, slotNamesOf } from './translations/sentences';
import { slotsOf } from './translations/slots';

const folder = path.resolve(__dirname, '../../../admin/src/translations');
const languages = ['de', 'fr', 'es', 'pt'];
/** Sentences that read the same in a language as in English. */
const same: Record<string, string[]> = { de: ['{kind} in {system}'] };
const { calls, unreadable } = sentencesInServer();
const english = new Map(calls.map((call) => [call.code, call.english]));

function textsOf(language: string): { file: string; key: string; text: string }[] {
  const where = path.join(folder, language, 'server');
  const files = readdirSync(where).filter((file) => file.endsWith('.json'));
  return files.flatMap((file) =>
    Object.entries(JSON.parse(readFileSync(path.join(where, file), 'utf8')) as Record<string, string>).map(
      ([key, text]) => ({ file, key, text }),
    ),
  );
}

/** What a translator has to do, one line each. */
function problemsOf(language: string): string[] {
  const problems: string[] = [];
  const texts = textsOf(language);
  const translated = new Map(texts.map(({ key, text }) => [key, text]));
  for (const { file, key } of texts)
    if (!english.has(key.replace(/^server\./, ''))) problems.push(`${language}/${file}: ${key} is not said any more`);
  for (const [code, said] of english) {
    const text = translated.get(`server.${code}`);
    if (text === undefined || text.trim() === '') problems.push(`${language}: ${code} is missing: ${said}`);
    else if (
      text === said &&
      !same[language]?.includes(text) &&
      /\p{L}{2}/u.test(said.replace(/\{[^}]*\}|QuickBooks|Pax8/g, ''))
    )
      problems.push(`${language}: ${code} is still English: ${said}`);
    else if (namesOf(text, language).join() !== slotNamesOf(said).join())
      problems.push(
        `${language}: ${code} has ${namesOf(text, language).join()} instead of ${slotNamesOf(said).join()}`,
      );
  }
  return problems;
}

/** Names alone: how a number is written, and whether it makes a plural, is each language's own affair. */
const namesOf = (text: string, language: string): string[] =>
  [...new Set(slotsOf(text, language).map((slot) => slot.replace(/^\{(\w+).*$/, '$1')))].sort();

describe('the sentences of the server', () => {
  it('are written out where they are made', () => {
    expect(calls.length).toBeGreaterThan(100);
    expect(unreadable).toEqual([]);
  });

  it('have one English text for a code, and one code for a text', () => {
    const differing = calls.filter(({ code, english: said }) => english.get(code) !== said);
    expect(differing.map(({ file, code, english: said }) => `${file}: ${code} ${said}`)).toEqual([]);
    const codeOf = new Map([...english].map(([code, said]) => [said, code]));
    expect([...english].filter(([code, said]) => codeOf.get(said) !== code)).toEqual([]);
  });

  it('get the values that they name', () => {
    const wrong = calls.filter(
      ({ english: said, values }) => values !== null && values.join() !== slotNamesOf(said).join(),
    );
    expect(wrong.map(({ file, code, values }) => `${file}: ${code} gets ${values?.join()}`)).toEqual([]);
  });

  it.each(languages)('are complete in %s', (language) => {
    expect(problemsOf(language)).toEqual([]);
  });
});
