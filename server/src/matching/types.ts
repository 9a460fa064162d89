import type { RoleValues } from '../contracts/common';
import type { Evidence } from '../contracts/links';

/** One record as matching sees it. */
export interface MatchRecord {
  id: string;
  roles: RoleValues;
  /** Inactive records are compared but never proposed. Default true. */
  active?: boolean;
}

export interface MatchOptions {
  cardinality: 'one_to_one' | 'many_to_one';
  /** Probability at or over which a pair is proposed. */
  threshold: number;
  /** Least distance of probabilities to the runner-up. */
  margin: number;
  /** Best candidates kept per left record, and per right record. Default 5. */
  keep?: number;
  /** Pairs that must not be proposed (rejected before). They may appear as candidates. */
  rejected?: ReadonlyArray<readonly [left: string, right: string]>;
  /** Right records that are taken already (one_to_one): compared, never proposed. */
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

export interface MatchResult {
  modelVersion: string;
  proposals: Proposal[];
  /** The kept candidates of every record that has any, best first per left record. Includes the proposed pairs. */
  candidates: ScoredPair[];
}
