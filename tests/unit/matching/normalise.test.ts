import fc from 'fast-check';
import {
  normaliseAddress,
  normaliseCountry,
  normalisePostalCode,
} from '../../../server/src/matching/normalise/address';
import {
  normaliseDomain,
  normaliseEmail,
  normaliseEmails,
  normalisePhone,
  normalisePhones,
} from '../../../server/src/matching/normalise/contact';
import { normaliseName } from '../../../server/src/matching/normalise/name';
import { persons } from '../../../server/src/matching/normalise/person';
import {
  normaliseBarcode,
  normaliseNumber,
  normalisePrice,
  partNumbers,
} from '../../../server/src/matching/normalise/product';
import { normaliseRecord } from '../../../server/src/matching/normalise/record';
import { compact, fold, words } from '../../../server/src/matching/normalise/text';

describe('text', () => {
  it.each([
    ['Café “Łódź” Straße', 'cafe “lodz” strasse'],
    ["O'Maddigan’s", 'omaddigans'],
    ['Guti&#233;rrez', 'gutierrez'],
    ['Marsh & Co', 'marsh and co'],
  ])('folds %s', (text, folded) => expect(fold(text)).toBe(folded));

  it('joins single letters', () => {
    expect(words(fold('J. P. Morgan L.L.C.'))).toEqual(['jp', 'morgan', 'llc']);
  });
  it('folds once and for all', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => expect(fold(fold(text))).toBe(fold(text))));
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => expect(compact(compact(text))).toBe(compact(text))),
    );
  });
});

describe('name', () => {
  const core = (name: string, city?: string[]): string | undefined => normaliseName(name, city)?.core.join(' ');
  it.each([
    ['Basaltworks Brewing Company', 'basaltworks brewing', 'co'],
    ['Acme, Inc.', 'acme', 'inc'],
    ['ACME Incorporated', 'acme', 'inc'],
    ['Nordlicht GmbH & Co. KG', 'nordlicht', 'gmbhcokg'],
    ['Dupont S.A.R.L.', 'dupont', 'sarl'],
    ['Wisła Sp. z o.o.', 'wisla', 'spzoo'],
    ['Talleres Ruiz S.L.', 'talleres ruiz', 'sl'],
    ['Palm, The', 'palm', ''],
    ['Twin Svcs Corporation', 'twin services', 'corp'],
  ])('%s', (name, expected, legalForm) => {
    expect(core(name)).toBe(expected);
    expect(normaliseName(name)?.legalForm).toBe(legalForm);
  });
  it('drops the mark of a deleted record', () => expect(core('Acme Corp (deleted)')).toBe('acme'));
  it('takes parents and brackets as hints', () => {
    expect(normaliseName('Labor:Senior Onsite')).toMatchObject({
      core: ['labor', 'senior', 'onsite'],
      optional: [true, false, false],
    });
    expect(normaliseName('Marlowe Tower (Marlowe Property)')?.optional).toEqual([true, true, false, false]);
  });
  it('takes its own city as a hint, another part of the name not', () => {
    expect(normaliseName('Acme, LLC - Boston', ['boston'])).toMatchObject({
      core: ['acme', 'boston'],
      optional: [false, true],
    });
    expect(normaliseName('Acme - Boston', ['salem'])?.optional).toEqual([false, false]);
  });
  it('splits off other names', () => {
    expect(normaliseName('Ridge Holdings LLC dba Harbor Cafe')).toMatchObject({
      core: ['ridge', 'holdings'],
      aliases: [['harbor', 'cafe']],
    });
  });
  it('never loses a name that has letters', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z .,&():-]{1,40}$/), (name) => {
        if (/[A-Za-z]/.test(name)) expect(normaliseName(name)?.core.length).toBeGreaterThan(0);
      }),
    );
  });
});

