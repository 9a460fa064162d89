import type { Core } from '@strapi/strapi';
import { clients, parts, products, rates, vendors, workOrders } from './business';

type Uid = 'client' | 'vendor' | 'part' | 'rate' | 'product' | 'work-order';
type Data = Record<string, unknown>;

/**
 * Creates the demo records that are not there yet and answers with their number. A record is known by its
 * natural key, so a start that was cut short is completed by the next one and nothing is made twice.
 * Once everything was created, nothing is looked at again: what people change or delete stays as it is.
 */
export async function seedBusiness(strapi: Core.Strapi): Promise<number> {
  const store = strapi.store({ type: 'core', name: 'crosswalk_demo' });
  if ((await store.get({ key: 'seeded' })) === true) return 0;
  // Also tells `npm run demo -- --reset` that it may drop what is in this database.
  await store.set({ key: 'seeded', value: false });

  const vendorIds = await createMissing(
    strapi,
    'vendor',
    'name',
    vendors.map(({ key: _key, ...vendor }) => vendor),
  );
  const vendorIdOf = new Map(vendors.map((vendor) => [vendor.key, vendorIds.ids.get(vendor.name)]));
  const partIds = await createMissing(
    strapi,
    'part',
    'sku',
    parts.map((part) => ({ ...part, vendor: vendorIdOf.get(part.vendor) })),
  );
  const rateIds = await createMissing(
    strapi,
    'rate',
    'code',
    rates.map((rate) => ({ ...rate })),
  );
  const productIds = await createMissing(
    strapi,
    'product',
    'sku',
    products.map((product) => ({ ...product })),
  );
  const clientIds = await createMissing(
    strapi,
    'client',
    'name',
    clients.map(({ key: _key, ...client }) => client),
    {
      status: 'published',
    },
  );
  const clientIdOf = new Map(clients.map((client) => [client.key, clientIds.ids.get(client.name)]));
  const orders = await createMissing(
    strapi,
    'work-order',
    'number',
    workOrders.map((order) => ({
      ...order,
      client: clientIdOf.get(order.client),
      lines: order.lines.map((line) => ({
        description: line.description,
        quantity: line.quantity,
        unitPrice: line.unitPrice,
        ...(line.part ? { part: partIds.ids.get(line.part) } : {}),
        ...(line.rate ? { rate: rateIds.ids.get(line.rate) } : {}),
        ...(line.product ? { product: productIds.ids.get(line.product) } : {}),
      })),
    })),
  );
  await store.set({ key: 'seeded', value: true });
  return [vendorIds, partIds, rateIds, productIds, clientIds, orders].reduce((sum, one) => sum + one.created, 0);
}

/** Creates what is missing by `key`; `ids` holds the documentId of every row by its key. */
async function createMissing(
  strapi: Core.Strapi,
  type: Uid,
  key: string,
  rows: Data[],
  options: { status?: 'published' } = {},
): Promise<{ ids: Map<string, string>; created: number }> {
  const documents = strapi.documents(`api::${type}.${type}`);
  const existing = (await documents.findMany({ fields: [key], status: 'draft' } as never)) as unknown as Data[];
  const ids = new Map(existing.map((entry) => [String(entry[key]), String(entry.documentId)]));
  let created = 0;
  for (const row of rows) {
    const value = String(row[key]);
    if (ids.has(value)) continue;
    const document = await documents.create({ data: row, ...options } as never);
    ids.set(value, document.documentId);
    created += 1;
  }
  return { ids, created };
}
