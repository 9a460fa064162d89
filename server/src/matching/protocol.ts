import type { SearchHit } from './search';
import type { LiveMatch, LiveMatchOptions, LiveScoreOptions, Side } from './live';
import type { MatchModel } from './model';
import { type Candidate, prospectsOf, rulesOf } from './prospects';
import type { LabelScore, MatchOptions, MatchRecord, MatchResult, Proposal, ScoredPair, Unlinked } from './types';

/** Options as they cross to the worker: all but the callback. */
export type PlainMatchOptions = Omit<MatchOptions, 'onProgress'>;

/** Records and results cross in slices, so that copying never holds the caller's event loop for long. */
export const recordsPerSlice = 250;
export const pairsPerSlice = 100;
/** Records matched one at a time before other calls of the same worker get their turn. */
export const liveMatchesPerSlice = 10;

/** To the worker. `id` is of the call. Records of a call come before the message that uses them. */
export type Request =
  | { type: 'records'; id: number; side: Side; records: MatchRecord[] }
  | { type: 'match'; id: number; options: PlainMatchOptions }
  /** The last piece of the result has been taken; send the next. */
  | { type: 'next'; id: number }
  /** Opens the live matcher of this worker with the records sent. */
  | { type: 'open'; id: number; model: MatchModel }
  /** Takes the records sent into the live matcher. */
  | { type: 'upsert'; id: number }
  | { type: 'remove'; id: number; side: Side; ids: readonly string[] }
  | { type: 'live_match'; id: number; side: Side; ids: readonly string[]; options: LiveMatchOptions }
  | {
      type: 'live_score';
      id: number;
      side: Side;
      record: string;
      partners: readonly string[];
      options: LiveScoreOptions;
    }
  | { type: 'live_search'; id: number; side: Side; query: string; limit: number };

/** What is known of a match before its pairs. */
export interface MatchSummary {
  model: MatchModel;
  labelled: LabelScore[];
  /** How many proposals each right record is in, where it is in more than one. */
  sharing: Array<[right: string, proposals: number]>;
}

/** A result as it is handed over: the summary, then slices of the rest. */
export type Piece =
  | { type: 'summary'; summary: MatchSummary }
  | { type: 'candidates'; candidates: Candidate[] }
  | { type: 'unlinked'; unlinked: Unlinked[] }
  | { type: 'proposals'; proposals: Proposal[] };

/** From the worker. */
export type Reply =
  | { type: 'progress'; id: number; done: number; total: number }
  /** The next comes when the client asks for it. */
  | { type: 'piece'; id: number; piece: Piece }
  /** The last piece has been taken. */
  | { type: 'matched'; id: number }
  | { type: 'hits'; id: number; hits: SearchHit[] }
  /** An open, upsert or remove is done; how many records there are now. */
  | { type: 'changed'; id: number; size: number }
  | { type: 'live_matches'; id: number; matches: LiveMatch[] }
  | { type: 'live_scores'; id: number; pairs: Array<ScoredPair | null> }
  | { type: 'failed'; id: number; message: string };

/** Cuts a list in slices of at most `size`. */
export function* slices<T>(list: readonly T[], size: number): Generator<T[]> {
  for (let at = 0; at < list.length; at += size) yield list.slice(at, at + size);
}

/** A pair as it crosses: with its evidence, which the engine makes only now. */
export const plainPair = ({ left, right, score, evidence }: ScoredPair): ScoredPair => ({
  left,
  right,
  score,
  evidence,
});

export const plainProposal = (proposal: Proposal): Proposal => ({
  ...plainPair(proposal),
  runnerUp: proposal.runnerUp && plainPair(proposal.runnerUp),
});

/** A result in pieces, each candidate with its prospects. Evidence is made piece by piece. */
export function* piecesOf(
  result: MatchResult,
  right: readonly MatchRecord[],
  options: PlainMatchOptions,
): Generator<Piece> {
  const { model, labelled, proposals, candidates, unlinked } = result;
  yield { type: 'summary', summary: { model, labelled, sharing: sharedBy(proposals) } };
  const active = new Set(right.flatMap(({ id, active: isActive = true }) => (isActive ? [id] : [])));
  const prospectOf = prospectsOf(
    result,
    rulesOf(options, (id) => active.has(id)),
  );
  for (const pairs of slices(candidates, pairsPerSlice))
    yield {
      type: 'candidates',
      candidates: pairs.map((pair) => ({ pair: plainPair(pair), prospect: prospectOf(pair) })),
    };
  for (const records of slices(unlinked, recordsPerSlice)) yield { type: 'unlinked', unlinked: records };
  for (const pairs of slices(proposals, pairsPerSlice))
    yield { type: 'proposals', proposals: pairs.map(plainProposal) };
}

function sharedBy(proposals: readonly Proposal[]): MatchSummary['sharing'] {
  const counts = new Map<string, number>();
  for (const { right } of proposals) counts.set(right, (counts.get(right) ?? 0) + 1);
  return [...counts].filter(([, count]) => count > 1);
}
