/** Loaded together: what they share is most of what they hold. */
export { default as EntryLinks } from './EntryLinks';
export { default as FoundMatches } from './FoundMatches';
