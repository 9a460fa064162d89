import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';

type Values = Record<string, string>;

/**
 * Part of the page's state that lives in the URL. `defaults` names the parameters and what each is when absent
 * (keep it constant, outside the component). `set` changes some of them; a default or '' leaves the URL.
 * Other parameters stay. `{ replace: true }` for what is not worth a step of Back, such as typing into a search.
 */
export function useUrlState<const Defaults extends Values>(defaults: Defaults) {
  type State = { [Key in keyof Defaults]: string };
  const [search, setSearch] = useSearchParams();

  const state = useMemo(() => {
    const entries = Object.entries(defaults).map(([name, value]) => [name, search.get(name) ?? value]);
    return Object.fromEntries(entries) as State;
  }, [defaults, search]);

  const set = useCallback(
    (changes: Partial<State>, options: { replace?: boolean } = {}) => {
      setSearch(
        (before) => {
          const next = new URLSearchParams(before);
          for (const [name, value] of Object.entries(changes) as [string, string | undefined][]) {
            if (value === undefined || value === '' || value === defaults[name]) next.delete(name);
            else next.set(name, value);
          }
          return next;
        },
        { replace: options.replace ?? false },
      );
    },
    [defaults, setSearch],
  );

  return [state, set] as const;
}
