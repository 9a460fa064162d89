import type { Side } from '../contracts/common';
import type { Rejection, Veto, WhyNot, WhyNotKind } from '../contracts/links';
import { findRecords } from '../sync/external-records';
import { TABLES } from '../constants';
import { chunksOf, type Database, fromJson, toText } from '../utils/database';
import { localKeyOf, pairKeyOf } from './keys';
import type { RawLink } from './link-repository';
import { findLocalRecords } from './local-records';
import type { MappingRow } from './mapping-repository';
import { findModel } from './match-models';
import { leftId, splitLeft } from './match-sides';
import type { UnlinkedDetail } from './match-store';
import { rejectionOf } from './rejections';

/** A reason before its records have names. Local records go by their left id. */
interface Reason {
  kind: WhyNotKind;
  best: { id: string; score: number } | null;
  rival: { side: Side; id: string; score: number | null } | null;
  veto: Veto | null;
  rejection: Rejection | null;
  threshold: number;
  margin: number;
}

interface StoredReason extends UnlinkedDetail {
  kind: WhyNotKind;
}

/**
 * Why records of one side have no proposal, by their id (left id or external id). A few statements for a page, never
 * one per record. Records that were not matched yet are left out.
 */
export async function whyNotOf(
  db: Database,
  mapping: MappingRow,
  side: Side,
  ids: string[],
): Promise<Map<string, WhyNot>> {
  const reasons =
    side === 'local' ? await localReasons(db, mapping, ids) : await externalReasons(db, mapping, [...new Set(ids)]);
  return named(db, mapping, side, reasons);
}

async function localReasons(db: Database, mapping: MappingRow, lefts: string[]): Promise<Map<string, Reason>> {
  const keys = new Map(lefts.map((left) => [localKeyOf({ ...mapping, ...splitLeft(left) }), left]));
  const stored = await findStored(db, [...keys.keys()]);
  const best = await bestCandidates(db, mapping, 'local_key', [...keys.keys()]);
  const pairs = new Map<string, string>();
  for (const [key, left] of keys) {
    const right = stored.get(key)?.best?.id ?? best.get(key)?.externalId;
    if (right !== undefined) pairs.set(left, pairKeyOf(mapping.id, ...pairPartsOf(left), right));
  }
  const rejections = await findRejections(db, [...pairs.values()]);
  // Whoever else has the partner now: a link may have been confirmed, or have gone, since the match.
  const takers = await findTakers(
    db,
    mapping,
    [...stored.values()].flatMap(({ best: partner }) => (partner ? [partner.id] : [])),
  );

  const reasons = new Map<string, Reason>();
  for (const [key, left] of keys) {
    const known = stored.get(key);
    const candidate = best.get(key);
    const rejection = rejections.get(pairs.get(left) ?? '') ?? null;
    if (known) {
      const taker = takers.get(known.best?.id ?? '');
      if (outdone.has(known.kind) && (taker || known.kind === 'taken'))
        reasons.set(left, { ...known, kind: 'taken', rival: taker ?? null, rejection: null });
      else reasons.set(left, { ...known, rejection: known.kind === 'rejected' ? rejection : null });
    } else if (candidate && rejection) {
      // Proposed by the last match, and rejected since.
      reasons.set(left, {
        ...fresh(mapping, 'rejected'),
        best: { id: candidate.externalId, score: candidate.score },
        rejection,
      });
    }
  }
  return reasons;
}

/** Reasons that a link of the partner with somebody else takes the place of. */
const outdone: ReadonlySet<WhyNotKind> = new Set<WhyNotKind>(['taken', 'preferred_other', 'ambiguous']);

const pairPartsOf = (left: string): [localId: string, locale: string] => {
  const { localId, locale } = splitLeft(left);
  return [localId, locale];
};

const fresh = (mapping: MappingRow, kind: WhyNotKind): Reason => ({
  kind,
  best: null,
  rival: null,
  veto: null,
  rejection: null,
  threshold: mapping.threshold,
  margin: mapping.margin,
});

