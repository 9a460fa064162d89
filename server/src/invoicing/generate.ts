import { createId } from '@paralleldrive/cuid2';
import type { Core } from '@strapi/strapi';
import { type ConnectionRow, findConnections } from '../connections/repository';
import type { Invoice, PreflightResult, Run } from '../contracts';
import { databaseOf, inTransaction, isUniqueViolation } from '../utils/database';
import { ConflictError, UnprocessableError } from '../utils/errors';
import { getService } from '../utils/services';
import { planInvoices, requestPrefixOf } from './plan';
import { preflight, type SourceRequest } from './preflight';
import {
  assignInvoices,
  detachInvoices,
  findInvoicesByRequestPrefix,
  findStranded,
  type InvoiceRow,
  releaseCancelled,
  toInvoice,
} from './repository';

/** An invoice without a run for so long was left by a process that died. */
const STRANDED_AFTER_MS = 60_000;

/**
 * Creates one invoice per record, exactly once: all are stored, then a run sends them. 422 with the reasons
 * where one is blocked, 409 where one has an invoice already; then nothing is stored.
 * The same `idempotencyKey` of the same caller gets the same answer.
 */
export async function generate(
  strapi: Core.Strapi,
  request: SourceRequest,
  actor: { name: string; caller: string; idempotencyKey: string | null },
): Promise<{ run: Run; invoices: Invoice[] }> {
  const prefix = actor.idempotencyKey === null ? null : requestPrefixOf(actor.idempotencyKey, actor.caller);
  if (prefix !== null) {
    const before = await replay(strapi, prefix, request.ids);
    if (before) return before;
  }
  await recover(strapi, request.connectionId);
  const results = await preflight(strapi, request);
  refuseBlocked(results);
  let rows: InvoiceRow[];
  try {
    const connection = await getService(strapi, 'connections').get(request.connectionId);
    const { invoicing } = getService(strapi, 'connectors').get(connection.connector);
    rows = await plan(strapi, results, actor.name, prefix, invoicing?.longestNumber);
  } catch (error) {
    const other = prefix !== null && error instanceof ConflictError ? await replay(strapi, prefix, request.ids) : null;
    if (other) return other;
    throw error;
  }
  const run = await enqueue(
    strapi,
    request.connectionId,
    rows.map(({ id }) => id),
    actor.name,
  );
  return { run, invoices: rows.map(toInvoice) };
}

function refuseBlocked(results: PreflightResult[]): void {
  const blocked = results.filter(({ ready }) => !ready);
  const [first] = blocked;
  if (!first) return;
  const what =
    blocked.length === 1
      ? `${first.number || first.id} is blocked`
      : `${blocked.length} of ${results.length} records are blocked`;
  throw new UnprocessableError(`${what}: ${first.reasons[0]?.message ?? ''}. No invoice was created.`, {
    blocked: blocked.map(({ id, number, reasons }) => ({ id, number, reasons })),
  });
}

async function enqueue(
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

async function plan(
  strapi: Core.Strapi,
  results: PreflightResult[],
  requestedBy: string,
  requestPrefix: string | null,
  longestNumber: number | undefined,
): Promise<InvoiceRow[]> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await inTransaction(strapi, (trx) =>
        planInvoices(trx, results, { requestedBy, requestPrefix, longestNumber }),
      );
    } catch (error) {
      // Somebody else was first between our look and our insert: look again, which names them.
      if (!isUniqueViolation(error) || attempt === 3) throw error;
    }
  }
}

/** The answer that a request with this key had before; null: it is new. */
async function replay(
  strapi: Core.Strapi,
  prefix: string,
  ids: string[],
): Promise<{ run: Run; invoices: Invoice[] } | null> {
  const rows = await findInvoicesByRequestPrefix(databaseOf(strapi), prefix);
  const [first] = rows;
  if (!first) return null;
  const wanted = new Set(ids);
  if (rows.length !== wanted.size || rows.some(({ recordId }) => !wanted.has(recordId))) {
    throw new UnprocessableError('This Idempotency-Key was used for other records. Use a new key for a new request.');
  }
  const runId = rows.find((row) => row.runId !== null)?.runId ?? null;
  const run: Run =
    runId === null
      ? await enqueue(
          strapi,
          first.connectionId,
          rows.map(({ id }) => id),
          first.createdBy,
        )
      : await getService(strapi, 'runs').get(String(runId));
  return { run, invoices: rows.map(toInvoice) };
}

/**
 * Puts invoices right that no run works on: of a killed process, a failed run or a cancelled one. What was
 * never sent and cancelled is given up, all else is queued again where the connection is live.
 */
export async function recover(
  strapi: Core.Strapi,
  connectionId?: string,
  olderThanMs = STRANDED_AFTER_MS,
): Promise<void> {
  const db = databaseOf(strapi);
  await releaseCancelled(db);
  const stranded = await findStranded(db, new Date(Date.now() - olderThanMs), connectionId);
  const byConnection = new Map<string, string[]>();
  for (const { id, connectionId: of } of stranded) byConnection.set(of, [...(byConnection.get(of) ?? []), id]);
  const connections: ConnectionRow[] = byConnection.size > 0 ? await findConnections(db) : [];
  for (const [id, invoiceIds] of byConnection) {
    if (connections.find((row) => row.id === id)?.state !== 'live') continue;
    await detachInvoices(db, invoiceIds);
    await enqueue(strapi, id, invoiceIds, 'Crosswalk');
  }
}
