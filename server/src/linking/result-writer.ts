import type { Core } from '@strapi/strapi';
import type { ResultTaker } from '../matching/client';
import type { MatchModel } from '../matching/model';
import type { MatchSummary } from '../matching/protocol';
import type { RunContext } from '../runs/types';
import { TABLES } from '../constants';
import { breathe, chunksOf, type Database, inTransaction } from '../utils/database';
import type { MappingRow } from './mapping-repository';
import type { Sides } from './match-sides';
import {
  closeAct,
  type Facts,
  writeCandidates,
  type WriteContext,
  writeLabelScores,
  writeProposals,
  writeUnlinked,
} from './match-store';

/** Rows written per transaction: short enough for the panel to answer in between. */
const ROWS_PER_TRANSACTION = 100;

/** Stores the result of a full match as it comes, in short transactions. */
export interface ResultWriter {
  taker: ResultTaker;
  /** When nothing is being written any more: an abort interrupts the match, but not the writing of a piece. */
  idle: () => Promise<void>;
  /** After the last piece: drops what earlier runs have left of the mapping, and gives the model. */
  finish: () => Promise<MatchModel>;
}

export function resultWriter(strapi: Core.Strapi, ctx: RunContext, mapping: MappingRow, sides: Sides): ResultWriter {
  const batch = { mapping, runId: ctx.run.id, batchId: `run:${ctx.run.id}:${mapping.id}` };
  let known: { model: MatchModel; context: WriteContext; facts: Facts } | null = null;
  let writing: Promise<void> = Promise.resolve();

  const begun = () => {
    if (!known) throw new Error('A result begins with its summary.');
    return known;
  };
  const write = <T>(items: readonly T[], store: (trx: Database, chunk: T[]) => Promise<unknown>): Promise<void> => {
    const all = async (): Promise<void> => {
      for (const chunk of chunksOf(items, ROWS_PER_TRANSACTION)) {
        await inTransaction(strapi, async (trx) => {
          await store(trx, chunk);
          await ctx.save(trx);
        });
        await breathe();
      }
    };
    writing = all();
    return writing;
  };

  return {
    taker: {
      summary({ model, labelled, sharing }: MatchSummary) {
        const context: WriteContext = { ...batch, modelVersion: model.version };
        known = { model, context, facts: { ...sides, sharing: new Map(sharing) } };
        return write(labelled, (trx, chunk) => writeLabelScores(trx, context, chunk));
      },
      candidates: (candidates) => write(candidates, (trx, chunk) => writeCandidates(trx, batch, chunk)),
      unlinked: (unlinked) => write(unlinked, (trx, chunk) => writeUnlinked(trx, begun().context, chunk)),
      proposals: (proposals) =>
        write(proposals, async (trx, chunk) => {
          const { context, facts } = begun();
          ctx.progress.counts.proposed += await writeProposals(trx, context, facts, chunk);
        }),
    },
    idle: () => writing.catch(() => undefined),
    async finish() {
      const { model, context } = begun();
      await inTransaction(strapi, async (trx) => {
        for (const table of [TABLES.candidates, TABLES.unlinked, TABLES.labelScores])
          await trx(table).where({ mapping_id: mapping.id }).whereNot({ run_id: ctx.run.id }).delete();
        await trx(TABLES.links)
          .where({ mapping_id: mapping.id, state: 'proposed' })
          .whereNot({ origin: 'merged' })
          .whereNot({ run_id: ctx.run.id })
          .delete();
        await closeAct(trx, context);
        await ctx.save(trx);
      });
      return model;
    },
  };
}
