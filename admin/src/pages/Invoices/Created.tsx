import { Button, Flex } from '@strapi/design-system';
import { useEffect, useState } from 'react';
import type { Invoice } from '../../../../server/src/contracts';
import { EmptyState } from '../../components/EmptyState';
import { InvoiceRun } from '../../components/invoices/InvoiceRun';
import { isOnItsWay } from '../../components/invoices/InvoiceStateTag';
import { InvoiceTable } from '../../components/invoices/InvoiceTable';
import { useInvoiceText } from '../../components/invoices/useInvoiceText';
import { LoadError } from '../../components/LoadError';
import { LoadingRows } from '../../components/LoadingRows';
import { PageNumbers } from '../../components/PageNumbers';
import { useAct } from '../../hooks/useAct';
import { useAllowed } from '../../hooks/useAllowed';
import { useCrosswalkGenerateInvoicesMutation, useCrosswalkListInvoicesQuery } from '../../services/crosswalk';
import type { InvoicesUrl } from './useInvoicesUrl';

/** How often rows are read again while an invoice is on its way. */
const POLL_MS = 1500;

interface CreatedProps extends InvoicesUrl {
  connection: { id: string; name: string };
}

/** Invoices that were created or are on their way, and the run that is creating some. */
export function Created({ connection, url, set, show }: CreatedProps) {
  const text = useInvoiceText();
  const act = useAct();
  const { canInvoice } = useAllowed();
  const { page, pageSize, search } = url;
  const [interval, setInterval] = useState(0);
  const { data, isFetching, error, refetch } = useCrosswalkListInvoicesQuery(
    { query: { connectionId: connection.id, page, pageSize, ...(search === '' ? {} : { search }) } },
    { pollingInterval: interval, refetchOnMountOrArgChange: true },
  );
  const [generate] = useCrosswalkGenerateInvoicesMutation();
  const invoices: Invoice[] = data?.data ?? [];
  const moving = invoices.some(({ state }) => isOnItsWay(state));
  useEffect(() => setInterval(moving ? POLL_MS : 0), [moving]);

  const retry = async ({ source, recordId }: Invoice) => {
    const body = { source, connectionId: connection.id, ids: [recordId] };
    const done = text('invoices.create.started', { count: 1 });
    const result = await act(generate({ body }).unwrap(), { done, undo: false });
    if (result) show({ run: result.data.run.id });
  };

  return (
    <>
      {url.run !== '' && (
        <InvoiceRun
          key={url.run}
          runId={url.run}
          connectionName={connection.name}
          onDismiss={() => set({ run: '' }, { replace: true })}
        />
      )}
      {error && <LoadError message={text('invoices.error.created')} onRetry={() => void refetch()} />}
      {!error && !data && <LoadingRows rows={6} />}
      {!error && data && invoices.length === 0 && (
        <EmptyState
          text={search === '' ? text('invoices.none.created') : text('invoices.none.search', { search })}
          action={
            <Button variant="secondary" onClick={() => show(search === '' ? { tab: 'ready' } : { search: '' })}>
              {text(search === '' ? 'invoices.none.created.act' : 'invoices.search.clear')}
            </Button>
          }
        />
      )}
      {!error && data && invoices.length > 0 && (
        <Flex direction="column" alignItems="stretch" gap={4} aria-busy={isFetching && interval === 0}>
          <InvoiceTable
            invoices={invoices}
            connectionName={connection.name}
            onOpen={(invoice) => set({ invoice: invoice.id })}
            onRetry={canInvoice ? (invoice) => void retry(invoice) : undefined}
          />
          <PageNumbers pagination={data.meta.pagination} />
        </Flex>
      )}
    </>
  );
}
