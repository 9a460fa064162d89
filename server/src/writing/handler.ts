import type { Core } from '@strapi/strapi';
import { z } from 'zod';
import { ConnectorError } from '../connectors/errors';
import type { RunContext, RunHandler } from '../runs/types';
import { databaseOf } from '../utils/database';
import { type Said, saidOf, sentence } from '../utils/sentence';
import {
  createExternal,
  createLocal,
  type Outcome,
  updateExternal,
  updateLocal,
  type Writer,
  writerOf,
} from './carry-out';
import { assignWrites, findWrites, type WriteRow } from './repository';

const runInput = z.object({ batchId: z.string() });
/** Problems kept with their text; all of them are in the list of results. */
const KEPT_PROBLEMS = 100;

const works: Record<WriteRow['act'], (writer: Writer, write: WriteRow) => Promise<Outcome>> = {
  create_external: createExternal,
  create_local: createLocal,
  update_external: updateExternal,
  update_local: updateLocal,
  write_anchor: updateExternal,
};

/** Writes the records of a run, one after the other. A record that fails leaves the others alone. */
export const writeHandler = (strapi: Core.Strapi): RunHandler => ({
  async execute(ctx: RunContext): Promise<void> {
    const db = databaseOf(strapi);
    const { batchId } = runInput.parse(ctx.run.input);
    await assignWrites(db, batchId, ctx.run.id);
    const writes = await findWrites(db, batchId);
    const { progress } = ctx;
    const part = { key: 'records', label: 'Records', phase: 'writing' as const, done: 0, total: writes.length };
    progress.parts = [part];
    progress.problems = [];
    for (const count of ['created', 'changed', 'failed'] as const) progress.counts[count] = 0;
    const count = (write: WriteRow, state: string, message: Said | null) => {
      part.done += 1;
      if (state === 'done') progress.counts[write.act.startsWith('create') ? 'created' : 'changed'] += 1;
      if (state !== 'failed') return;
      progress.counts.failed += 1;
      if (progress.problems.length < KEPT_PROBLEMS)
        progress.problems.push({
          line: null,
          recordId: write.localId ?? write.externalId,
          ...sentence('common.named', '{name}: {what}', {
            name: write.label,
            what: message ?? sentence('common.failed', 'failed'),
          }),
        });
    };
    const open: WriteRow[] = [];
    for (const write of writes) {
      if (write.activeKey === null) count(write, write.state, saidOf(write));
      else open.push(write);
    }
    await ctx.save(db);

    const writer = open.length > 0 ? await writerOf(strapi, ctx, open) : null;
    let pending: ConnectorError | null = null;
    for (const write of writer ? open : []) {
      ctx.signal.throwIfAborted();
      try {
        if (!writer) continue;
        const { state, message = null } = await works[write.act](writer, write);
        count(write, state, message);
      } catch (error) {
        // The vendor's program brings the answer later: all are handed over before the run waits.
        if (!(error instanceof ConnectorError) || error.kind !== 'pending') throw error;
        pending = error;
      }
      await ctx.save(db);
    }
    if (pending) throw pending;
    progress.parts = [{ ...part, phase: 'done' }];
    await ctx.save(db);
  },
});
