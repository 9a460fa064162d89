import { createHash } from 'node:crypto';
import type { Core } from '@strapi/strapi';
import type { ImportChange, ImportIssue } from '../contracts/link-files';
import type { LinkState, RejectReason } from '../contracts/links';
import { TABLES } from '../constants';
import { localKeyOf, pairKeyOf } from '../linking/keys';
import type { RawLink } from '../linking/link-repository';
import type { MappingRow } from '../linking/mapping-repository';
import { breathe, chunksOf, type Database, databaseOf, eachInTurns } from '../utils/database';
import { UnprocessableError } from '../utils/errors';
import { decide, type PairNow, pairsOf } from './decide';
import { readFileRows } from './read';
import type { FileRow } from './row';
import { checkPartners } from './partners';
import { sayingOf, sentence } from '../utils/sentence';

/** What one file may change: so many changes are one transaction. */
const MAX_CHANGES = 20_000;

/** A change with all that carrying it out needs. */
export interface PlannedChange extends ImportChange {
  localKey: string;
  pairKey: string;
  /** State of the pair before; `none`: it has no row. */
  from: LinkState | 'none';
  /** The pair that a changed record leaves. */
  leaves: { externalId: string; pairKey: string } | null;
  reason: RejectReason | null;
  /** The file does not say what was the case at export, so that it counts as it is. */
  hasBase: boolean;
}

export interface Plan {
  rows: number;
  unchanged: number;
  changes: PlannedChange[];
  conflicts: ImportIssue[];
  problems: ImportIssue[];
}

/** Reads a file and finds what it would change. Holds changes and issues, never the rows that change nothing. */
export async function planImport(strapi: Core.Strapi, mapping: MappingRow, path: string): Promise<Plan> {
  const db = databaseOf(strapi);
  const plan: Plan = { rows: 0, unchanged: 0, changes: [], conflicts: [], problems: [] };
  for await (const batch of readFileRows(path)) {
    const rows = batch.filter((row): row is FileRow => 'localId' in row);
    for (const row of batch) if (!('localId' in row)) plan.problems.push(row);
    plan.rows += batch.length;
    await decideRows(db, mapping, rows, plan);
    if (plan.changes.length > MAX_CHANGES)
      throw new UnprocessableError(
        sentence(
          'linkFiles.tooMany',
          'The file changes more than {most, number} links. Split it, and import one part after the other. Nothing was changed.',
          { most: MAX_CHANGES },
        ),
      );
    await breathe();
  }
  await checkPartners(db, mapping, plan);
  const byLine = (a: { line: number }, b: { line: number }): number => a.line - b.line;
  plan.conflicts.sort(byLine);
  plan.problems.sort(byLine);
  return plan;
}

async function decideRows(db: Database, mapping: MappingRow, rows: FileRow[], plan: Plan): Promise<void> {
  const keyOf = (row: FileRow, externalId: string) => pairKeyOf(mapping.id, row.localId, row.locale, externalId);
  const pairs = await findPairs(
    db,
    rows.flatMap((row) => pairsOf(row).map((externalId) => keyOf(row, externalId))),
  );
  for (const row of rows) {
    const verdict = decide(row, (externalId) => pairs.get(keyOf(row, externalId)));
    const { line } = row;
    if (verdict.kind === 'unchanged') plan.unchanged += 1;
    else if (verdict.kind === 'conflict') plan.conflicts.push({ line, field: null, ...sayingOf(verdict) });
    else if (verdict.kind === 'problem') plan.problems.push({ line, field: verdict.field, ...sayingOf(verdict) });
    else {
      const { kind, externalId, from, leaves } = verdict;
      plan.changes.push({
        line,
        kind,
        localId: row.localId,
        locale: row.locale,
        localLabel: row.localId,
        externalId,
        externalLabel: externalId,
        previousLabel: null,
        localKey: localKeyOf({ ...mapping, localId: row.localId, locale: row.locale }),
        pairKey: keyOf(row, externalId),
        from,
        leaves: leaves === null ? null : { externalId: leaves, pairKey: keyOf(row, leaves) },
        reason: row.reason,
        hasBase: row.base !== null,
      });
    }
  }
}

/** What is known now of pairs, by their keys. */
export async function findPairs(db: Database, pairKeys: string[]): Promise<Map<string, PairNow>> {
  const found = new Map<string, PairNow>();
  for (const chunk of chunksOf([...new Set(pairKeys)])) {
    const rows = (await db(TABLES.links)
      .whereIn('pair_key', chunk)
      .select('pair_key', 'state', 'decided_by')) as RawLink[];
    for (const row of rows)
      found.set(String(row.pair_key), {
        state: row.state as LinkState,
        decidedBy: (row.decided_by as string | null) ?? null,
      });
  }
  return found;
}

/** Names exactly the changes of a plan. */
export async function digestOf(mapping: MappingRow, { changes }: Plan): Promise<string> {
  const hash = createHash('sha256').update(mapping.id);
  await eachInTurns(changes, ({ kind, pairKey, from, leaves, reason }) => {
    hash.update(JSON.stringify([kind, pairKey, from, leaves?.pairKey, reason]));
  });
  return hash.digest('base64url');
}
