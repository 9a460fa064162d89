import type { Core } from '@strapi/strapi';
import { type ConnectionRow, findConnections } from '../connections/repository';
import type { Invoice, PreflightResult, Run } from '../contracts';
import { databaseOf } from '../utils/database';
import { ConflictError, UnprocessableError } from '../utils/errors';
import { sayingOf, sentence } from '../utils/sentence';
import { billsOf } from './bills';
import { planInvoices, requestPrefixOf } from './plan';
import { invoicingConnection, preflight, type SourceRequest, sourceOf } from './preflight';
import { enqueue, runOf, storing } from './queue';
import { findInvoicesByRequestPrefix, type InvoiceRow, toInvoice } from './repository';
import { detachInvoices, findStranded, findUnwritten, releaseCancelled } from './states';
import { writeBack, writesBack } from './write-back';

/** An invoice without a run for so long was left by a process that died. */
const STRANDED_AFTER_MS = 60_000;

export interface GenerateRequest extends SourceRequest {
  /** `client`: what one client is billed goes on one invoice. */
  grouping: 'each' | 'client';
}

/**
 * Creates one invoice per record or client, exactly once: all are stored, then a run sends them. 422 with the reasons
 * where one is blocked, 409 where one has an invoice already; then nothing is stored.
 * The same `idempotencyKey` of the same caller gets the same answer.
 */
export async function generate(
  strapi: Core.Strapi,
  request: GenerateRequest,
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
  const { facts, connector } = await invoicingConnection(strapi, request.connectionId);
  const bills = billsOf(results, request.grouping);
  for (const { result, members } of bills) {
    if (members.length === 1) continue;
    const [problem] = facts.problemsOf(result);
    if (problem)
      throw new UnprocessableError(
        sentence(
          'invoicing.doNotFit',
          '{count} records of {client} do not fit on one invoice: the {field} {problem} No invoice was created.',
          {
            count: members.length,
            client: result.client.record?.label ?? sentence('invoicing.aClient', 'a client'),
            field: problem.field,
            problem: sayingOf(problem),
          },
        ),
      );
  }
  let rows: InvoiceRow[];
  try {
    rows = await storing(strapi, (trx) =>
      planInvoices(trx, bills, {
        requestedBy: actor.name,
        requestPrefix: prefix,
        writesBack: writesBack(sourceOf(strapi, request.source)),
        longestNumber: connector.invoicing?.longestNumber,
      }),
    );
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
  const why = first.reasons[0] ? sayingOf(first.reasons[0]) : '';
  const said =
    blocked.length === 1
      ? sentence('invoicing.blocked', '{record} is blocked: {why}. No invoice was created.', {
          record: first.number || first.id,
          why,
        })
      : sentence('invoicing.manyBlocked', '{count} of {total} records are blocked: {why}. No invoice was created.', {
          count: blocked.length,
          total: results.length,
          why,
        });
  throw new UnprocessableError(said, {
    blocked: blocked.map(({ id, number, reasons }) => ({ id, number, reasons })),
  });
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
  const had = rows.flatMap(({ records }) => records);
  if (had.length !== wanted.size || had.some(({ id }) => !wanted.has(id))) {
    throw new UnprocessableError('This Idempotency-Key was used for other records. Use a new key for a new request.');
  }
  return { run: await runOf(strapi, rows), invoices: rows.map(toInvoice) };
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
  for (const invoice of await findUnwritten(db, connectionId)) await writeBack(strapi, invoice);
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
