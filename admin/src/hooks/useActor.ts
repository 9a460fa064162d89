import { useText } from './useText';

/** What the journal calls the two that are no person. */
const TEXTS = { 'Auto-link': 'actor.auto', Sync: 'actor.sync' } as const;

/** Who did something, as the journal's sentences name them. */
export function useActor(): (actor: string) => string {
  const t = useText();
  return (actor) => (actor in TEXTS ? t(TEXTS[actor as keyof typeof TEXTS]) : actor);
}
