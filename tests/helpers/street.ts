import type { QuickBooksSeed } from '../../sandbox/quickbooks-online';

const first = ['Bran', 'Cald', 'Dray', 'Elm', 'Fenn', 'Gris', 'Hark', 'Ives', 'Jorr', 'Kest'];
const second = ['nock', 'well', 'ton', 'hurst', 'wick', 'mere', 'ley', 'borough', 'stead', 'gate', 'ford', 'ridge'];
const trades = ['Bakery', 'Dental', 'Plumbing', 'Books', 'Optics', 'Florist', 'Legal', 'Roofing', 'Cycles'];
const cities = ['Portland', 'Salem', 'Bend', 'Astoria', 'Gresham'];

interface Shop {
  name: string;
  email: string;
  phone: string;
  city: string;
}

/** 120 shops, each with a name, an address and a number of its own. */
const shops: Shop[] = first.flatMap((start, row) =>
  second.map((end, column) => {
    const at = row * second.length + column;
    const name = `${start}${end}`;
    return {
      name: `${name} ${trades[at % trades.length]}`,
      email: `office@${name.toLowerCase()}.example`,
      phone: `503-555-${String(1000 + at * 7)}`,
      city: cities[at % cities.length] ?? '',
    };
  }),
);

/** Clients of Strapi that must not be linked by themselves, by the reason that holds them back. */
export const held = {
  no_candidate: { name: 'Quixotic Zeppelin' },
  below_threshold: { name: 'Marble Arch Pottery', city: 'Gresham' },
  ambiguous: { name: 'Tidewater Rowing Club' },
  vetoed: { name: 'Umber Glassworks', email: 'hello@umberglass.example', city: 'Salem', taxId: '12-3456789' },
  inactive: { name: 'Vellum Stationers', email: 'desk@vellum.example', city: 'Salem' },
  /** The other one of the two has the customer's number and address too. */
  preferred_other: { name: 'Wexcombe Taxi', city: 'Salem' },
} as const;

export const streetClients = [
  ...shops.map(({ name, email, phone, city }) => ({ name, email, phone, city })),
  ...Object.values(held),
  { name: 'Wexcombe Taxi Company', email: 'ride@wexcombe.example', phone: '503-555-0990', city: 'Salem' },
];

export const streetBooks: QuickBooksSeed = {
  companies: [
    {
      realmId: '4620816365000001',
      name: 'Harborline Test Company',
      customers: [
        ...shops.map(({ name, email, phone, city }, at) => ({
          Id: String(1000 + at),
          DisplayName: at % 3 === 0 ? `${name}, LLC` : name,
          // Some are known by name and city alone, so that scores differ.
          ...(at % 4 === 0 || at % 5 === 1 ? {} : { PrimaryEmailAddr: { Address: email } }),
          ...(at % 2 === 0 && at % 5 !== 1 ? { PrimaryPhone: { FreeFormNumber: phone } } : {}),
          BillAddr: { City: city },
        })),
        { Id: '1', DisplayName: 'Marble Hill Masonry', BillAddr: { City: 'Astoria' } },
        { Id: '2', DisplayName: 'Tidewater Rowing Club East', BillAddr: { City: 'Astoria' } },
        { Id: '3', DisplayName: 'Tidewater Rowing Club West', BillAddr: { City: 'Bend' } },
        {
          Id: '4',
          DisplayName: 'Umber Glassworks',
          PrimaryEmailAddr: { Address: 'hello@umberglass.example' },
          PrimaryTaxIdentifier: '98-7654321',
          BillAddr: { City: 'Salem' },
        },
        {
          Id: '5',
          DisplayName: 'Vellum Stationers',
          Active: false,
          PrimaryEmailAddr: { Address: 'desk@vellum.example' },
          BillAddr: { City: 'Salem' },
        },
        {
          Id: '6',
          DisplayName: 'Wexcombe Taxi Company',
          PrimaryEmailAddr: { Address: 'ride@wexcombe.example' },
          PrimaryPhone: { FreeFormNumber: '503-555-0990' },
          BillAddr: { City: 'Salem' },
        },
      ],
      vendors: [],
      items: [],
    },
  ],
};
