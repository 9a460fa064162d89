export { compare, match } from './engine';
export { type MatchModel, MODEL_VERSION } from './model';
export { createSearchIndex, type SearchHit, type SearchIndex } from './search';
export type { MatchOptions, MatchRecord, MatchResult, Proposal, ScoredPair } from './types';
