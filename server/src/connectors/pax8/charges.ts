import type { ChargeDocument, ChargeLine, ChargeLinePage, Charges } from '../charges';
import type { ConnectorContext, RecordProblem } from '../contract';
import { ConnectorError } from '../errors';
import { isJson, type Json } from '../values';
import { openPartner, type Page } from './client';
import { vendor } from './errors';
import { date, decimal, text } from './lenient';
import { type Sentence, sentence } from '../../utils/sentence';

/** An invoice is made on this day of its month. */
const DAY_OF_INVOICE = 5;

const day = (value: unknown): string | null => date(value)?.slice(0, 10) ?? null;

/** An invoice of Pax8's to the partner, or to a company of his; null if it cannot be told which or of when it is. */
export function documentOf(row: unknown): ChargeDocument | null {
  if (!isJson(row)) return null;
  const [externalId, issued] = [text(row.id), day(row.invoiceDate)];
  if (externalId === undefined || issued === null) return null;
  // On the wire, though not in the specification's schema.
  const status = text(row.status) ?? null;
  return {
    externalId,
    number: null,
    date: issued,
    period: issued.slice(0, 7),
    status,
    isVoid: status?.toLowerCase() === 'void',
    total: decimal(row.total) ?? null,
    balance: decimal(row.balance) ?? null,
    currency: text(row.currencyCode) ?? null,
  };
}

/** An item. `place` stands for an id where there is none, as in the vendor's own examples. */
export const lineOf = (row: Json, place: string): ChargeLine => ({
  externalId: text(row.id) ?? place,
  customerId: text(row.companyId) ?? null,
  subscriptionId: text(row.subscriptionId) ?? null,
  productId: text(row.productId) ?? null,
  customerName: text(row.companyName) ?? null,
  description: text(row.description) ?? text(row.productName) ?? '',
  sku: text(row.sku) ?? null,
  kind: text(row.type) ?? null,
  startsOn: day(row.startPeriod),
  endsOn: day(row.endPeriod),
  quantity: decimal(row.quantity) ?? null,
  unitPrice: decimal(row.price) ?? null,
  total: decimal(row.total) ?? decimal(row.subTotal) ?? null,
  unitCost: decimal(row.cost) ?? null,
  cost: decimal(row.costTotal) ?? null,
  currency: text(row.currencyCode) ?? null,
});

const problem = (said: Sentence): RecordProblem => ({ line: null, recordId: null, ...said });
const unreadableInvoice = problem(sentence('pax8.invoiceUnreadable', 'An invoice cannot be read'));
const unreadableItem = problem(sentence('pax8.itemUnreadable', 'An invoice item cannot be read'));

function placeOf(cursor: string | null, pattern: RegExp): RegExpExecArray | null {
  if (cursor === null) return null;
  const place = pattern.exec(cursor);
  if (!place)
    throw new ConnectorError(
      'rejected',
      sentence('connectors.badCursor', 'Not a cursor of {system}: "{cursor}". Start a full sync.', {
        system: vendor,
        cursor,
      }),
    );
  return place;
}
const pageNumber = (cursor: string | null): number => Number(placeOf(cursor, /^(?:0|[1-9]\d{0,6})$/)?.[0] ?? 0);

/** Items of a page; those without an id are known by their place. */
function linesOf({ rows }: Page, number: number): Pick<ChargeLinePage, 'lines' | 'problems'> {
  const lines = rows.flatMap((row, at) => (isJson(row) ? lineOf(row, `${number}:${at}`) : []));
  return { lines, problems: rows.filter((row) => !isJson(row)).map(() => unreadableItem) };
}

/**
 * Months from now of the invoice to come, as `monthOffset` counts: until this month's is there it is this one's, which
 * is made on the 5th.
 */
async function comingOffset(ctx: ConnectorContext, now: Date): Promise<'0' | '1'> {
  if (now.getUTCDate() > DAY_OF_INVOICE) return '1';
  const partner = await openPartner(ctx);
  const since = `${now.toISOString().slice(0, 7)}-01`;
  const { rows } = await partner.page('/invoices', 0, { invoiceDateRangeStart: since }, 1);
  return rows.length > 0 ? '1' : '0';
}

/** Invoices of Pax8's with their items, and the draft items of the next. It has no filter for items by date. */
export const charges: Charges = {
  customerRecordType: 'company',
  subscriptionRecordType: 'subscription',
  async documents(ctx, { since, cursor }) {
    const number = pageNumber(cursor);
    const partner = await openPartner(ctx);
    // Oldest first: new ones come last and move nothing. The specification knows no direction.
    const query = { invoiceDateRangeStart: since, sort: 'invoiceDate' };
    const { rows, next } = await partner.page('/invoices', number, query);
    const read = rows.map(documentOf);
    return {
      documents: read.filter((document) => document !== null),
      problems: read.filter((document) => document === null).map(() => unreadableInvoice),
      cursor: next === null ? null : String(next),
    };
  },
  async lines(ctx, { documentId, cursor }) {
    const number = pageNumber(cursor);
    const partner = await openPartner(ctx);
    const page = await partner.page(`/invoices/${encodeURIComponent(documentId)}/items`, number);
    return { ...linesOf(page, number), cursor: page.next === null ? null : String(page.next) };
  },
  async openLines(ctx, { cursor }) {
    // The month is kept in the cursor, so that it cannot change between two pages.
    const place = placeOf(cursor, /^([01]):(0|[1-9]\d{0,6})$/);
    const monthOffset = place?.[1] ?? (await comingOffset(ctx, new Date()));
    const number = Number(place?.[2] ?? 0);
    const partner = await openPartner(ctx);
    const page = await partner.page('/invoices/draftItems', number, { monthOffset });
    return { ...linesOf(page, number), cursor: page.next === null ? null : `${monthOffset}:${page.next}` };
  },
};