/** Told from the best local candidate of each external record. */
async function externalReasons(db: Database, mapping: MappingRow, ids: string[]): Promise<Map<string, Reason>> {
  const reasons = new Map<string, Reason>();
  if (!(await findModel(db, mapping.id))) return reasons;
  const best = await bestCandidates(db, mapping, 'external_id', ids);
  const keys = [...best.values()].map(({ localKey }) => localKey);
  const stored = await findStored(db, keys);
  const links = await findPartners(db, keys);
  const pairs = [...best].map(([id, { left }]) => pairKeyOf(mapping.id, ...pairPartsOf(left), id));
  const rejections = await findRejections(db, pairs);
  for (const id of ids) {
    const candidate = best.get(id);
    if (!candidate) {
      reasons.set(id, fresh(mapping, 'no_candidate'));
      continue;
    }
    const at = { best: { id: candidate.left, score: candidate.score } };
    const rejection = rejections.get(pairKeyOf(mapping.id, ...pairPartsOf(candidate.left), id));
    const partner = links.get(candidate.localKey);
    const known = stored.get(candidate.localKey);
    if (rejection) reasons.set(id, { ...fresh(mapping, 'rejected'), ...at, rejection });
    else if (partner)
      reasons.set(id, {
        ...fresh(mapping, partner.confirmed ? 'taken' : 'preferred_other'),
        ...at,
        rival: { side: 'external', id: partner.externalId, score: partner.score },
      });
    else if (known?.best && known.best.id !== id)
      reasons.set(id, {
        ...fresh(mapping, known.best.score < known.threshold ? 'below_threshold' : 'preferred_other'),
        ...at,
        rival: { side: 'external', ...known.best },
      });
    else if (known) reasons.set(id, { ...known, ...at, rejection: null });
  }
  return reasons;
}

async function findStored(db: Database, localKeys: string[]): Promise<Map<string, StoredReason>> {
  const found = new Map<string, StoredReason>();
  for (const chunk of chunksOf([...new Set(localKeys)])) {
    const rows = (await db(TABLES.unlinked).whereIn('local_key', chunk)) as RawLink[];
    for (const row of rows)
      found.set(String(row.local_key), {
        kind: row.why as WhyNotKind,
        ...fromJson<UnlinkedDetail>(row.detail, { best: null, rival: null, veto: null, threshold: 0, margin: 0 }),
      });
  }
  return found;
}

interface BestCandidate {
  left: string;
  localKey: string;
  externalId: string;
  score: number;
}

async function bestCandidates(
  db: Database,
  mapping: MappingRow,
  column: 'local_key' | 'external_id',
  values: string[],
): Promise<Map<string, BestCandidate>> {
  const best = new Map<string, BestCandidate>();
  for (const chunk of chunksOf(values)) {
    // A record that many resemble has thousands of candidates: only the best leaves the database.
    const ranked = db(TABLES.candidates)
      .where({ mapping_id: mapping.id })
      .whereIn(column, chunk)
      .select('local_id', 'locale', 'local_key', 'external_id', 'score')
      .rowNumber('place', (place) => void place.partitionBy(column).orderBy('score', 'desc').orderBy('id'))
      .as('ranked');
    const rows = (await db.from(ranked).where({ place: 1 })) as RawLink[];
    for (const row of rows)
      best.set(String(row[column]), {
        left: leftId(String(row.local_id), toText(row.locale)),
        localKey: String(row.local_key),
        externalId: String(row.external_id),
        score: Number(row.score),
      });
  }
  return best;
}

/** Rejections by pair key. */
async function findRejections(db: Database, pairKeys: string[]): Promise<Map<string, Rejection>> {
  const found = new Map<string, Rejection>();
  for (const chunk of chunksOf(pairKeys)) {
    const rows = (await db(TABLES.links)
      .whereIn('pair_key', chunk)
      .where({ state: 'rejected' })
      .select('pair_key', 'reason', 'decided_at', 'decided_by')) as RawLink[];
    for (const row of rows) found.set(String(row.pair_key), rejectionOf(row));
  }
  return found;
}

/** Local records that external ones are linked to, as rivals; none where they may be shared. */
async function findTakers(
  db: Database,
  mapping: MappingRow,
  externalIds: string[],
): Promise<Map<string, NonNullable<Reason['rival']>>> {
  const found = new Map<string, NonNullable<Reason['rival']>>();
  if (mapping.cardinality !== 'one_to_one') return found;
  for (const chunk of chunksOf([...new Set(externalIds)])) {
    const rows = (await db(TABLES.links)
      .where({ connection_id: mapping.connectionId, record_type: mapping.recordType, state: 'confirmed' })
      .where({ mapping_id: mapping.id })
      .whereIn('external_id', chunk)
      .select('external_id', 'local_id', 'local_locale', 'score')) as RawLink[];
    for (const row of rows)
      found.set(String(row.external_id), {
        side: 'local',
        id: leftId(String(row.local_id), toText(row.local_locale)),
        score: row.score === null ? null : Number(row.score),
      });
  }
  return found;
}

