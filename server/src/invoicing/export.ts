import type { Core } from '@strapi/strapi';
import type { PreflightResult } from '../contracts/invoices';
import { readyDrafts } from './drafts';

const COLUMNS = [
  'invoice',
  'date',
  'currency',
  'customer_id',
  'customer',
  'text',
  'line',
  'item_id',
  'item',
  'description',
  'quantity',
  'unit_price',
  'amount',
] as const;

/** A cell that a spreadsheet would take for a formula is marked as text; numbers are not. */
const cell = (value: string | null): string => {
  const text = value ?? '';
  const safe = /^[=+\-@\t\r]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

const rowsOf = (invoice: PreflightResult): string =>
  invoice.lines
    .map((line) =>
      [
        invoice.number,
        invoice.date,
        invoice.currency,
        invoice.client.reference?.externalId ?? null,
        invoice.client.reference?.label ?? null,
        line.heading,
        String(line.line),
        line.reference?.externalId ?? null,
        line.reference?.label ?? null,
        line.description,
        line.quantity,
        line.unitPrice,
        line.amount,
      ]
        .map(cell)
        .join(','),
    )
    .map((row) => `${row}\r\n`)
    .join('');

/** Ready invoices as CSV, one row a line, read and resolved 200 records at a time. Nothing is marked as invoiced. */
export async function* exportReady(
  strapi: Core.Strapi,
  request: { source: string; connectionId: string },
): AsyncGenerator<string> {
  const drafts = readyDrafts(strapi, request);
  // Read first: what is wrong with the request is thrown before anything is answered.
  const first = await drafts.next();
  yield `${COLUMNS.join(',')}\r\n`;
  if (!first.done) yield rowsOf(first.value);
  for await (const invoice of drafts) yield rowsOf(invoice);
}
