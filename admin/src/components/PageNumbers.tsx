import { Pagination as PanelPagination } from '@strapi/strapi/admin';
import type { Pagination } from '../../../server/src/contracts';

/** Page links and page size, kept in the URL as `page` and `pageSize`. */
export function PageNumbers({ pagination }: { pagination: Pagination }) {
  return (
    <PanelPagination.Root
      pageCount={pagination.pageCount}
      total={pagination.total}
      defaultPage={1}
      defaultPageSize={pagination.pageSize}
    >
      <PanelPagination.PageSize options={['10', '25', '50', '100']} />
      <PanelPagination.Links />
    </PanelPagination.Root>
  );
}
