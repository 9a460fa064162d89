import type { Pagination } from '../contracts/common';

export const paginationOf = ({ page, pageSize }: { page: number; pageSize: number }, total: number): Pagination => ({
  page,
  pageSize,
  pageCount: Math.ceil(total / pageSize),
  total,
});

/** Rows of a report that go to the panel; the rest is only counted. */
const MOST_SHOWN = 1_000;

export const shownOf = <T>(rows: readonly T[]): { total: number; rows: T[] } => ({
  total: rows.length,
  rows: rows.slice(0, MOST_SHOWN),
});
