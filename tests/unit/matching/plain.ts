import { plainPair, plainProposal } from '../../../server/src/matching/protocol';
import type { MatchResult } from '../../../server/src/matching/types';

/** A result with all its evidence, to compare with another one. */
export const plain = (result: MatchResult): MatchResult => ({
  ...result,
  proposals: result.proposals.map(plainProposal),
  candidates: result.candidates.map(plainPair),
});