describe('contact', () => {
  it('reads e-mail addresses', () => {
    expect(normaliseEmail('Ann <Ann.Lee+qb@mail.acme.co.uk>')).toEqual({
      address: 'ann.lee@acme.co.uk',
      local: 'ann.lee',
      domain: 'acme.co.uk',
    });
    expect(normaliseEmail('nobody')).toBeNull();
  });
  it('reads every e-mail address and phone number of a field', () => {
    expect(normaliseEmails('a@acme.com; B@acme.com, a@acme.com').map(({ address }) => address)).toEqual([
      'a@acme.com',
      'b@acme.com',
    ]);
    expect(normalisePhones('(503) 555-0142; 503-555-0199\n503 555 0142')).toEqual(['5035550142', '5035550199']);
    expect(normalisePhones('030 / 1234567')).toEqual(['301234567']);
  });
  it.each([
    ['Smith, John', [['john', 'smith']]],
    [
      'Dr. Ann Lee & Bob Ray',
      [
        ['ann', 'lee'],
        ['bob', 'ray'],
      ],
    ],
    [
      'J. R. Smith, Mary Jones, Wei Chen',
      [
        ['j', 'r', 'smith'],
        ['mary', 'jones'],
        ['wei', 'chen'],
      ],
    ],
    [
      'Gupta, A., Widom, J.',
      [
        ['a', 'gupta'],
        ['j', 'widom'],
      ],
    ],
    ['', []],
  ])('persons in %s', (value, expected) => expect(persons(value)).toEqual(expected));
  it('gives free mail no domain', () => {
    expect(normaliseEmail('acme@gmail.com')?.domain).toBe('');
    expect(normaliseDomain('https://www.acme.com/about')).toBe('acme.com');
    expect(normaliseDomain('gmail.com')).toBe('');
  });
  it.each([
    ['(503) 555-0142', '5035550142'],
    ['+1 503.555.0142 ext. 12', '5035550142'],
    ['0044 20 7946 0018', '442079460018'],
    ['020 7946 0018', '2079460018'],
    ['n/a', ''],
  ])('phone %s', (phone, digits) => expect(normalisePhone(phone)).toBe(digits));
});

describe('address', () => {
  it('takes the street line apart', () => {
    expect(normaliseAddress('1220 NW Lorrimer St, Suite 400')).toEqual({
      number: '1220',
      street: ['northwest', 'lorrimer', 'street'],
    });
    expect(normaliseAddress('P.O. Box 77')).toEqual({ number: '77', street: ['po', 'box'] });
  });
  it('cuts ZIP+4 and knows usual country names', () => {
    expect(normalisePostalCode('97209-1234')).toBe('97209');
    expect(normalisePostalCode('SW1A 1AA')).toBe('sw1a1aa');
    expect(normaliseCountry('United States')).toBe(normaliseCountry('USA'));
  });
});

describe('product', () => {
  it('finds part numbers, not measures', () => {
    expect(partNumbers('Sony Turntable - PSLX350H')).toEqual(['pslx350h']);
    expect(partNumbers('Cat6 cable 100ft 500GB (CBL-C6-03B)')).toEqual(['cat6', 'cblc603b']);
  });
  it('reads prices as they are typed', () => {
    expect(normalisePrice('$1,249.50')).toBe(1249.5);
    expect(normalisePrice('1.249,50 €')).toBe(1249.5);
    expect(normalisePrice('')).toBeNaN();
  });
  it('drops leading zeros of barcodes', () => expect(normaliseBarcode('0012345 67890-5')).toBe('12345678905'));
});

describe('record', () => {
  it('keeps every field of a role', () => {
    const { other, emails, phones, contact } = normaliseRecord({
      id: 'a',
      roles: {
        code: '19-74/03',
        'code#2': 'M 77',
        category: 'Pale Ale',
        number: '8,10 %',
        'number#2': 'none',
        email: 'a@acme.com',
        'email#2': 'b@acme.com',
        phone: '503 555 0142',
        'phone#2': '503 555 0199',
        contact: 'Ann Lee',
        'contact#2': 'Ray, Bob',
        'name#2': 'Acme, Inc.',
      },
    });
    expect([...other]).toEqual([
      ['code', '197403'],
      ['code#2', 'm77'],
      ['category', ['pale', 'ale']],
      ['number', 8.1],
      ['name#2', ['acme']],
    ]);
    expect(emails.map(({ address }) => address)).toEqual(['a@acme.com', 'b@acme.com']);
    expect(phones).toEqual(['5035550142', '5035550199']);
    expect(contact).toEqual([
      ['ann', 'lee'],
      ['bob', 'ray'],
    ]);
  });
  it.each([
    ['12,5 kg', 12.5],
    ["1'250 pcs", 1250],
    ['8.10 %', 8.1],
  ])('reads the number in %s', (value, expected) => expect(normaliseNumber(value)).toBe(expected));
});
