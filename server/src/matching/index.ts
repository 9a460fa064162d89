export { compare, match } from './engine';
export { ENGINE_VERSION, type MatchModel } from './model';
export { createSearchIndex, type SearchHit, type SearchIndex } from './search';
export type { MatchOptions, MatchRecord, MatchResult, Proposal, ScoredPair } from './types';
