import type { Core } from '@strapi/strapi';
import type { ChargeLinePage, Charges } from '../connectors/charges';
import type { ConnectorContext } from '../connectors/contract';
import { ConnectorError, type ConnectorErrorKind } from '../connectors/errors';
import type { RunContext } from '../runs/types';
import { partOf, reportProblems } from '../sync/store';
import { databaseOf, inTransaction } from '../utils/database';
import { sayingOf, sentence } from '../utils/sentence';
import {
  comingDocument,
  dropHidden,
  nextUnread,
  saveDocuments,
  saveLines,
  showLines,
  type UnreadDocument,
} from './store';

/** Documents are read back to the same month of the year before. */
const MONTHS = 12;
const KEY = 'charges';
/** What concerns the run as a whole; all else is said and the run goes on. */
const forTheRun: ConnectorErrorKind[] = ['cancelled', 'pending', 'reauthorize', 'stopped'];

/** Where reading goes on: a page of the documents, of the lines to come, or of those of a document. */
export type ChargesCheckpoint =
  | { step: 'documents'; since: string; cursor: string | null }
  | { step: 'coming'; cursor: string | null }
  | { step: 'lines'; document: UnreadDocument | null; cursor: string | null; after: UnreadDocument | null };

/**
 * Reads what the vendor charges us: documents as they are now, the open lines as a whole, and the lines of documents
 * that are new. A failure is said among the problems of the run and costs it nothing else; the next sync tries again.
 * A document that the vendor refuses does not keep back older ones.
 */
export async function readCharges(
  strapi: Core.Strapi,
  ctx: RunContext,
  charges: Charges,
  context: ConnectorContext,
  from: ChargesCheckpoint | null,
  wrap: (checkpoint: ChargesCheckpoint) => unknown,
): Promise<void> {
  const part = partOf(ctx.progress, KEY, 'Charges');
  part.phase = 'reading';
  try {
    let next: ChargesCheckpoint | null = from ?? { step: 'documents', since: firstDay(new Date()), cursor: null };
    while (next !== null) {
      ctx.signal.throwIfAborted();
      next = await readPage(strapi, ctx, charges, context, next, wrap);
    }
    part.phase = 'done';
    part.total = part.done;
  } catch (error) {
    if (!(error instanceof ConnectorError) || forTheRun.includes(error.kind)) throw error;
    reportProblems(ctx.progress, [
      {
        line: null,
        recordId: null,
        ...sentence('sync.chargesNotRead', 'Charges could not be read. {why}', { why: sayingOf(error) }),
      },
    ]);
  }
  await ctx.save(databaseOf(strapi));
}

const firstDay = (now: Date): string =>
  new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - MONTHS, 1)).toISOString().slice(0, 10);

/** Reads and stores one page, with the place where it goes on; answers with that. Null: all has been read. */
async function readPage(
  strapi: Core.Strapi,
  ctx: RunContext,
  charges: Charges,
  context: ConnectorContext,
  at: ChargesCheckpoint,
  wrap: (checkpoint: ChargesCheckpoint) => unknown,
): Promise<ChargesCheckpoint | null> {
  const { connectionId, id: runId } = ctx.run;
  const save = async (work: (trx: ReturnType<typeof databaseOf>) => Promise<ChargesCheckpoint | null>) =>
    inTransaction(strapi, async (trx) => {
      const next = await work(trx);
      await ctx.save(trx, next === null ? {} : { checkpoint: wrap(next) });
      return next;
    });

  if (at.step === 'documents') {
    const { since, cursor } = at;
    const page = await charges.documents(context, { since, cursor });
    return save(async (trx) => {
      await saveDocuments(trx, connectionId, page.documents);
      reportProblems(ctx.progress, page.problems);
      return page.cursor === null ? { step: 'coming', cursor: null } : { ...at, cursor: page.cursor };
    });
  }

  const storeLines = async (trx: ReturnType<typeof databaseOf>, documentId: number, page: ChargeLinePage) => {
    if (at.cursor === null) await dropHidden(trx, documentId);
    await saveLines(trx, { connectionId, documentId, runId }, page.lines);
    if (page.cursor === null) await showLines(trx, documentId, runId);
    reportProblems(ctx.progress, page.problems);
    partOf(ctx.progress, KEY, 'Charges').done += page.lines.length;
  };

  if (at.step === 'coming') {
    const page = await charges.openLines(context, { cursor: at.cursor });
    return save(async (trx) => {
      await storeLines(trx, await comingDocument(trx, connectionId), page);
      if (page.cursor !== null) return { step: 'coming', cursor: page.cursor };
      return { step: 'lines', document: null, cursor: null, after: null };
    });
  }

  const document = at.document ?? (await nextUnread(databaseOf(strapi), connectionId, at.after));
  if (!document) return null;
  const passed = { step: 'lines', document: null, cursor: null, after: document } as const;
  try {
    const page = await charges.lines(context, { documentId: document.externalId, cursor: at.cursor });
    return await save(async (trx) => {
      await storeLines(trx, document.id, page);
      return page.cursor === null ? passed : { step: 'lines', document, cursor: page.cursor, after: at.after };
    });
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.kind !== 'rejected') throw error;
    const values = { date: { date: document.issuedOn }, why: sayingOf(error) };
    const said = sentence('sync.chargesOfNotRead', 'The charges of {date} could not be read. {why}', values);
    return save((_trx) => {
      reportProblems(ctx.progress, [{ line: null, recordId: document.externalId, ...said }]);
      return Promise.resolve(passed);
    });
  }
}
