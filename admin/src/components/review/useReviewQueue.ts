import { useCallback, useEffect, useRef, useState } from 'react';
import type { listLinks, QueryInputOf, ResponseOf } from '../../../../server/src/contracts';
import { useCrosswalkListLinksQuery } from '../../services/crosswalk';

type Page = ResponseOf<typeof listLinks>;
/** `waiting`: the unbilled amount, where the list is sorted by it. */
export type QueuedLink = Page['data'][number];

/** A card has to be on the screen this long before a key may decide it, unless its reader moved there. */
const SETTLE_MS = 500;

/** Keeps the order that the reader sees: what was there stays in its place, what is new comes last. */
export function arrange(before: readonly QueuedLink[], now: readonly QueuedLink[]): QueuedLink[] {
  const byId = new Map(now.map((link) => [link.id, link]));
  const kept = before.flatMap((link) => byId.get(link.id) ?? []);
  const known = new Set(kept.map((link) => link.id));
  return [...kept, ...now.filter((link) => !known.has(link.id))];
}

interface Shown {
  /** The answer that this was made from. */
  page: Page | undefined;
  query: string;
  links: QueuedLink[];
  /** Proposals when the list was first shown. */
  firstTotal: number;
  /** Proposals that came since. */
  arrived: number;
}

/**
 * The proposals of one page and which of them is open. Decided ones are hidden at once and come back with the reason
 * when saving fails. The page is filled up from the server; new cards go to the end and never push the open one.
 */
export function useReviewQueue(query: QueryInputOf<typeof listLinks>) {
  const key = JSON.stringify(query);
  const { currentData, error, isFetching, refetch } = useCrosswalkListLinksQuery({ query });
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const [reasons, setReasons] = useState<Readonly<Record<string, string>>>({});
  const [position, setPosition] = useState<{ id: string | null; index: number }>({ id: null, index: 0 });
  const [shown, setShown] = useState<Shown>({ page: undefined, query: '', links: [], firstTotal: 0, arrived: 0 });

  if (currentData && (shown.page !== currentData || shown.query !== key)) {
    const { data, meta } = currentData;
    const { total } = meta.pagination;
    const again = shown.query === key;
    const here = new Set(data.map((link) => link.id));
    const gone = [...hidden].filter((id) => !here.has(id)).length;
    const firstTotal = again ? shown.firstTotal : total + gone;
    setShown({
      page: currentData,
      query: key,
      links: again ? arrange(shown.links, data) : data,
      firstTotal,
      arrived: Math.max(0, total + gone - firstTotal),
    });
    if (!again) setPosition({ id: null, index: 0 });
  }

  const ready = shown.query === key && shown.page !== undefined;
  const cards = ready ? shown.links.filter((link) => !hidden.has(link.id)) : [];
  const found = cards.findIndex((link) => link.id === position.id);
  const index = found >= 0 ? found : Math.max(0, Math.min(position.index, cards.length - 1));
  const open = cards[index] ?? null;
  const openId = open?.id ?? null;

  // What opens by itself (first load, somebody else decided the open one) is not to be decided by a key in flight.
  const movedTo = useRef<string | null>(null);
  const openedAt = useRef(0);
  useEffect(() => {
    openedAt.current = movedTo.current === openId ? 0 : performance.now();
    movedTo.current = null;
  }, [openId]);
  const isSettled = useCallback(() => performance.now() - openedAt.current > SETTLE_MS, []);

  const goTo = useCallback((id: string | null, at: number) => {
    movedTo.current = id;
    setPosition({ id, index: at });
  }, []);

  const move = (by: number) => {
    const at = Math.max(0, Math.min(index + by, cards.length - 1));
    const card = cards[at];
    if (card && card.id !== openId) goTo(card.id, at);
  };

  const openCard = (id: string) => {
    const at = cards.findIndex((link) => link.id === id);
    if (at >= 0) goTo(id, at);
  };

  /** Takes decided cards off the screen; when the open one is among them, the next opens in its place. */
  const hide = (ids: readonly string[]) => {
    const gone = new Set(ids);
    setHidden((before) => new Set([...before, ...ids]));
    setReasons((before) => Object.fromEntries(Object.entries(before).filter(([id]) => !gone.has(id))));
    if (openId === null || !gone.has(openId)) return;
    const next = cards.slice(index + 1).find((link) => !gone.has(link.id));
    const previous = cards
      .slice(0, index)
      .reverse()
      .find((link) => !gone.has(link.id));
    const left = cards.filter((link) => !gone.has(link.id));
    const target = next ?? previous ?? null;
    goTo(target?.id ?? null, target ? left.indexOf(target) : 0);
  };

  /** Brings cards back, with the reason why they could not be decided where there is one. */
  const bringBack = useCallback((ids: readonly string[], reason?: string) => {
    setHidden((before) => {
      const next = new Set(before);
      for (const id of ids) next.delete(id);
      return next;
    });
    if (reason !== undefined)
      setReasons((before) => ({ ...before, ...Object.fromEntries(ids.map((id) => [id, reason])) }));
  }, []);

  return {
    cards,
    open,
    reasons,
    pagination: currentData?.meta.pagination ?? null,
    arrived: shown.arrived,
    isLoading: !ready && !error,
    isFetching,
    /** Set only while there is nothing else to show. */
    error: ready ? undefined : error,
    refetch,
    move,
    openCard,
    hide,
    bringBack,
    isSettled,
  };
}

export type ReviewQueueState = ReturnType<typeof useReviewQueue>;
