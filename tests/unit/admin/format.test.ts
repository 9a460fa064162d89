import { createIntl } from 'react-intl';
import { decimal, inSentence, money, percent, share, when } from '../../../admin/src/utils/format';

const intlOf = (locale: string) => createIntl({ locale });
/** With plain spaces: which of the narrow ones a locale uses is the browser's matter. */
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');

describe('numbers in the reader’s language', () => {
  it('shows a probability rounded down and never as certain', () => {
    expect(percent(intlOf('en'), 0.9749)).toBe('97.4%');
    expect(percent(intlOf('en'), 1)).toBe('99.9%');
    expect(plain(percent(intlOf('de'), 0.975))).toBe('97,5 %');
    expect(percent(intlOf('pt-BR'), 0.975)).toBe('97,5%');
  });

  it('shows a share rounded down, and all as all', () => {
    expect(share(intlOf('en'), '999.99', '0.01')).toBe('99.9%');
    expect(share(intlOf('en'), '10.00', '0.00')).toBe('100%');
    expect(share(intlOf('en'), '0.00', '0.00')).toBe('100%');
    expect(plain(share(intlOf('de'), '1.00', '2.00'))).toBe('33,3 %');
  });

  it('shows money exactly, with its currency', () => {
    expect(money('12345678901234567.89', 'USD', 'en')).toBe('$12,345,678,901,234,567.89');
    expect(plain(money('1240.5', 'EUR', 'de'))).toBe('1.240,50 €');
    expect(plain(money('1240.5', 'BRL', 'pt-BR'))).toBe('R$ 1.240,50');
    expect(plain(money('1240.5', null, 'fr'))).toBe('1 240,50');
  });

  it('shows a decimal with the digits it has', () => {
    expect(decimal('1240.5', 'en')).toBe('1,240.5');
    expect(decimal('2.50', 'de')).toBe('2,50');
    expect(decimal('3', 'es')).toBe('3');
  });

  it('shows a near moment as people say it, and a far one as a date', () => {
    const now = Date.parse('2026-03-04T12:00:00Z');
    expect(plain(when(intlOf('de'), '2026-03-04T11:48:00Z', now))).toBe('vor 12 Min.');
    expect(when(intlOf('es'), '2026-03-01T12:00:00Z', now)).toMatch(/^1 mar 2026/);
  });
});

it('writes a noun within a sentence as the language does', () => {
  expect(['en', 'de', 'fr'].map((locale) => inSentence(intlOf(locale), 'Region'))).toEqual([
    'region',
    'Region',
    'region',
  ]);
  expect(inSentence(intlOf('pt'), 'SKU')).toBe('SKU');
});
