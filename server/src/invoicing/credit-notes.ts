import { createId } from '@paralleldrive/cuid2';
import type { Core } from '@strapi/strapi';
import type { BodyOf, CreditPreview, createCreditNote as endpoint, Invoice, Run } from '../contracts';
import type { BlockReason, PreflightResult, Reference } from '../contracts/invoices';
import { findRecords } from '../sync/external-records';
import { type Database, databaseOf } from '../utils/database';
import { ConflictError, notFound, UnprocessableError } from '../utils/errors';
import { sayingOf, sentence, type Sentence } from '../utils/sentence';
import { findSurviving } from './as-of';
import { creditLines, leftOf } from './credit';
import type { Ground } from './facts';
import { recover } from './generate';
import { freeNumbers, requestIdOf, requestPrefixOf } from './plan';
import { invoicingConnection } from './preflight';
import { runOf, storing } from './queue';
import { atLine, connectionReason } from './references';
import {
  findCreditNotes,
  findInvoicesById,
  findInvoicesByRequestPrefix,
  insertInvoices,
  type InvoiceRow,
  toInvoice,
} from './repository';

export type CreditRequest = BodyOf<typeof endpoint>;

/** What a credit note of an issued invoice would say; nothing is stored. */
export async function previewCreditNote(
  strapi: Core.Strapi,
  invoiceId: string,
  request: CreditRequest,
): Promise<CreditPreview> {
  const db = databaseOf(strapi);
  const invoice = await creditableInvoice(db, invoiceId);
  const ground = await invoicingConnection(strapi, invoice.connectionId);
  return draftOf(db, invoice, await findCreditNotes(db, invoice.id), ground, request);
}

/**
 * Creates a credit note, exactly once and by the protocol of invoices: it is stored, then a run sends it. All that was
 * credited is looked at in the transaction that stores it, and its place among the credit notes of the invoice is unique:
 * of two that are made at once, one looks again. So no more is credited than was billed.
 */
export async function createCreditNote(
  strapi: Core.Strapi,
  invoiceId: string,
  request: CreditRequest,
  actor: { name: string; caller: string; idempotencyKey: string | null },
): Promise<{ run: Run; invoice: Invoice }> {
  const invoice = await creditableInvoice(databaseOf(strapi), invoiceId);
  await recover(strapi, invoice.connectionId);
  const ground = await invoicingConnection(strapi, invoice.connectionId);
  const prefix =
    actor.idempotencyKey === null ? null : requestPrefixOf(`credit note\n${actor.idempotencyKey}`, actor.caller);
  const requestId = prefix === null ? createId() : requestIdOf(prefix, contentOf(invoiceId, request));
  const row = await storing(strapi, async (trx) => {
    const [before] = prefix === null ? [] : await findInvoicesByRequestPrefix(trx, prefix);
    if (before?.requestId === requestId) return before;
    if (before)
      throw new UnprocessableError(
        'This Idempotency-Key was used for another credit note. Use a new key for a new request.',
      );
    const notes = await findCreditNotes(trx, invoice.id);
    const { note } = await draftOf(trx, invoice, notes, ground, request);
    if (!note.ready)
      throw new UnprocessableError(
        sentence('invoicing.noNoteCreated', '{why}. No credit note was created.', {
          why: note.reasons[0] ? withoutStop(note.reasons[0]) : '',
        }),
        {
          reasons: note.reasons,
        },
      );
    const place = notes.length + 1;
    const recordKey = `credit:${invoice.id}:${place}`;
    const [plannedNumber = ''] = await freeNumbers(
      trx,
      invoice.connectionId,
      [{ number: `${invoice.number ?? invoice.recordNumber}-C${place}`, key: recordKey }],
      ground.connector.invoicing?.longestNumber,
    );
    const members = invoice.records.map((record) => ({ ...record, connectionId: invoice.connectionId }));
    await insertInvoices(
      trx,
      [{ result: note, members, creditOf: invoice.id, writesBack: false, recordKey, requestId, plannedNumber }],
      actor.name,
    );
    const stored = (await findCreditNotes(trx, invoice.id)).at(-1);
    if (!stored) throw new Error(`The credit note of ${invoice.id} was not stored`);
    return stored;
  });
  return { run: await runOf(strapi, [row]), invoice: toInvoice(row) };
}

const contentOf = (invoiceId: string, { lines, date, memo }: CreditRequest): string =>
  JSON.stringify([invoiceId, lines?.map(({ line, quantity }) => [line, quantity]), date, memo]);

