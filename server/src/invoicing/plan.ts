import { createHash } from 'node:crypto';
import { createId } from '@paralleldrive/cuid2';
import type { PreflightResult } from '../contracts/invoices';
import type { Database } from '../utils/database';
import { ConflictError } from '../utils/errors';
import { sentence } from '../utils/sentence';
import { documentNumber } from './numbers';
import {
  findInvoicesByRecordKey,
  findTakenNumbers,
  type InvoiceRow,
  insertInvoices,
  type PlannedInvoice,
  recordKeyOf,
} from './repository';

const hex = (text: string, chars: number): string => createHash('sha256').update(text).digest('hex').slice(0, chars);

/** Beginning of the request ids that one caller's Idempotency-Key leads to. */
export const requestPrefixOf = (idempotencyKey: string, caller: string): string =>
  `k${hex(`${caller}\n${idempotencyKey}`, 19)}`;

/** Request id of what one request with an Idempotency-Key makes: `content` tells it from others of the request. */
export const requestIdOf = (prefix: string, content: string): string => `${prefix}${hex(content, 16)}`;

/** What is billed together: one record, or several of a client. */
export interface Bill {
  result: PreflightResult;
  members: readonly PreflightResult[];
}

/**
 * Stores one planned invoice per bill: its request id, document number and frozen resolution, before
 * anything is sent. Call it in a transaction. Throws ConflictError that names the invoice a record has already.
 */
export async function planInvoices(
  trx: Database,
  bills: readonly Bill[],
  options: {
    requestedBy: string;
    requestPrefix: string | null;
    writesBack: boolean;
    longestNumber?: number | undefined;
  },
): Promise<InvoiceRow[]> {
  const keys = bills.flatMap(({ members }) => members.map(recordKeyOf));
  const [existing] = await findInvoicesByRecordKey(trx, keys);
  if (existing) throw invoicedAlready(existing, new Set(keys));
  const numbers = await freeNumbers(
    trx,
    bills[0]?.result.connectionId ?? '',
    bills.map(({ result }) => ({ number: result.number, key: recordKeyOf(result) })),
    options.longestNumber,
  );
  const planned = bills.map(({ result, members }, index): PlannedInvoice => ({
    result,
    members,
    writesBack: options.writesBack,
    recordKey: recordKeyOf(result),
    requestId:
      options.requestPrefix === null
        ? createId()
        : requestIdOf(options.requestPrefix, members.map(recordKeyOf).join('\n')),
    plannedNumber: numbers[index] ?? '',
  }));
  await insertInvoices(trx, planned, options.requestedBy);
  return findInvoicesByRecordKey(trx, keys);
}

function invoicedAlready(existing: InvoiceRow, keys: ReadonlySet<string>): ConflictError {
  const record = existing.records.find(({ key }) => key !== null && keys.has(key));
  const name = record?.number || record?.id || existing.recordNumber;
  const invoice = existing.number
    ? sentence('invoicing.theInvoice', 'invoice {number}', { number: existing.number })
    : sentence('invoicing.anInvoice', 'an invoice');
  const said =
    existing.state === 'created'
      ? sentence('invoicing.hasAlready', '{record} has {invoice} already', { record: name, invoice })
      : sentence('invoicing.isBeingMade', '{record} has {invoice} already, which is being created ({state})', {
          record: name,
          invoice,
          state: existing.state,
        });
  return new ConflictError(said, {
    recordId: record?.id ?? existing.recordId,
    invoiceId: existing.id,
    number: existing.number,
    state: existing.state,
  });
}

/** A document number for each that no other invoice or credit note of the connection has, made of its own number. */
export async function freeNumbers(
  trx: Database,
  connectionId: string,
  wanted: readonly { number: string; key: string }[],
  longest: number | undefined,
): Promise<string[]> {
  const taken = new Set<string>();
  for (;;) {
    const used = new Set<string>();
    const numbers = wanted.map(({ number: own, key }) => {
      const number = documentNumber(own, key, (candidate) => taken.has(candidate) || used.has(candidate), longest);
      used.add(number);
      return number;
    });
    const clashes = await findTakenNumbers(trx, connectionId, numbers);
    if (clashes.size === 0) return numbers;
    for (const number of clashes) taken.add(number);
  }
}
