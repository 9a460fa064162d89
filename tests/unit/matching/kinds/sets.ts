import { inventedCustomers } from '../invented';
import type { Kind, Row } from './kind';

const trades = ['Bakery', 'Roofing', 'Optics', 'Dental', 'Logistics', 'Printing'];
const towns = ['Alderbrook', 'Basaltine', 'Cinderfield', 'Dorsetville', 'Emberlake', 'Fennelton', 'Garnetdale'];
const names = towns.flatMap((town) => trades.map((trade) => `${town} ${trade}`));

/** `n`th invented part number, unlike its neighbours. */
const code = (n: number): string => `${'KLMNPQRS'[n % 8]}${'ABCDEFGH'[(n * 3) % 8]}-${4100 + n * 37}`;

const [inventedLeft] = inventedCustomers(80, 23);

/** Lists of unusual shape. */
export const sets: readonly Kind[] = [
  {
    what: 'names only',
    pairs: names.slice(0, 36).map((name, n): [Row, Row] => [name, n % 3 === 0 ? `${name}, LLC` : name.toUpperCase()]),
    left: names.slice(36, 39),
    right: names.slice(39),
    least: 0.8,
  },
  {
    what: 'phones that are empty in 95 of 100',
    pairs: names.slice(0, 40).map((name, n): [Row, Row] => {
      const phone = n % 20 === 0 ? { phone: `503 555 ${1000 + n}` } : {};
      return [
        { name, ...phone },
        { name: `${name} Inc.`, ...phone },
      ];
    }),
    left: [names[40]!],
    right: [names[41]!],
    least: 0.8,
  },
  {
    what: 'part numbers inside the titles',
    pairs: names
      .slice(0, 30)
      .map((name, n): [Row, Row] => [
        `${name.split(' ')[0]} pump ${code(n)}`,
        `${code(n).replace('-', '')} Pump by ${name.split(' ')[0]}`,
      ]),
    left: [`Garnetdale pump ${code(70)}`],
    right: [`${code(71)} Pump by Garnetdale`],
    least: 0.8,
  },
  { what: 'one record on each side, the same', pairs: [['Tidewater Optics', 'Tidewater Optics Inc.']], least: 0 },
  {
    what: 'one record on each side, not the same',
    pairs: [],
    left: ['Tidewater Optics'],
    right: ['Basalt Bakery'],
    least: 1,
  },
  { what: 'a list against nothing', pairs: [], left: names.slice(0, 5), least: 1 },
  { what: 'two identical lists of names', pairs: names.map((name): [Row, Row] => [name, name]), least: 0.95 },
  {
    what: 'two identical lists of customers',
    pairs: inventedLeft.map(({ roles }): [Row, Row] => [roles, roles]),
    least: 0.95,
  },
];
