import type { ConnectorContext, ExternalRecordInput, ListPage, RecordProblem, RecordType } from '../contract';
import { ConnectorError } from '../errors';
import { isJson, type Json } from '../values';
import { eachRow, openPartner, pageSize, type Page, type Partner } from './client';
import { vendor } from './errors';
import { text } from './lenient';
import { companyRecord, contactRecord, idOf, productRecord, subscriptionRecord, type ProductPrices } from './records';
import { type Sentence, sentence } from '../../utils/sentence';

type Found = Pick<ListPage, 'records' | 'problems'>;

interface Kind {
  label: string;
  roles: RecordType['roles'];
  onlyMapped?: true;
  /** List of the vendor's, with an order in which new rows do not move the ones before the cursor more than need be. */
  path: string;
  sort: string;
  /** Rows a page; few where each costs a request, so that little is done twice after a restart. */
  size: number;
  /** Reads a page of the list; what it takes beside the rows is asked for here. */
  read(ctx: ConnectorContext, partner: Partner, rows: unknown[]): Promise<Found>;
}

/** What a row is that cannot be read. */
const rowNames = {
  company: sentence('pax8.company', 'Company'),
  contact: sentence('pax8.contact', 'Contact'),
  product: sentence('pax8.product', 'Product'),
  subscription: sentence('pax8.subscription', 'Subscription'),
};

const kinds = {
  company: {
    label: 'Companies',
    roles: ['name', 'phone', 'domain', 'address', 'city', 'region', 'postalCode', 'country', 'externalKey'],
    path: '/companies',
    sort: 'name',
    size: pageSize,
    read: async (_ctx, _partner, rows) => each(rowNames.company, rows, companyRecord),
  },
  contact: {
    label: 'Contacts',
    roles: ['name', 'email', 'phone', 'parent', 'externalKey'],
    // There is no list of all contacts: a request for each company.
    onlyMapped: true,
    path: '/companies',
    sort: 'name',
    size: 50,
    read: async (_ctx, partner, rows) => {
      const found: Found = { records: [], problems: [] };
      for (const part of await Promise.all(rows.filter(isJson).map((row) => contactsOf(partner, row)))) {
        found.records.push(...part.records);
        found.problems.push(...part.problems);
      }
      return found;
    },
  },
  product: {
    label: 'Products',
    roles: ['name', 'sku', 'code', 'category', 'description', 'price', 'currency', 'externalKey'],
    path: '/products',
    sort: 'name',
    size: pageSize,
    read: async (ctx, partner, rows) => {
      const prices = await pricesOf(ctx, partner, rows);
      return each(rowNames.product, rows, (row, id) => productRecord(row, id, prices.get(id)));
    },
  },
  subscription: {
    label: 'Subscriptions',
    roles: ['name', 'sku', 'code', 'category', 'number', 'price', 'currency', 'parent', 'externalKey'],
    path: '/subscriptions',
    sort: 'createdDate,asc',
    size: pageSize,
    read: async (ctx, partner, rows) => {
      const names = await companyNames(ctx, partner);
      return each(rowNames.subscription, rows, (row, id) =>
        subscriptionRecord(row, id, names.get(text(row.companyId) ?? '')),
      );
    },
  },
} satisfies Record<string, Kind>;

export const recordTypes: RecordType[] = Object.entries<Kind>(kinds).map(([id, { label, roles, onlyMapped }]) => ({
  id,
  label,
  roles,
  ...(onlyMapped ? { onlyMapped } : {}),
}));

/** Reads rows one by one; one that is no record is a problem and the others go on. */
function each(what: Sentence, rows: unknown[], read: (row: Json, id: string) => ExternalRecordInput): Found {
  const problems: RecordProblem[] = [];
  // A row that comes twice is one record.
  const records = new Map<string, ExternalRecordInput>();
  for (const row of rows) {
    const id = isJson(row) ? idOf(row) : undefined;
    if (isJson(row) && id !== undefined) records.set(id, read(row, id));
    else
      problems.push({
        line: null,
        recordId: null,
        ...sentence('pax8.withoutId', '{what} cannot be read: it has no id', { what }),
      });
  }
  return { records: [...records.values()], problems };
}

async function contactsOf(partner: Partner, row: Json): Promise<Found> {
  const id = idOf(row);
  if (id === undefined) return { records: [], problems: [] };
  const company = companyRecord(row, id);
  const rows: unknown[] = [];
  try {
    for await (const contact of eachRow(partner, `/companies/${encodeURIComponent(id)}/contacts`)) rows.push(contact);
  } catch (error) {
    // A company that went since it was listed has no contacts.
    if (!isGone(error)) throw error;
  }
  return each(rowNames.contact, rows, (contact, contactId) => contactRecord(contact, contactId, company));
}