async function creditableInvoice(db: Database, id: string): Promise<InvoiceRow> {
  const [invoice] = await findInvoicesById(db, [id]);
  if (!invoice) throw notFound('invoice', id);
  if (invoice.kind === 'credit_note')
    throw new ConflictError(
      sentence('invoicing.isCreditNote', 'This is a credit note; only invoices can be credited'),
      { kind: invoice.kind },
    );
  if (invoice.state !== 'created')
    throw new ConflictError(
      sentence('invoicing.notIssued', 'The invoice of {number} is not created; only issued invoices can be credited', {
        number: invoice.recordNumber,
      }),
      {
        state: invoice.state,
      },
    );
  return invoice;
}

/** The note as the invoice was made: its client and items, whatever they are linked to now. */
async function draftOf(
  db: Database,
  invoice: InvoiceRow,
  notes: readonly InvoiceRow[],
  ground: Ground,
  request: CreditRequest,
): Promise<CreditPreview> {
  const { resolution } = invoice;
  // What failed or was cancelled surely does not exist.
  const counting = notes.filter(({ state }) => state !== 'failed' && state !== 'cancelled');
  const left = leftOf(
    resolution,
    counting.map((note) => note.resolution),
  );
  const { lines, total, problems } = creditLines(resolution, left, request.lines);
  const references = [resolution.client, ...lines].flatMap(({ reference }) => reference ?? []);
  const now = await findSurviving(db, invoice.connectionId, references);
  const note: PreflightResult = {
    ...resolution,
    date: request.date ?? new Date().toISOString().slice(0, 10),
    memo: request.memo ?? `Credit for invoice ${invoice.number ?? invoice.recordNumber}`,
    // It is not to be paid.
    terms: null,
    client: { ...resolution.client, reference: resolution.client.reference && now(resolution.client.reference) },
    lines: lines.map((line) => ({ ...line, reference: line.reference && now(line.reference) })),
    total,
  };
  const reasons = [
    ...supportOf(ground),
    ...problems.map((problem) => reasonOf('not_creditable', problem)),
    ...(await goneReasons(db, ground, note)),
    ...ground.facts.problemsOf(note).map(({ kind, line, field, ...problem }) =>
      reasonOf(kind, {
        line: line === null ? null : (note.lines[line - 1]?.line ?? null),
        ...sentence('invoicing.fieldOf', 'The {field} {problem}', { field, problem: withoutStop(problem) }),
      }),
    ),
  ];
  return { left, note: { ...note, ready: reasons.length === 0, reasons } };
}

const reasonOf = (kind: BlockReason['kind'], { line, ...said }: { line: number | null } & Sentence): BlockReason => ({
  kind,
  line,
  field: null,
  ...said,
  record: null,
  fix: null,
});

/** More may follow it. */
const withoutStop = (said: Sentence): Sentence => ({ ...sayingOf(said), message: said.message.replace(/\.$/, '') });

function supportOf({ facts, connector }: Ground): BlockReason[] {
  const reason = connectionReason(facts);
  if (reason) return [reason];
  if (connector.invoicing?.creditNotes) return [];
  return [
    reasonOf('not_creditable', {
      line: null,
      ...sentence('invoicing.noCreditNotes', '{system} cannot create credit notes', { system: connector.displayName }),
    }),
  ];
}

/** Client and items that the vendor would refuse, as far as the last sync saw them. */
async function goneReasons(db: Database, { facts }: Ground, note: PreflightResult): Promise<BlockReason[]> {
  const used = [{ line: null, reference: note.client.reference }, ...note.lines].flatMap(({ line, reference }) =>
    reference ? [{ line, reference }] : [],
  );
  const reasons: BlockReason[] = [];
  for (const recordType of new Set(used.map(({ reference }) => reference.recordType))) {
    const ofType = used.filter(({ reference }) => reference.recordType === recordType);
    const records = await findRecords(
      db,
      { connectionId: facts.id, recordType },
      ofType.map(({ reference }) => reference.externalId),
    );
    for (const { line, reference } of ofType) {
      const record = records.get(reference.externalId);
      const what = record?.deleted ? 'deleted' : record && !record.active ? 'inactive' : null;
      if (what) reasons.push(goneReason(line, reference, facts.name, what));
    }
  }
  return reasons;
}

const goneReason = (
  line: number | null,
  { label }: Reference,
  connection: string,
  what: 'deleted' | 'inactive',
): BlockReason =>
  reasonOf('needs_attention', {
    line,
    ...atLine(
      line,
      what === 'deleted'
        ? sentence('invoicing.wasDeleted', '{record} was deleted in {connection}. Make it active there, then sync', {
            record: label,
            connection,
          })
        : sentence(
            'invoicing.becameInactive',
            '{record} is inactive in {connection}. Make it active there, then sync',
            {
              record: label,
              connection,
            },
          ),
    ),
  });
