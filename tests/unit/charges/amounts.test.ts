import fc from 'fast-check';
import { Decimal } from 'decimal.js';
import { fromMicros, toMicros } from '../../../server/src/charges/amounts';

describe('millionths', () => {
  it('are exact for amounts of up to six decimals', () => {
    for (const amount of ['0', '0.1', '-12.34', '99.999999', '1234567.89', '-0.000001'])
      expect(fromMicros(toMicros(amount))).toBe(amount);
    expect(toMicros(null)).toBe(0);
    expect(toMicros('-1e99')).toBe(-Number.MAX_SAFE_INTEGER);
  });

  it('add up to what the amounts do, whatever the database hands out', () => {
    const cents = fc.integer({ min: -1_000_000_00, max: 1_000_000_00 }).map((n) => new Decimal(n).div(100).toFixed());
    fc.assert(
      fc.property(fc.array(cents, { maxLength: 50 }), (amounts) => {
        const sum = amounts.reduce((all, amount) => all.plus(amount), new Decimal(0)).toFixed();
        const micros = amounts.reduce((all, amount) => all + toMicros(amount), 0);
        expect(new Decimal(fromMicros(micros)).eq(sum)).toBe(true);
        // PostgreSQL and MySQL answer with texts.
        expect(fromMicros(String(micros))).toBe(fromMicros(micros));
      }),
    );
    expect(fromMicros(null)).toBe('0');
  });
});
