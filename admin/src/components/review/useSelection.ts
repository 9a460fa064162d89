import { useRef, useState } from 'react';
import type { Link } from '../../../../server/src/contracts';

/** Which of the cards on the screen are selected. What is no longer shown is not selected any more. */
export function useSelection(cards: readonly Link[]) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const lastIndex = useRef<number | null>(null);
  const selected = cards.filter((link) => chosen.has(link.id));

  const toggle = (id: string) => {
    lastIndex.current = cards.findIndex((link) => link.id === id);
    setChosen((before) => {
      const next = new Set(before);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  };

  /** Selects everything from the card toggled last to this one. */
  const extendTo = (id: string) => {
    const to = cards.findIndex((link) => link.id === id);
    const from = lastIndex.current ?? to;
    const range = cards.slice(Math.min(from, to), Math.max(from, to) + 1).map((link) => link.id);
    setChosen((before) => new Set([...before, ...range]));
  };

  return {
    selected,
    isSelected: (id: string) => chosen.has(id),
    toggle,
    extendTo,
    selectAll: () => setChosen(new Set(cards.map((link) => link.id))),
    clear: () => setChosen(new Set()),
  };
}

export type Selection = ReturnType<typeof useSelection>;