/** The confirmed link of local records, or else their proposal. */
async function findPartners(
  db: Database,
  localKeys: string[],
): Promise<Map<string, { externalId: string; score: number | null; confirmed: boolean }>> {
  const found = new Map<string, { externalId: string; score: number | null; confirmed: boolean }>();
  for (const chunk of chunksOf([...new Set(localKeys)])) {
    const rows = (await db(TABLES.links)
      .whereIn('local_key', chunk)
      .whereIn('state', ['proposed', 'confirmed'])
      .select('local_key', 'external_id', 'score', 'state')) as RawLink[];
    for (const row of rows) {
      const key = String(row.local_key);
      if (found.get(key)?.confirmed) continue;
      found.set(key, {
        externalId: String(row.external_id),
        score: row.score === null ? null : Number(row.score),
        confirmed: row.state === 'confirmed',
      });
    }
  }
  return found;
}

/** Gives the records of reasons their labels, and each reason its sentence. */
async function named(
  db: Database,
  mapping: MappingRow,
  side: Side,
  reasons: Map<string, Reason>,
): Promise<Map<string, WhyNot>> {
  const other: Side = side === 'local' ? 'external' : 'local';
  const wanted: Record<Side, Set<string>> = { local: new Set(), external: new Set() };
  for (const { best, rival } of reasons.values()) {
    if (best) wanted[other].add(best.id);
    if (rival) wanted[rival.side].add(rival.id);
  }
  const keyOf = (left: string): string => localKeyOf({ ...mapping, ...splitLeft(left) });
  const locals = await findLocalRecords(db, mapping.id, [...wanted.local].map(keyOf));
  const externals = await findRecords(db, mapping, [...wanted.external]);
  const nameOf = (of: Side, id: string): { id: string; label: string } => {
    if (of === 'external') return { id, label: externals.get(id)?.label ?? id };
    const { localId } = splitLeft(id);
    return { id: localId, label: locals.get(keyOf(id))?.label ?? localId };
  };
  const described = new Map<string, WhyNot>();
  for (const [id, { best, rival, ...reason }] of reasons) {
    const why = {
      ...reason,
      best: best && { ...nameOf(other, best.id), score: best.score },
      rival: rival && { ...nameOf(rival.side, rival.id), score: rival.score, side: rival.side },
    };
    described.set(id, { ...why, sentence: sentenceOf(why) });
  }
  return described;
}

const percent = (share: number | null): string =>
  share === null ? '–' : `${(Math.floor(share * 1000) / 10).toFixed(1)} %`;

function sentenceOf({ kind, best, rival, veto, rejection, threshold, margin }: Omit<WhyNot, 'sentence'>): string {
  const name = best?.label ?? 'The best candidate';
  const other = rival?.label ?? 'another record';
  switch (kind) {
    case 'no_candidate':
      return 'No record of the other side resembles it.';
    case 'below_threshold':
      return `${name} fits best with ${percent(best?.score ?? null)}, under the threshold of ${percent(threshold)}.`;
    case 'ambiguous':
      return rival?.side === undefined
        ? `${name} does not fit clearly better than other records: less than ${percent(margin)} lies between.`
        : `${name} (${percent(best?.score ?? null)}) and ${other} (${percent(rival.score)}) fit nearly as well.`;
    case 'vetoed':
      return `${name} would fit, but ${vetoText(veto)}.`;
    case 'rejected':
      return `${name} was rejected${rejection?.by ? ` by ${rejection.by}` : ''}${rejection?.at ? ` on ${rejection.at.slice(0, 10)}` : ''}.`;
    case 'inactive':
      return `${name} is inactive.`;
    case 'taken':
      return `${name} is linked to ${other}.`;
    case 'preferred_other':
      return `${name} fits ${other} better.`;
  }
}

function vetoText(veto: Veto | null): string {
  if (!veto) return 'something forbids it';
  const values = `${veto.left} and ${veto.right}`;
  if (veto.kind === 'tax_id') return `the tax ids differ: ${values}`;
  if (veto.kind === 'external_key') return `the external keys differ: ${values}`;
  return `the two are variants${veto.what ? ` that differ in ${veto.what.replaceAll('_', ' ')}` : ''}: ${values}`;
}
