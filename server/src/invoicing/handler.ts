import { setTimeout as pause } from 'node:timers/promises';
import type { Core } from '@strapi/strapi';
import { z } from 'zod';
import { ConnectorError } from '../connectors/errors';
import type { RunContext, RunHandler } from '../runs/types';
import { databaseOf, inTransaction } from '../utils/database';
import { getService } from '../utils/services';
import { type Said, saidBy, saidOf, sentence } from '../utils/sentence';
import { findInvoicesById, type InvoiceRow } from './repository';
import { assignInvoices, failInvoice, isOpen, markChecking, markCreated, noteInvoice, takeInvoice } from './states';
import { requestOf, sendInvoice } from './send';
import { writeBack } from './write-back';

const runInput = z.object({ invoiceIds: z.array(z.string()) });

/** A send is not cut off when a run is cancelled or the process stops: that would only make it uncertain. */
const LONGEST_SEND_MS = 120_000;

/** Creates the invoices and credit notes of a run at the vendor, one after the other. */
export const invoiceHandler = (strapi: Core.Strapi): RunHandler => ({
  async execute(ctx: RunContext): Promise<void> {
    const db = databaseOf(strapi);
    const { invoiceIds } = runInput.parse(ctx.run.input);
    await assignInvoices(db, invoiceIds, ctx.run.id);
    const invoices = (await findInvoicesById(db, invoiceIds)).filter(({ runId }) => runId === ctx.run.id);
    const { progress } = ctx;
    const part = { key: 'invoices', label: 'Invoices', phase: 'writing' as const, done: 0, total: invoices.length };
    progress.parts = [part];
    progress.counts.created = 0;
    progress.counts.failed = 0;
    progress.problems = [];
    const count = (invoice: Pick<InvoiceRow, 'recordId' | 'recordNumber'>, state: string, message: Said | null) => {
      part.done += 1;
      if (state === 'created') progress.counts.created += 1;
      if (state !== 'failed') return;
      progress.counts.failed += 1;
      progress.problems.push({
        line: null,
        recordId: invoice.recordId,
        ...sentence('common.named', '{name}: {what}', {
          name: invoice.recordNumber || invoice.recordId,
          what: message ?? sentence('common.failed', 'failed'),
        }),
      });
    };

    // The invoice exists whether or not its records could be written to: that is said, and tried again later.
    const finish = async ({ id }: InvoiceRow) => {
      const [created] = await findInvoicesById(db, [id]);
      for (const { record, why } of created ? await writeBack(strapi, created) : []) {
        progress.problems.push({
          line: null,
          recordId: record.id,
          ...sentence('invoicing.notWrittenBack', '{record} is invoiced, but could not be updated: {why}', {
            record: record.number || record.id,
            why,
          }),
        });
      }
    };

    const open: InvoiceRow[] = [];
    for (const invoice of invoices) {
      if (invoice.state === 'created') await finish(invoice);
      if (isOpen(invoice.state)) open.push(invoice);
      else count(invoice, invoice.state, saidOf(invoice));
    }
    await ctx.save(db);
    if (open.length === 0) return;

    const send = await senderOf(strapi, ctx);
    for (const invoice of open) {
      ctx.signal.throwIfAborted();
      const outcome = await send(invoice);
      if (outcome.state === 'created') await finish(invoice);
      count(invoice, outcome.state, outcome.message);
      await ctx.save(db);
    }
    progress.parts = [{ ...part, phase: 'done' }];
    await ctx.save(db);
  },
});

async function senderOf(strapi: Core.Strapi, ctx: RunContext) {
  const db = databaseOf(strapi);
  const connections = getService(strapi, 'connections');
  const connection = await connections.get(ctx.run.connectionId);
  if (connection.state === 'expired') {
    throw new ConnectorError(
      'reauthorize',
      saidOf({ message: connection.stateReason, words: connection.stateReasonWords ?? undefined }) ??
        sentence('writing.expired', 'The connection {connection} has expired. Reconnect it.', {
          connection: connection.name,
        }),
    );
  }
  const { invoicing, displayName } = getService(strapi, 'connectors').get(connection.connector);
  if (!invoicing)
    throw new ConnectorError(
      'misconfigured',
      sentence('invoicing.noInvoices', '{system} cannot create invoices', { system: displayName }),
    );

  return async (stored: InvoiceRow): Promise<{ state: 'created' | 'failed' | 'skipped'; message: Said | null }> => {
    const request = requestOf(stored);
    // The version that this attempt holds; every later change of the row names it.
    const mine: InvoiceRow = { ...stored, attempts: stored.attempts + 1 };
    const context = () => connections.contextFor(connection, AbortSignal.timeout(LONGEST_SEND_MS), ctx.run.id);
    let message: Said | null = null;
    try {
      const state = await sendInvoice(
        {
          create: (wanted) => invoicing.createInvoice(context(), wanted),
          find: (wanted) => invoicing.findInvoice(context(), wanted),
          // Together with the lease: who has lost the run sends nothing.
          take: (next) =>
            inTransaction(strapi, async (trx) => {
              const taken = await takeInvoice(trx, stored, next);
              if (taken) await ctx.save(trx);
              return taken;
            }),
          checking: async (why) => {
            await markChecking(db, mine, why);
          },
          // Stored by itself: it is true whoever holds the run.
          created: async (receipt) => {
            await markCreated(db, mine, receipt);
          },
          failed: async (why, numberTaken) => {
            message = why;
            await failInvoice(db, mine, why, { numberTaken });
          },
          pause: (ms) => pause(ms, undefined, { signal: ctx.signal }),
        },
        stored.state,
        request,
      );
      return { state, message };
    } catch (error) {
      await noteInvoice(db, mine, saidBy(error));
      throw error;
    }
  };
}
