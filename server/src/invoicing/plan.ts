import { createHash } from 'node:crypto';
import { createId } from '@paralleldrive/cuid2';
import type { PreflightResult } from '../contracts/invoices';
import type { Database } from '../utils/database';
import { ConflictError } from '../utils/errors';
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

/**
 * Stores one planned invoice per result: its request id, document number and frozen resolution, before
 * anything is sent. Call it in a transaction. Throws ConflictError that names the invoice a record has already.
 */
export async function planInvoices(
  trx: Database,
  results: readonly PreflightResult[],
  options: { requestedBy: string; requestPrefix: string | null; longestNumber?: number | undefined },
): Promise<InvoiceRow[]> {
  const keys = results.map(recordKeyOf);
  const [existing] = await findInvoicesByRecordKey(trx, keys);
  if (existing) throw invoicedAlready(existing);
  const numbers = await freeNumbers(trx, results, options.longestNumber);
  const planned = results.map((result, index): PlannedInvoice => {
    const recordKey = recordKeyOf(result);
    return {
      result,
      recordKey,
      requestId: options.requestPrefix === null ? createId() : `${options.requestPrefix}${hex(recordKey, 16)}`,
      plannedNumber: numbers[index] ?? '',
    };
  });
  await insertInvoices(trx, planned, options.requestedBy);
  return findInvoicesByRecordKey(trx, keys);
}

export function invoicedAlready(existing: InvoiceRow): ConflictError {
  const name = existing.recordNumber || existing.recordId;
  const invoice = existing.number ? `invoice ${existing.number}` : 'an invoice';
  const state = existing.state === 'created' ? '' : `, which is being created (${existing.state})`;
  return new ConflictError(`${name} has ${invoice} already${state}`, {
    recordId: existing.recordId,
    invoiceId: existing.id,
    number: existing.number,
    state: existing.state,
  });
}

/** A document number per result that no other invoice of the connection and no other result has. */
async function freeNumbers(
  trx: Database,
  results: readonly PreflightResult[],
  longest: number | undefined,
): Promise<string[]> {
  const taken = new Set<string>();
  for (;;) {
    const used = new Set<string>();
    const numbers = results.map((result) => {
      const number = documentNumber(
        result.number,
        recordKeyOf(result),
        (candidate) => taken.has(candidate) || used.has(candidate),
        longest,
      );
      used.add(number);
      return number;
    });
    const connectionId = results[0]?.connectionId;
    if (connectionId === undefined) return numbers;
    const clashes = await findTakenNumbers(trx, connectionId, numbers);
    if (clashes.size === 0) return numbers;
    for (const number of clashes) taken.add(number);
  }
}
