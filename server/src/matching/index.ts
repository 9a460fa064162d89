export { compare, match } from './engine';
export { ENGINE_VERSION, type MatchModel } from './model';
export type { SearchHit } from './search';
export type { MatchOptions, MatchRecord, MatchResult, Proposal, ScoredPair } from './types';