/**
 * Prices of the products among `rows` that customers have subscribed to. A price costs a request and the vendor asks
 * not to keep them, so that those of a catalogue of thousands, of which a partner sells some dozens, are not read.
 * They are read anew with each sync and only compared: nothing is billed from them.
 */
async function pricesOf(ctx: ConnectorContext, partner: Partner, rows: unknown[]): Promise<Map<string, ProductPrices>> {
  const sold = await soldProducts(ctx, partner);
  const wanted = rows.flatMap((row) => {
    const id = isJson(row) ? idOf(row) : undefined;
    const product = id === undefined ? undefined : sold.get(id);
    return id === undefined || product === undefined ? [] : [{ id, ...product }];
  });
  const prices = await Promise.all(
    wanted.map(async ({ id, currency }): Promise<[string, ProductPrices]> => {
      try {
        const { content } = await partner.read(`/products/${encodeURIComponent(id)}/pricing`);
        return [id, { rows: (Array.isArray(content) ? content : []).filter(isJson), currency }];
      } catch (error) {
        // A product that is sold no longer has no price; the subscriptions to it go on.
        if (!isGone(error)) throw error;
        return [id, { rows: [], currency }];
      }
    }),
  );
  return new Map(prices);
}

const isGone = (error: unknown): boolean => error instanceof ConnectorError && error.code === '404';

/** Answers once for a context, which lives as long as one run. A failure is not kept. */
function oncePerRun<T>(read: (partner: Partner) => Promise<T>) {
  const known = new WeakMap<ConnectorContext, Promise<T>>();
  return (ctx: ConnectorContext, partner: Partner): Promise<T> => {
    const present = known.get(ctx);
    if (present) return present;
    const asked = read(partner);
    known.set(ctx, asked);
    asked.catch(() => known.delete(ctx));
    return asked;
  };
}

/** Products with subscriptions, and the currency that these are in; null where they differ. */
const soldProducts = oncePerRun(async (partner) => {
  const sold = new Map<string, { currency: string | null }>();
  for await (const row of eachRow(partner, '/subscriptions', { sort: kinds.subscription.sort })) {
    const id = isJson(row) ? text(row.productId) : undefined;
    if (!isJson(row) || id === undefined) continue;
    const currency = text(row.currencyCode) ?? null;
    const known = sold.get(id);
    sold.set(id, { currency: known && known.currency !== currency ? null : currency });
  }
  return sold;
});

const companyNames = oncePerRun(async (partner) => {
  const names = new Map<string, string>();
  for await (const row of eachRow(partner, '/companies', { sort: kinds.company.sort })) {
    const id = isJson(row) ? idOf(row) : undefined;
    if (isJson(row) && id !== undefined) names.set(id, companyRecord(row, id).label);
  }
  return names;
});

/** Number of the next page, and how many rows there were in all when it was given out: `3:812`. */
const cursorPattern = /^(0|[1-9]\d{0,6})(?::(\d{1,9}))?$/;

/**
 * One page, ended records included. There is no filter for what has changed since: the whole list is read and compared
 * by the sync. Where there are fewer rows than before, some have gone and those behind them have moved up, so that the
 * page before is read anew.
 */
export const listRecords = async (
  ctx: ConnectorContext,
  { recordType, cursor }: { recordType: string; cursor: string | null },
): Promise<ListPage> => {
  const kind: Kind | undefined = Object.hasOwn(kinds, recordType) ? kinds[recordType as keyof typeof kinds] : undefined;
  if (!kind) throw new ConnectorError('rejected', `Pax8 has no record type "${recordType}".`);
  const place = cursorPattern.exec(cursor ?? '0');
  if (!place) {
    throw new ConnectorError(
      'rejected',
      sentence('connectors.badCursor', 'Not a cursor of {system}: "{cursor}". Start a full sync.', {
        system: vendor,
        cursor: cursor ?? '',
      }),
    );
  }
  const number = Number(place[1]);
  const partner = await openPartner(ctx);
  const page: Page = await partner.page(kind.path, number, { sort: kind.sort }, kind.size);
  const found = await kind.read(ctx, partner, page.rows);
  const hasShrunk = number > 0 && place[2] !== undefined && page.total !== null && page.total < Number(place[2]);
  const next = hasShrunk ? number - 1 : page.next;
  return {
    ...found,
    cursor: next === null ? null : page.total === null ? String(next) : `${next}:${page.total}`,
    // Contacts are counted as they come: the list is one of companies.
    total: recordType === 'contact' ? null : page.total,
  };
};
