import fc from 'fast-check';
import { documentNumber } from '../../../server/src/invoicing/numbers';

const free = () => false;

describe('document numbers', () => {
  test("the record's own number is taken where it fits", () => {
    expect(documentNumber('WO-1003', 'key', free)).toBe('WO-1003');
    expect(documentNumber('  2026/0017 ', 'key', free)).toBe('2026/0017');
  });

  test('a record without a number gets one of its own', () => {
    const number = documentNumber('', 'connection:api::order.order:abc:', free);
    expect(number).toMatch(/^CW-[0-9A-Z]{6}$/);
    expect(documentNumber('', 'connection:api::order.order:abc:', free)).toBe(number);
    expect(documentNumber('', 'connection:api::order.order:abd:', free)).not.toBe(number);
  });

  test('long numbers that begin alike stay apart', () => {
    const start = 'PROJECT-2026-NORTHWIND-';
    const first = documentNumber(`${start}1`, 'a', free);
    const second = documentNumber(`${start}2`, 'b', free);
    expect(first).not.toBe(second);
    expect(first.startsWith('PROJECT-2026-N')).toBe(true);
  });

  test('what a vendor cannot look up is left out, and the rest told apart', () => {
    const number = documentNumber("O'Hara №7", 'a', free);
    expect(number).toMatch(/^[\x20-\x7e]+$/);
    expect(number).not.toContain("'");
    expect(number).not.toBe(documentNumber('OHara 7', 'a', free));
  });

  test('at most 21 characters, never one that is taken, always the same for the same record', () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 60, unit: 'grapheme' }),
        fc.string({ minLength: 1 }),
        fc.nat(3),
        (own, key, rounds) => {
          const taken = new Set<string>();
          for (let round = 0; round <= rounds; round += 1) {
            const number = documentNumber(own, key, (candidate) => taken.has(candidate));
            expect(number.length).toBeLessThanOrEqual(21);
            expect(number.trim()).not.toBe('');
            expect(taken.has(number)).toBe(false);
            expect(documentNumber(own, key, (candidate) => taken.has(candidate))).toBe(number);
            taken.add(number);
          }
        },
      ),
    );
  });
});
