import fc from 'fast-check';
import { amountOf, isNegative, readDecimal, sumOf, valuesOf } from '../../../server/src/invoicing/amounts';

/** A decimal as text and as an integer of `10 ** -places`. */
const decimal = (places: number, most: bigint) =>
  fc.bigInt({ min: -most, max: most }).map((units) => ({ units, text: textOf(units, places) }));

function textOf(units: bigint, places: number): string {
  const digits = (units < 0n ? -units : units).toString().padStart(places + 1, '0');
  const whole = digits.slice(0, digits.length - places);
  return `${units < 0n ? '-' : ''}${places === 0 ? whole : `${whole}.${digits.slice(-places)}`}`;
}

/** Half away from zero, in integers: an independent statement of the rule. */
function roundedCents(units: bigint, places: number): bigint {
  const divisor = 10n ** BigInt(places - 2);
  const size = units < 0n ? -units : units;
  const cents = (size * 2n + divisor) / (divisor * 2n);
  return units < 0n ? -cents : cents;
}

describe('amounts', () => {
  test.each([
    ['0.5', '0.01', '0.01'],
    ['1', '0.005', '0.01'],
    ['3', '1.005', '3.02'],
    ['-3', '1.005', '-3.02'],
    ['2.5', '95.333', '238.33'],
    ['1.15', '1.1', '1.27'],
    ['0', '12.34', '0.00'],
    ['-0.001', '0.001', '0.00'],
    ['1000000000000', '0.07', '70000000000.00'],
  ])('%s × %s is %s', (quantity, unitPrice, amount) => {
    expect(amountOf(quantity, unitPrice)).toBe(amount);
  });

  test('an amount is the product rounded half up to cents, in decimal arithmetic', () => {
    fc.assert(
      fc.property(decimal(4, 10n ** 10n), decimal(5, 10n ** 11n), (quantity, price) => {
        const cents = roundedCents(quantity.units * price.units, 9);
        expect(amountOf(quantity.text, price.text)).toBe(textOf(cents, 2));
      }),
    );
  });

  test('a sum is exact where floats are not', () => {
    expect(sumOf(['0.10', '0.20'])).toBe('0.30');
    expect(sumOf([])).toBe('0.00');
    fc.assert(
      fc.property(fc.array(decimal(2, 10n ** 14n), { maxLength: 60 }), (amounts) => {
        const cents = amounts.reduce((sum, { units }) => sum + units, 0n);
        expect(sumOf(amounts.map(({ text }) => text))).toBe(textOf(cents, 2));
      }),
    );
  });

  test.each([
    [0.1, '0.1'],
    [12, '12'],
    [1e-7, '0.0000001'],
    [' 7.50 ', '7.5'],
    ['.5', '0.5'],
    ['-0', '0'],
    [123n, '123'],
    ['1e3', null],
    ['1,200.50', null],
    ['12 h', null],
    ['', null],
    [null, null],
    [undefined, null],
    [true, null],
    [NaN, null],
    [Infinity, null],
    [{}, null],
    ['9'.repeat(21), null],
  ])('reads %p as %p', (value, expected) => {
    expect(readDecimal(value)).toBe(expected);
  });

  test('nothing is not negative', () => {
    expect(isNegative('-0.00')).toBe(false);
    expect(isNegative('-0.01')).toBe(true);
  });

  test('what waits is added up by currency, the greatest first', () => {
    const amount = (status: 'ready' | 'blocked', total: string, currency: string | null) => ({
      status,
      total,
      currency,
    });
    expect(
      valuesOf([
        amount('ready', '0.10', 'EUR'),
        amount('ready', '10.20', 'USD'),
        amount('blocked', '0.20', 'EUR'),
        amount('blocked', '5.00', null),
      ]),
    ).toEqual([
      { currency: 'USD', ready: '10.20', blocked: '0.00' },
      { currency: null, ready: '0.00', blocked: '5.00' },
      { currency: 'EUR', ready: '0.10', blocked: '0.20' },
    ]);
    expect(valuesOf([])).toEqual([]);
  });

  test('a draft whose currency is not known counts to the only one there is', () => {
    expect(
      valuesOf([
        { status: 'blocked', total: '5.00', currency: null },
        { status: 'ready', total: '1.00', currency: 'USD' },
      ]),
    ).toEqual([{ currency: 'USD', ready: '1.00', blocked: '5.00' }]);
  });
});
