import type { FieldRole } from '../contracts/common';
import type { Evidence, Veto } from '../contracts/links';
import type { MatchModel } from './model';

/** A field of a record: its role, numbered where a record has several of one role (`code`, `code#2`). */
export type FieldKey = FieldRole | `${FieldRole}#${number}`;
export type FieldValues = Partial<Record<FieldKey, string>>;

/** One record as matching sees it. */
export interface MatchRecord {
  id: string;
  roles: FieldValues;
  /** Inactive records are compared but never proposed. Default true. */
  active?: boolean;
}

/** A pair that a person has judged: `match` true for confirmed, false for rejected. */
export interface Label {
  left: string;
  right: string;
  match: boolean;
}

export interface MatchOptions {
  cardinality: 'one_to_one' | 'many_to_one';
  /** Probability at or over which a pair is proposed. */
  threshold: number;
  /** Least distance of probabilities to the runner-up. */
  margin: number;
  /** Best candidates kept per left record, and per right record. Default 5. */
  keep?: number;
  /** Candidates below this probability are left out, but the best of each record. Default 0.0005. */
  least?: number;
  /**
   * Judged pairs: weights are refitted from them, confirmed ones hold their records, rejected ones compete with
   * nobody. Neither kind is proposed.
   */
  labels?: readonly Label[];
  /** Rejected pairs that must not be proposed and teach nothing (unlinked for another reason than being wrong). */
  rejected?: ReadonlyArray<readonly [left: string, right: string]>;
  /** Right records that are taken by records that are not in `left` (one_to_one): compared, never proposed. */
  taken?: readonly string[];
  onProgress?: (done: number, total: number) => void;
}

export interface ScoredPair {
  left: string;
  right: string;
  /** Calibrated probability, 0 to below 1. */
  score: number;
  evidence: Evidence;
}

export interface Proposal extends ScoredPair {
  /** Best other partner of the left record; null: there was none. */
  runnerUp: ScoredPair | null;
}

/** Why a left record has no proposal, told of one partner (`best`); how that is chosen: `unlinkedRecords`. */
export interface Unlinked {
  left: string;
  why:
    'no_candidate' | 'below_threshold' | 'ambiguous' | 'vetoed' | 'rejected' | 'inactive' | 'taken' | 'preferred_other';
  best: { right: string; score: number } | null;
  /**
   * `ambiguous`: the right record that fits as well, or the left record that claims the same one;
   * `preferred_other`: the left record that `best` fits better; `taken`: the left record that it is confirmed with,
   * without a score.
   */
  rival: { side: 'left' | 'right'; id: string; score: number | null } | null;
  veto: Veto | null;
}

/** A judged pair with the probability it gets from a model that was fitted without it. */
export interface LabelScore extends Label {
  score: number;
}

export interface MatchResult {
  /** What was learned: give it to `compare` and the live index, and store its version with each link. Plain JSON. */
  model: MatchModel;
  proposals: Proposal[];
  /** The kept candidates of every record that has any, best first per left record. Includes the proposed pairs. */
  candidates: ScoredPair[];
  /** Every left record without proposal and without confirmed label. */
  unlinked: Unlinked[];
  labelled: LabelScore[];
}
