import { Box, Button, Checkbox, Flex, Typography } from '@strapi/design-system';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import type { DraftValue, PreflightResult } from '../../../../server/src/contracts';
import { EmptyState } from '../../components/EmptyState';
import { DraftItem } from '../../components/invoices/DraftItem';
import { ExplainPanel } from '../../components/invoices/ExplainPanel';
import type { FixActs } from '../../components/invoices/FixButton';
import { useInvoiceText } from '../../components/invoices/useInvoiceText';
import { LoadError } from '../../components/LoadError';
import { LoadingRows } from '../../components/LoadingRows';
import { PageNumbers } from '../../components/PageNumbers';
import { useAllowed } from '../../hooks/useAllowed';
import { useCrosswalkListDraftsQuery } from '../../services/crosswalk';
import { money, share } from '../../utils/format';
import { CreateBar } from './CreateBar';
import type { InvoicesUrl } from './useInvoicesUrl';

interface DraftsProps extends InvoicesUrl, FixActs {
  status: 'ready' | 'blocked';
  source: string;
  connection: { id: string; name: string };
}

/** The drafts that are ready (to select and create), or blocked (each reason with what mends it). */
export function Drafts({ status, source, connection, url, set, show, ...fixes }: DraftsProps) {
  const intl = useIntl();
  const text = useInvoiceText();
  const { canInvoice } = useAllowed();
  const [chosen, setChosen] = useState<ReadonlyMap<string, PreflightResult>>(new Map());
  const { page, pageSize, search } = url;
  const { data, isFetching, error, refetch } = useCrosswalkListDraftsQuery(
    {
      query: { source, connectionId: connection.id, status, page, pageSize, ...(search === '' ? {} : { search }) },
    },
    // Records may have been edited in the Content Manager since.
    { refetchOnMountOrArgChange: true },
  );

  if (error) return <LoadError message={text('invoices.error.drafts')} onRetry={() => void refetch()} />;
  if (!data) return <LoadingRows rows={6} />;
  const drafts: PreflightResult[] = data.data;
  const { counts, pagination } = data.meta;
  const selectable = status === 'ready' && canInvoice;
  const current = new Map(drafts.map((draft) => [draft.id, draft]));
  const selected = [...chosen.values()].map((draft) => current.get(draft.id) ?? draft);
  const onPage = drafts.filter((draft) => chosen.has(draft.id)).length;

  const toggle = (draft: PreflightResult) => {
    const next = new Map(chosen);
    if (!next.delete(draft.id)) next.set(draft.id, draft);
    setChosen(next);
  };
  const togglePage = () => {
    const next = new Map(chosen);
    for (const draft of drafts) {
      if (onPage === drafts.length) next.delete(draft.id);
      else next.set(draft.id, draft);
    }
    setChosen(next);
  };

  if (drafts.length === 0) return <NoDrafts status={status} search={search} counts={counts} show={show} />;
  const explained = url.line === '' || !/^\d+$/.test(url.line) ? null : Number(url.line);
  const open = drafts.find((draft) => draft.id === url.draft);

  return (
    <Flex alignItems="flex-start" gap={4} wrap="wrap">
      <Box flex="2 1 56rem" minWidth={0} background="neutral0" borderColor="neutral200" hasRadius>
        {selectable && (
          <Flex
            justifyContent="space-between"
            gap={3}
            padding={4}
            wrap="wrap"
            borderColor="neutral200"
            borderWidth="0 0 1px 0"
          >
            <Checkbox
              checked={onPage === 0 ? false : onPage === drafts.length ? true : 'indeterminate'}
              onCheckedChange={togglePage}
            >
              {text('invoices.draft.selectAll')}
            </Checkbox>
            <CreateBar
              drafts={selected}
              source={source}
              connectionId={connection.id}
              connectionName={connection.name}
              onClear={() => setChosen(new Map())}
              onStarted={(run) => {
                setChosen(new Map());
                show({ tab: 'created', run: run.id, search: '' });
              }}
            />
          </Flex>
        )}
        <Box tag="ul" aria-label={text(`invoices.list.${status}`)} aria-busy={isFetching}>
          {drafts.map((draft) => (
            <DraftItem
              key={`${draft.id} ${draft.locale}`}
              draft={draft}
              selected={selectable ? chosen.has(draft.id) : undefined}
              onSelect={() => toggle(draft)}
              open={draft.id === url.draft}
              onToggle={() => set({ draft: draft.id === url.draft ? '' : draft.id, line: '' }, { replace: true })}
              explained={draft.id === url.draft ? explained : null}
              onExplain={(line) => set({ draft: draft.id, line: String(line) }, { replace: true })}
              {...fixes}
            />
          ))}
        </Box>
        <Flex padding={4} justifyContent="flex-end">
          <Typography variant="pi" textColor="neutral800">
            {text(`invoices.total.${status}`, {
              count: counts[status],
              total: intl.formatList(
                counts.values.map((value: DraftValue) => money(value[status], value.currency, intl.locale)),
                { type: 'unit' },
              ),
            })}
            {' · '}
            {text('invoices.total.share', {
              share: intl.formatList(
                counts.values.map(({ ready, blocked, currency }: DraftValue) =>
                  [share(intl, ready, blocked), counts.values.length > 1 && currency ? `(${currency})` : '']
                    .filter(Boolean)
                    .join(' '),
                ),
                { type: 'unit' },
              ),
            })}
          </Typography>
        </Flex>
        <Box padding={4} paddingTop={0}>
          <PageNumbers pagination={pagination} />
        </Box>
      </Box>
      {open && explained !== null && (
        <Box flex="1 1 32rem" position="sticky" top="2.4rem">
          <ExplainPanel
            draft={open}
            connectionName={connection.name}
            line={explained === 0 ? null : explained}
            onClose={() => set({ line: '' }, { replace: true })}
            {...fixes}
          />
        </Box>
      )}
    </Flex>
  );
}

interface NoDraftsProps {
  status: 'ready' | 'blocked';
  search: string;
  counts: { ready: number; blocked: number };
  show: InvoicesUrl['show'];
}

function NoDrafts({ status, search, counts, show }: NoDraftsProps) {
  const text = useInvoiceText();
  if (search !== '') {
    return (
      <EmptyState
        text={text('invoices.none.search', { search })}
        action={
          <Button variant="secondary" onClick={() => show({ search: '' })}>
            {text('invoices.search.clear')}
          </Button>
        }
      />
    );
  }
  const other = status === 'ready' ? 'blocked' : 'ready';
  if (counts[other] === 0) return <EmptyState text={text(`invoices.none.${status}`)} />;
  return (
    <EmptyState
      text={
        status === 'ready'
          ? text('invoices.none.ready.blocked', { count: counts.blocked })
          : text('invoices.none.blocked.ready', { count: counts.ready })
      }
      action={
        <Button variant="secondary" onClick={() => show({ tab: other })}>
          {text(`invoices.none.${status}.act`)}
        </Button>
      }
    />
  );
}
