import type { Pagination } from '../contracts/common';

export const paginationOf = ({ page, pageSize }: { page: number; pageSize: number }, total: number): Pagination => ({
  page,
  pageSize,
  pageCount: Math.ceil(total / pageSize),
  total,
});
