import { useUrlState } from '../../hooks/useUrlState';

export const TABS = ['ready', 'blocked', 'created'] as const;
export type Tab = (typeof TABS)[number];

const DEFAULTS = {
  tab: 'ready',
  connection: '',
  source: '',
  search: '',
  page: '1',
  pageSize: '25',
  /** The draft whose lines are shown. */
  draft: '',
  /** Its line that is explained; 0: the client. */
  line: '',
  /** The invoice in the drawer. */
  invoice: '',
  /** `1`: the form of a credit note of that invoice. */
  credit: '',
  /** The link in the drawer. */
  link: '',
  /** The run that creates invoices. */
  run: '',
};

type Name = keyof typeof DEFAULTS;

/** What the invoices page shows, in the URL. A new tab, source or search starts at the first page with nothing open. */
export function useInvoicesUrl() {
  const [state, set] = useUrlState(DEFAULTS);
  const tab: Tab = TABS.find((name) => name === state.tab) ?? 'ready';
  const whole = (text: string, fallback: number) => (/^[1-9]\d{0,4}$/.test(text) ? Number(text) : fallback);
  const show = (changes: Partial<Record<Name, string>>, options?: { replace?: boolean }) =>
    set({ page: '', draft: '', line: '', ...changes }, options);
  return {
    url: { ...state, tab, page: whole(state.page, 1), pageSize: Math.min(whole(state.pageSize, 25), 100) },
    /** Changes one thing and leaves the rest. */
    set,
    /** Changes what is listed. */
    show,
  };
}
export type InvoicesUrl = ReturnType<typeof useInvoicesUrl>;
