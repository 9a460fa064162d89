import type { ListPage } from '../connectors/contract';

/** Pages that come this fast are stored together: to end a transaction costs SQLite about as much as to write a page. */
const TOGETHER_MS = 100;
/** A transaction stays short, for others wait for it: about 0.2 s on SQLite. */
const TOGETHER_RECORDS = 4_000;

export interface PageRequest {
  recordType: string;
  cursor: string | null;
}

/**
 * Reads the next page while the caller stores what it got, and hands out several as one where they come fast. An error
 * is thrown where its page is due, after all that came before it was handed out.
 */
export function readPages(list: (request: PageRequest) => Promise<ListPage>) {
  let ahead: (PageRequest & { page: Promise<ListPage> }) | null = null;

  const begin = (request: PageRequest): Promise<ListPage> => {
    const page = list(request);
    // Nobody may be waiting when it fails.
    page.catch(() => undefined);
    ahead = { ...request, page };
    return page;
  };

  return async ({ recordType, cursor }: PageRequest): Promise<ListPage> => {
    const end = performance.now() + TOGETHER_MS;
    const isAhead = ahead?.recordType === recordType && ahead.cursor === cursor;
    let read = await (ahead && isAhead ? ahead.page : begin({ recordType, cursor }));
    while (read.cursor !== null) {
      const next = begin({ recordType, cursor: read.cursor });
      if (performance.now() > end || read.records.length >= TOGETHER_RECORDS) break;
      const page = await next.catch(() => null);
      if (!page) break;
      read = together(read, page);
    }
    return read;
  };
}

const together = (before: ListPage, after: ListPage): ListPage => ({
  records: [...before.records, ...after.records],
  problems: [...before.problems, ...after.problems],
  deleted: [...(before.deleted ?? []), ...(after.deleted ?? [])],
  cursor: after.cursor,
  total: after.total ?? before.total,
});
