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
  /** The last slice of the result has been taken; send the next. */
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

/** From the worker. */
export type Reply =
  | { type: 'progress'; id: number; done: number; total: number }
  | { type: 'proposals'; id: number; pairs: Proposal[] }
  | { type: 'candidates'; id: number; candidates: Candidate[] }
  | { type: 'unlinked'; id: number; records: Unlinked[] }
  | { type: 'matched'; id: number; model: MatchModel; labelled: LabelScore[] }
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

/** The candidates of a result in slices, each with its prospects. */
export function* candidateSlices(
  result: MatchResult,
  right: readonly MatchRecord[],
  options: PlainMatchOptions,
): Generator<Candidate[]> {
  const active = new Set(right.flatMap(({ id, active: isActive = true }) => (isActive ? [id] : [])));
  const prospectOf = prospectsOf(
    result,
    rulesOf(options, (id) => active.has(id)),
  );
  for (const pairs of slices(result.candidates, pairsPerSlice))
    yield pairs.map((pair) => ({ pair: plainPair(pair), prospect: prospectOf(pair) }));
}
