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
    ['ＡＢＣ Ｃｏ．', 'abc co.'],
    ['Ромашка', 'romashka'],
    ['Ελληνικά', 'ellinika'],
    ['東京', '東京'],
  ])('folds %s', (text, folded) => expect(fold(text)).toBe(folded));

  it.each([
    ['トヨタ', 'toyota'],
    ['とうきょう', 'tokyo'],
    ['ﾌｧﾐﾘｰﾏｰﾄ', 'famirimato'],
    ['サクラ電気', 'sakura 電気'],
    ['チェック', 'chekku'],
  ])('reads kana: %s', (text, expected) => expect(words(fold(text)).join(' ')).toBe(expected));
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
  it.each([
    ['Müller Bau GmbH und Co KG', 'muller bau', 'gmbhcokg'],
    ['Solar UG (haftungsbeschränkt)', 'solar', 'ug'],
    ['Bäckerei Huber e. Kfm.', 'backerei huber', 'ek'],
    ['SARL Dupont', 'dupont', 'sarl'],
    ['SAS Institute Inc.', 'sas institute', 'inc'],
    ['Grupo Sol S.A. de C.V.', 'grupo sol', 'sadecv'],
    ['Kowalski sp. j.', 'kowalski', 'spj'],
    ['Zbych spółka z ograniczoną odpowiedzialnością', 'zbych', 'spzoo'],
    ['Novák spol. s r.o.', 'novak', 'sro'],
    ['Acme (Pty) Ltd', 'acme', 'pty'],
    ['UAB Vilniaus Duona', 'vilniaus duona', 'uab'],
    ['ООО Ромашка', 'romashka', 'ooo'],
    ['株式会社サクラ電気', 'sakura 電気', 'kk'],
    ['ﾄﾖﾀ㈱', 'toyota', 'kk'],
    ['有限会社ひまわり', 'himawari', 'yk'],
    ['San Diego Zoo', 'san diego zoo', ''],
  ])('%s', (name, expected, legalForm) => {
    expect(core(name)).toBe(expected);
    expect(normaliseName(name)?.legalForm).toBe(legalForm);
  });
  it.each([
    ['Mueller Bau', 'muller bau', false],
    ['Smith, Bill', 'william smith', true],
    ['Peggy Lee', 'margaret lee', true],
  ])('usual form of the party %s', (name, expected, loose) => {
    const reading = normaliseName(name)?.reading;
    expect(reading?.words.join(' ')).toBe(expected);
    expect(reading?.loose).toBe(loose);
  });
  it.each(['Müller Bau', 'Blue Avenue Queen', 'Michael Boeing', 'Bill Smith Plumbing LLC'])(
    '%s has it already',
    (name) => expect(normaliseName(name)?.reading).toBeNull(),
  );
  it.each([
    ['Hose, air, 6mm', 'Air hose 6 mm'],
    ['Brass elbow 1/2"', 'Elbow brass 0.5 in'],
    ['Gloves nitrile 100/box', 'Nitrile gloves box of 100'],
    ['Technician time on-site', 'Labor - onsite'],
    ['Trip charge', 'Travel'],
    ['KA4100 Pump by Alder', 'Alder pump KA-4100'],
  ])('%s and %s have one usual form', (a, b) => {
    const reading = (name: string): string | undefined =>
      normaliseRecord({ id: name, roles: { name } }).name?.reading?.words.join(' ');
    expect(reading(a)).toBeDefined();
    expect(reading(a)).toBe(reading(b));
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
    ['+49 (0)30 1234567', '49301234567'],
    ['+49 030 1234567', '49301234567'],
    ['030 / 1234567', '301234567'],
    ['+39 06 698 1234', '39066981234'],
    ['０３－１２３４－５６７８', '312345678'],
    ['000-000-0000', ''],
    ['123-456-7890', ''],
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

  const roles = [
    'name',
    'email',
    'phone',
    'address',
    'city',
    'price',
    'sku',
    'contact',
    'description',
    'category',
    'code',
  ] as const;
  it('never throws, whatever the text', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: 'grapheme' }),
      fc.string({
        unit: fc.constantFrom(
          '\ud800',
          '\udfff',
          '\0',
          '\u0007',
          '(',
          ')',
          ',',
          ':',
          '@',
          '&',
          '#',
          ';',
          '-',
          ' ',
          '1',
          'é',
        ),
      }),
    );
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...roles), text), (values) => {
        expect(() => normaliseRecord({ id: 'a', roles: values })).not.toThrow();
      }),
    );
  });
  it.each(['a', '(', ' ', '1 ', 'é', '\ud800', 'カ', 'a@', '& ', '1/2" x ', '-', ', '])(
    'reads a megabyte of %j in a moment',
    (unit) => {
      const value = unit.repeat(Math.ceil(1_000_000 / unit.length));
      const started = performance.now();
      normaliseRecord({ id: 'a', roles: Object.fromEntries(roles.map((role) => [role, value])) });
      normaliseRecord({ id: 'a', roles: { name: value, description: value, category: value } });
      expect(performance.now() - started).toBeLessThan(1000);
    },
  );
});
