import type { Pax8Seed, SeedCompany, SeedPricing, SeedProduct, SeedSubscription } from '../../sandbox/pax8/seed';
import { clients } from './business';
import { pax8CompanyRows, pax8ProductRows } from './pax8-lists';
import { fictionalPhone } from './table';

function companies(): SeedCompany[] {
  return pax8CompanyRows.map((row, index) => {
    const client = clients.find((one) => one.key === row.local);
    if (row.local !== '' && !client) throw new Error(`Demo data: no client ${row.local}.`);
    const has = (letter: string) => row.kept.includes(letter);
    const domain = client?.email?.split('@')[1] ?? `${row.name.toLowerCase().replace(/[^a-z]+/g, '')}.example`;
    const [firstName = '', lastName = ''] = row.contact.split(/ (.*)/);
    const phone = has('p') ? client?.phone : has('P') ? fictionalPhone(503, 30 + index) : null;
    return {
      name: row.name,
      ...(phone ? { phone: phone.replace(/[()]/g, '').replace(' ', '-') } : {}),
      ...(has('w') ? { website: `www.${domain}` } : {}),
      ...(client && has('a')
        ? {
            address: {
              street: client.street,
              city: client.city,
              stateOrProvince: client.region,
              postalCode: client.postalCode,
              country: client.region === 'BC' ? 'CA' : 'US',
            },
          }
        : {}),
      ...(has('r') ? { externalId: `PSA-${2100 + index * 7}` } : {}),
      ...(has('i') ? { status: 'Inactive' as const } : has('d') ? { status: 'Deleted' as const } : {}),
      contacts: has('i')
        ? []
        : [
            {
              firstName,
              lastName,
              email: `${lastName
                .toLowerCase()
                .normalize('NFD')
                .replace(/[^a-z]/g, '')}@${domain}`,
              phone: fictionalPhone(503, 10 + index),
              types: [{ type: 'Admin', primary: true }],
            },
          ],
    };
  });
}

/** Ways in which the distributor sells a product: what its name, its number and its price become. */
const terms = {
  m: { name: 'Monthly', months: 1, suffix: 'P1M', price: 1 },
  a: { name: 'Annual Commitment', months: 12, suffix: 'P1Y', price: 0.8333 },
  t: { name: '3-Year Commitment', months: 36, suffix: 'P3Y', price: 0.8 },
} as const;
type Term = keyof typeof terms;

const cents = (amount: number): number => Math.round(amount * 100) / 100;

/** Prices of a product for a partner of this size; from 25 units on they fall. */
function prices(retail: number, months: number): SeedPricing[] {
  const rates = [
    { partnerBuyRate: cents(retail * 0.8), suggestedRetailPrice: retail, startQuantityRange: 0, endQuantityRange: 24 },
    { partnerBuyRate: cents(retail * 0.75), suggestedRetailPrice: cents(retail * 0.95), startQuantityRange: 25 },
  ];
  const yearly = rates.map((rate) => ({
    ...rate,
    partnerBuyRate: cents(rate.partnerBuyRate * 12),
    suggestedRetailPrice: cents(rate.suggestedRetailPrice * 12),
  }));
  const commitment = months > 1 ? { commitmentTerm: `${months / 12}-Year`, commitmentTermInMonths: months } : {};
  return [
    ...(months > 1 ? [{ billingTerm: 'Annual' as const, type: 'Volume' as const, ...commitment, rates: yearly }] : []),
    { billingTerm: 'Monthly', type: 'Volume', ...commitment, rates },
  ];
}

function catalogue(): { product: SeedProduct; retail: number; sold: number }[] {
  return pax8ProductRows.flatMap((row) => {
    const ways = row.terms === '' ? [null] : ([...row.terms] as Term[]).map((letter) => terms[letter]);
    return ways.map((way, index) => {
      const retail = cents(Number(row.price) * (way?.price ?? 1));
      return {
        retail,
        // Most companies commit for a year, as it is cheaper.
        sold: Math.floor(Number(row.sold) * ([0.4, 0.6, 0][index] ?? 0)) + (row.terms === '' ? Number(row.sold) : 0),
        product: {
          name: way ? `${row.name} (${way.name})` : row.name,
          vendorName: row.vendor,
          sku: way ? `${row.sku}-${way.suffix}` : row.sku,
          vendorSku: way ? `${row.vendorSku}-${way.suffix}` : row.vendorSku,
          shortDescription: row.description,
          requiresCommitment: way !== null && way.months > 1,
          pricing: prices(retail, way?.months ?? 1),
        },
      };
    });
  });
}

/** Companies take turns, so that small ones have a product or two and nobody has all. */
function subscriptions(): SeedSubscription[] {
  const active = pax8CompanyRows.filter(({ kept }) => !/[id]/.test(kept));
  return catalogue().flatMap(({ product, retail, sold }, position) =>
    Array.from({ length: sold }, (_unused, index) => ({
      company: active[(position * 5 + index * 3) % active.length]!.name,
      product: product.name,
      quantity: 1 + ((position * 7 + index * 11) % 38),
      price: retail,
      partnerCost: cents(retail * 0.8),
      since: `202${4 + (index % 2)}-0${1 + (position % 9)}-15`,
      ...(product.requiresCommitment ? { commitmentTerm: '1-Year' } : {}),
      ...(index === 6 ? { status: 'Cancelled' } : {}),
    })),
  );
}

/** The distributor's view of Harborline IT Services: its customers, the catalogue, and who has subscribed to what. */
export const pax8Seed: Pax8Seed = {
  partner: 'Harborline IT Services LLC',
  currency: 'USD',
  companies: companies(),
  products: catalogue().map(({ product }) => product),
  subscriptions: subscriptions(),
};
