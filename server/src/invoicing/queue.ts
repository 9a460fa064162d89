import { setTimeout as pause } from 'node:timers/promises';
import { createId } from '@paralleldrive/cuid2';
import type { Core } from '@strapi/strapi';
import type { Run } from '../contracts';
import { type Database, databaseOf, inTransaction, isBusy, isUniqueViolation } from '../utils/database';
import { getService } from '../utils/services';
import { type InvoiceRow } from './repository';
import { assignInvoices } from './states';

/** Tries to store invoices while others store theirs. */
const MOST_TRIES = 5;

/**
 * Stores invoices or credit notes in a transaction. Where somebody else was first between the look and the insert, which
 * a unique index tells, `work` looks again and finds what they stored.
 */
export async function storing<T>(strapi: Core.Strapi, work: (trx: Database) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await inTransaction(strapi, work);
    } catch (error) {
      if (!(isUniqueViolation(error) || isBusy(error)) || attempt === MOST_TRIES) throw error;
      await pause(attempt * 20);
    }
  }
}

/** Queues the run that sends stored invoices and credit notes of one connection. */
export async function enqueue(
  strapi: Core.Strapi,
  connectionId: string,
  invoiceIds: string[],
  startedBy: string,
): Promise<Run> {
  const run: Run = await getService(strapi, 'runs').enqueue({
    kind: 'invoice',
    connectionId,
    input: { invoiceIds },
    startedBy,
    // A lane of its own: a run that is about to end must not be the one to take these.
    activeKey: `invoice:${createId()}`,
  });
  await assignInvoices(databaseOf(strapi), invoiceIds, Number(run.id));
  return run;
}

/** The run that sends these; one that is queued now where their process died before it could. */
export async function runOf(strapi: Core.Strapi, rows: readonly InvoiceRow[]): Promise<Run> {
  const runId = rows.find((row) => row.runId !== null)?.runId ?? null;
  if (runId !== null) return getService(strapi, 'runs').get(String(runId));
  return enqueue(
    strapi,
    rows[0]?.connectionId ?? '',
    rows.map(({ id }) => id),
    rows[0]?.createdBy ?? '',
  );
}
