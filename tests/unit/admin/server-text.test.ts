import { createIntl } from 'react-intl';
import { labelText, serverText } from '../../../admin/src/utils/serverText';
import { loadPageTexts } from '../../../admin/src/translations';
import { sentence, mapTexts, sayingOf } from '../../../server/src/utils/sentence';

const intlOf = async (locale: string) =>
  createIntl({ locale, messages: await loadPageTexts(locale), onError: () => undefined });

/** As the panel gets it. */
const sent = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

describe('a sentence of the server', () => {
  const told = sentence('connections.noAnswer', '{system} did not answer within {seconds} s.', {
    system: 'QuickBooks',
    seconds: 20,
  });

  it('is English, filled in, where it is made', () => {
    expect(told.message).toBe('QuickBooks did not answer within 20 s.');
    expect(sentence('x', '{a, number} of {b}', { a: 12345, b: 12345 }).message).toBe('12,345 of 12345');
    expect(
      sentence('x', '{a} or {b}: {c} {d}', {
        a: { decimal: '1.50' },
        b: { date: '2026-11-24' },
        c: { anyOf: ['A', 'B'] },
        d: { label: 'Tax id' },
      }).message,
    ).toBe('1.50 or 2026-11-24: A or B Tax id');
    expect(sentence('x', '{a}', { a: { role: 'taxId' } }).message).toBe('taxId');
  });

  it('is read in the language of the panel', async () => {
    const { message, words } = sent(told);
    expect(serverText(await intlOf('de'), message, words)).toMatch(
      /^QuickBooks hat innerhalb von 20 s nicht geantwortet\./,
    );
    expect(serverText(await intlOf('pt-BR'), message, words)).toMatch(/^QuickBooks não respondeu em 20 s\./);
  });

  it('is read as it is in English, without a code, and in a language that has none for it', async () => {
    const odd = `It's {odd} <b>`;
    const { words } = told;
    expect(serverText(await intlOf('en'), odd, words)).toBe(odd);
    expect(serverText(await intlOf('de'), odd, undefined)).toBe(odd);
    expect(serverText(await intlOf('de'), odd, { code: 'never.heard', values: {} })).toBe(odd);
  });

  it('may hold other sentences, roles, numbers and the words of others', async () => {
    const de = await intlOf('de');
    const inner = sentence('webConnector.noReason', 'no reason was given');
    const outer = sent(sentence('webConnector.notOpened', '{reason} ({code})', { reason: inner, code: `0x{'` }));
    expect(serverText(de, outer.message, outer.words)).toBe(
      `Der Web Connector konnte QuickBooks nicht öffnen: kein Grund genannt (0x{')`,
    );
    const role = sent(sentence('mappings.roleTwice', '{role}', { role: { role: 'taxId' } }));
    expect(serverText(de, role.message, role.words)).toBe('Die Bedeutung Steuernummer ist doppelt vergeben');
    const field = sent(sentence('writing.required', '{field}', { field: { label: 'Display name' } }));
    expect(serverText(de, field.message, field.words)).toBe('Anzeigename ist erforderlich.');
    const many = sent(sentence('links.carryTooMany', '{connection} {most, number}', { connection: 'A', most: 12345 }));
    expect(serverText(de, many.message, many.words)).toMatch(/^A hat mehr als 12\.345 Verknüpfungen/);
  });

  it('calls things as a connector does, where nobody has translated that', async () => {
    expect(labelText(await intlOf('fr'), 'Customers')).toBe('Clients');
    expect(labelText(await intlOf('en'), 'Customers')).toBe('Customers');
    expect(labelText(await intlOf('fr'), "Somebody's {own}")).toBe("Somebody's {own}");
  });

  it('has its values cleaned with its text', () => {
    const hidden = mapTexts(
      sentence('a.b', '{x} {y}', { x: 'secret', y: sentence('c.d', 'a {z}', { z: 'secret' }) }),
      (text) => text.replaceAll('secret', '*'),
    );
    expect(JSON.stringify(hidden)).not.toContain('secret');
    expect(sayingOf(hidden).message).toBe('* a *');
  });
});
