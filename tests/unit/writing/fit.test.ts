import fc from 'fast-check';
import type { WriteField } from '../../../server/src/connectors/contract';
import { differences, fitValue, fitValues, isSameValue } from '../../../server/src/writing/fit';

const name: WriteField = {
  role: 'name',
  label: 'Name',
  required: true,
  maxLength: 31,
  forbidden: { pattern: /[:\t\r\n]/g, words: 'colons, tabs and line breaks' },
};
const price: WriteField = { role: 'price', label: 'Price', decimals: 5 };
const email: WriteField = {
  role: 'email',
  label: 'Email',
  format: { pattern: /^[^\s@]+@[^\s@]+$/, words: 'an e-mail address' },
};
const currency: WriteField = { role: 'currency', label: 'Currency', options: ['USD'], createOnly: true };

describe('a value that goes to another system', () => {
  it('is taken as it is where it fits', () => {
    expect(fitValue(name, 'Alder & Finch Dental')).toBeNull();
    expect(fitValue(price, '6.50')).toBeNull();
    expect(fitValue(email, '')).toBeNull();
    expect(fitValue(currency, 'USD')).toBeNull();
  });

  it.each([
    [name, '', 'required', null, 'Name is required.'],
    [name, '   ', 'required', null, 'Name is required.'],
    [
      name,
      'Cascade Orthodontics Group of Salem',
      'too_long',
      'Cascade Orthodontics Group of',
      'Name has 35 characters; at most 31 are taken.',
    ],
    [
      name,
      'Salem: Dental\tOne',
      'forbidden_characters',
      'Salem Dental One',
      'Name cannot have colons, tabs and line breaks.',
    ],
    [name, ':::', 'forbidden_characters', null, 'Name cannot have colons, tabs and line breaks.'],
    [price, '1.2345678', 'format', '1.23457', 'Price 1.2345678 has more than 5 decimals.'],
    [price, '12,50', 'format', null, 'Price "12,50" is not a decimal number.'],
    [email, 'nobody', 'format', null, 'Email "nobody" must be an e-mail address.'],
    [currency, 'EUR', 'option', null, 'Currency "EUR" is not taken. It must be USD.'],
  ])('of %j, %j: %s', (field, value, kind, suggestion, message) => {
    expect(fitValue(field, value)).toMatchObject({ kind, role: field.role, message, suggestion, holder: null });
  });

  it('is suggested so that it fits, and never as half a character', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 80 }),
        fc.integer({ min: 1, max: 40 }),
        (text, maxLength) => {
          const field = { ...name, maxLength };
          const suggestion = fitValue(field, text)?.suggestion;
          if (suggestion === null || suggestion === undefined || suggestion === '') return;
          expect(fitValue(field, suggestion)).toBeNull();
          expect(suggestion).not.toMatch(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])/);
        },
      ),
    );
  });

  it('is asked for only where a record is created', () => {
    expect(fitValues([name, price], { price: '1' }, true).map(({ kind }) => kind)).toEqual(['required']);
    expect(fitValues([name, price], { price: '1' }, false)).toEqual([]);
    expect(fitValues([name], { name: '' }, false).map(({ kind }) => kind)).toEqual(['required']);
  });
});

describe('differences', () => {
  it('leave out what says the same, what is missing, and what is never changed', () => {
    const fields = [name, price, email, currency, { role: 'domain', label: 'Website' } satisfies WriteField];
    expect(
      differences(
        fields,
        { name: 'A', price: '6.50', email: 'a@x.example', currency: 'EUR', domain: 'https://www.a.example/shop' },
        { name: 'A', price: '6.5', email: 'b@x.example', currency: 'USD', domain: 'a.example' },
      ),
    ).toEqual({ email: 'a@x.example' });
    expect(differences(fields, {}, { email: 'b@x.example' })).toEqual({});
    expect(differences(fields, { price: '7' }, {})).toEqual({ price: '7' });
  });

  it('compare prices as numbers', () => {
    expect(isSameValue('price', '165.00', '165')).toBe(true);
    expect(isSameValue('price', '165.001', '165')).toBe(false);
    expect(isSameValue('sku', '0165', '165')).toBe(false);
  });
});
