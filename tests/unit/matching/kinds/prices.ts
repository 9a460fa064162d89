import type { Kind } from './kind';

/** The same service priced by the month and by the year: the term decides, not the price. */
export const prices: readonly Kind[] = [
  {
    what: 'price per month against price per year',
    pairs: [
      [
        { name: 'Managed firewall, monthly', price: '40.00' },
        { name: 'Firewall managed per month', price: '40' },
      ],
      [
        { name: 'Managed firewall, annual', price: '480.00' },
        { name: 'Firewall managed per year', price: '480' },
      ],
      [
        { name: 'Cloud backup 1 TB, monthly', price: '12.50' },
        { name: 'Cloud backup 1TB per month', price: '12.50' },
      ],
      [
        { name: 'Cloud backup 1 TB, annual', price: '150.00' },
        { name: 'Cloud backup 1TB per year', price: '150.00' },
      ],
      [
        { name: 'Mail security, annual', price: '96.00' },
        { name: 'Mail security yearly', price: '96.00' },
      ],
    ],
    left: [{ name: 'Remote monitoring, monthly', price: '9.00' }],
    right: [{ name: 'Remote monitoring yearly', price: '9.00' }],
    least: 0.6,
  },
  {
    what: 'records whose prices are all equal',
    pairs: ['Drain cleaning', 'Water heater flush', 'Leak detection', 'Faucet replacement', 'Sump pump check'].map(
      (name) => [
        { name, price: '99.00' },
        { name: name.toUpperCase(), price: '99.00' },
      ],
    ),
    left: [{ name: 'Gutter guards', price: '99.00' }],
    right: [{ name: 'Boiler descaling', price: '99.00' }],
    least: 0.8,
  },
];
