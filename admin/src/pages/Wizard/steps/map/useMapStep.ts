import { useState } from 'react';
import type { Side, WhyNotKind } from '../../../../../../server/src/contracts';
import { useUrlState } from '../../../../hooks/useUrlState';
import { useCrosswalkListUnlinkedQuery } from '../../../../services/crosswalk';

const DEFAULTS = {
  side: 'local',
  record: '',
  locale: '',
  search: '',
  why: '',
  show: '',
  sort: '',
  page: '1',
  pageSize: '25',
  link: '',
} as const;

/** Reasons for having no proposal, in the order of the filter. */
export const REASONS: readonly WhyNotKind[] = [
  'no_candidate',
  'below_threshold',
  'ambiguous',
  'vetoed',
  'rejected',
  'inactive',
  'taken',
  'preferred_other',
];

export interface RecordKey {
  id: string;
  locale: string;
}

const sameRecord = (a: RecordKey, b: RecordKey) => a.id === b.id && a.locale === b.locale;

/**
 * The records of one side that wait for a partner, and which of them is chosen (in the URL, else the first). A mapped
 * record leaves the list at once and the next one is chosen.
 */
export function useMapStep(mappingId: string) {
  const [url, set] = useUrlState(DEFAULTS);
  const [mapped, setMapped] = useState<readonly RecordKey[]>([]);
  const side: Side = url.side === 'external' ? 'external' : 'local';
  const why = side === 'local' ? (REASONS.find((reason) => reason === url.why) ?? null) : null;
  const byAmount = side === 'local' && url.sort === 'waiting';
  const showIgnored = url.show === 'ignored';
  const list = useCrosswalkListUnlinkedQuery({
    params: { id: mappingId },
    query: {
      side,
      page: Math.max(1, Number(url.page) || 1),
      pageSize: Math.min(100, Math.max(1, Number(url.pageSize) || 25)),
      ...(url.search ? { search: url.search } : {}),
      ...(why ? { why } : {}),
      ...(showIgnored ? { show: 'ignored' as const } : {}),
      ...(byAmount ? { sort: 'waiting' as const } : {}),
    },
  });
  const records = (list.currentData?.data ?? []).filter((record) => !mapped.some((done) => sameRecord(done, record)));
  const asked: RecordKey | null = url.record === '' ? null : { id: url.record, locale: url.locale };
  const chosen = asked ?? records[0] ?? null;
  const index = chosen ? records.findIndex((record) => sameRecord(record, chosen)) : -1;

  const choose = (record: RecordKey | null) =>
    set({ record: record?.id ?? '', locale: record?.locale ?? '' }, { replace: true });

  const goOn = (record: RecordKey) => {
    const next = records[index + 1] ?? records[index - 1] ?? null;
    choose(next && !sameRecord(next, record) ? next : null);
  };

  return {
    side,
    setSide: (next: Side) => set({ side: next, record: '', locale: '', search: '', why: '', show: '', page: '1' }),
    /** The ignored records stand in the place of the waiting ones. */
    showIgnored,
    setShowIgnored: (on: boolean) => set({ show: on ? 'ignored' : '', record: '', locale: '', page: '1' }),
    why,
    setWhy: (next: string) => set({ why: next, page: '1' }),
    /** By the unbilled amounts that wait on the records, the largest first; else by name. */
    byAmount,
    setByAmount: (on: boolean) => set({ sort: on ? 'waiting' : '', record: '', locale: '', page: '1' }),
    search: url.search,
    // A record chosen while the search was still being typed stays chosen.
    setSearch: (search: string) => set({ search, page: '1' }, { replace: true }),
    records,
    chosen,
    choose,
    list,
    /** Goes to the next or previous record of the list. */
    move: (by: number) => {
      const next = records[Math.max(0, Math.min(records.length - 1, index + by))];
      if (next) choose(next);
    },
    /** The chosen record leaves the list; the one after it is next. */
    goOn,
    /** The chosen record has its partner now. */
    onMapped: (record: RecordKey) => {
      setMapped((before) => [...before, { id: record.id, locale: record.locale }]);
      goOn(record);
    },
    /** Undo brought it back. */
    onUndone: (record: RecordKey) => setMapped((before) => before.filter((done) => !sameRecord(done, record))),
    linkId: url.link,
    openLink: (link: string) => set({ link }),
  };
}

export type MapState = ReturnType<typeof useMapStep>;
