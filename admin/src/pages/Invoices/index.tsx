import { Badge, Box, Button, Flex, Tabs, Typography } from '@strapi/design-system';
import { ArrowClockwise } from '@strapi/icons';
import { Layouts, Page } from '@strapi/strapi/admin';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import { EmptyState } from '../../components/EmptyState';
import type { FixWrite, Mend } from '../../components/invoices/FixButton';
import { CreditDrawer } from '../../components/invoices/CreditDrawer';
import { InvoiceDrawer } from '../../components/invoices/InvoiceDrawer';
import { MendDrawer } from '../../components/invoices/MendDrawer';
import { useInvoiceText } from '../../components/invoices/useInvoiceText';
import { LinkDrawer } from '../../components/links/LinkDrawer';
import { LoadError } from '../../components/LoadError';
import { LoadingRows } from '../../components/LoadingRows';
import { WriteDrawer } from '../../components/writes/WriteDrawer';
import { useAllowed } from '../../hooks/useAllowed';
import {
  crosswalkApi,
  useCrosswalkListDraftsQuery,
  useCrosswalkListInvoiceSourcesQuery,
} from '../../services/crosswalk';
import { Created } from './Created';
import { Drafts } from './Drafts';
import { ExportButton } from './ExportButton';
import { InvoiceFilters } from './InvoiceFilters';
import { NoConnection, NoSource } from './Nothing';
import { TABS, type Tab, useInvoicesUrl } from './useInvoicesUrl';
import { useServerText } from '../../hooks/useServerText';

/** Invoices: what is ready, what is blocked and how to mend it, and what was created. */
export default function Invoices() {
  const text = useInvoiceText();
  const { data, error, refetch } = useCrosswalkListInvoiceSourcesQuery(undefined, { refetchOnMountOrArgChange: true });
  const sources = data?.data.sources ?? [];
  const connections = data?.data.connections ?? [];
  const usable = connections.filter(({ state }) => state === 'live' || state === 'expired');

  return (
    <Page.Main>
      <Page.Title>{text('invoices.title')}</Page.Title>
      {data && sources.length > 0 && usable.length > 0 ? (
        <InvoicesOf sources={sources} connections={usable} />
      ) : (
        <>
          <Layouts.Header title={text('invoices.title')} />
          <Layouts.Content>
            {!data && error && <LoadError message={text('invoices.error.sources')} onRetry={() => void refetch()} />}
            {!data && !error && <LoadingRows rows={6} />}
            {data && (sources.length === 0 ? <NoSource /> : <NoConnection connection={connections[0]} />)}
          </Layouts.Content>
        </>
      )}
    </Page.Main>
  );
}

interface InvoicesOfProps {
  sources: { name: string; displayName: string; problem: string | null; problemWords?: unknown }[];
  connections: { id: string; name: string; state: string; creditNotes: boolean }[];
}

function InvoicesOf({ sources, connections }: InvoicesOfProps) {
  const said = useServerText();
  const text = useInvoiceText();
  const { canInvoice } = useAllowed();
  const page = useInvoicesUrl();
  const { url, set, show } = page;
  const [mend, setMend] = useState<Mend | null>(null);
  const [write, setWrite] = useState<FixWrite | null>(null);
  const [writeRun, setWriteRun] = useState('');
  const [change, setChange] = useState(false);
  const [recheck] = crosswalkApi.useLazyCrosswalkListDraftsQuery();
  const connection =
    connections.find(({ id }) => id === url.connection) ??
    connections.find(({ state }) => state === 'live') ??
    connections[0];
  const source = sources.find(({ name }) => name === url.source) ?? sources[0];
  const { data: numbers, refetch: recount } = useCrosswalkListDraftsQuery(
    { query: { source: source?.name ?? '', connectionId: connection?.id ?? '', status: 'ready', pageSize: 1 } },
    { skip: !source || source.problem !== null || !connection },
  );
  if (!connection || !source) return null;

  const openLink = (id: string, withChange = false) => {
    setChange(withChange);
    setMend(null);
    set({ link: id, invoice: '' });
  };
  const checkAgain = () => {
    void recount();
    void recheck({
      query: {
        source: source.name,
        connectionId: connection.id,
        status: url.tab === 'blocked' ? 'blocked' : 'ready',
        page: url.page,
        pageSize: url.pageSize,
        ...(url.search === '' ? {} : { search: url.search }),
      },
    });
  };
  const list = (tab: Tab) => {
    if (tab === 'created') return <Created {...page} connection={connection} />;
    if (source.problem !== null) {
      return (
        <EmptyState
          text={text('invoices.source.problem', {
            source: source.displayName,
            problem: said(source.problem, source.problemWords),
          })}
        />
      );
    }
    return (
      <Drafts
        key={`${source.name} ${connection.id}`}
        {...page}
        status={tab}
        source={source.name}
        connection={connection}
        onLink={setMend}
        onOpenLink={openLink}
        onWrite={setWrite}
      />
    );
  };

  return (
    <>
      <Layouts.Header
        title={text('invoices.title')}
        subtitle={text('invoices.subtitle', { source: source.displayName, connection: connection.name })}
        primaryAction={
          url.tab === 'created' ? undefined : (
            <Flex gap={2}>
              {url.tab === 'ready' && canInvoice && source.problem === null && (
                <ExportButton source={source.name} connectionId={connection.id} />
              )}
              <Button variant="tertiary" startIcon={<ArrowClockwise aria-hidden />} onClick={checkAgain}>
                {text('invoices.checkAgain')}
              </Button>
            </Flex>
          )
        }
      />
      <Layouts.Content>
        <Tabs.Root variant="simple" value={url.tab} onValueChange={(tab) => show({ tab, search: url.search })}>
          <Flex justifyContent="space-between" gap={4} wrap="wrap" paddingBottom={4}>
            <Tabs.List aria-label={text('invoices.tabs')}>
              {TABS.map((tab) => (
                <Tabs.Trigger key={tab} value={tab}>
                  {text(`invoices.tab.${tab}`)} <Count count={numbers?.meta.counts[tab]} />
                </Tabs.Trigger>
              ))}
            </Tabs.List>
            <InvoiceFilters
              search={url.search}
              onSearch={(search) => show({ search }, { replace: true })}
              connections={connections.map(({ id, name }) => ({ value: id, label: name }))}
              connection={connection.id}
              onConnection={(id) => show({ connection: id, run: '' })}
              sources={sources.map(({ name, displayName }) => ({ value: name, label: displayName }))}
              source={source.name}
              onSource={(name) => show({ source: name })}
            />
          </Flex>
          {TABS.map((tab) => (
            <Tabs.Content key={tab} value={tab}>
              <Box>{tab === url.tab && list(tab)}</Box>
            </Tabs.Content>
          ))}
        </Tabs.Root>
      </Layouts.Content>
      {mend && (
        <MendDrawer mend={mend} connectionId={connection.id} onOpenLink={openLink} onClose={() => setMend(null)} />
      )}
      {write && (
        <WriteDrawer
          subject={write.subject}
          targets={[write.target]}
          runId={writeRun}
          onRun={setWriteRun}
          onFind={() => {
            setMend(write.mend);
            setWrite(null);
          }}
          onClose={() => {
            setWrite(null);
            setWriteRun('');
          }}
        />
      )}
      {!mend && !write && url.link !== '' && (
        <LinkDrawer
          key={url.link}
          linkId={url.link}
          change={change}
          onOpenLink={openLink}
          onClose={() => set({ link: '' })}
        />
      )}
      {url.link === '' && url.invoice !== '' && url.credit === '' && (
        <InvoiceDrawer
          invoiceId={url.invoice}
          connectionName={connection.name}
          onOpenLink={openLink}
          onOpenInvoice={(invoice) => set({ invoice })}
          onCredit={canInvoice && connection.creditNotes ? () => set({ credit: '1' }) : undefined}
          onClose={() => set({ invoice: '' })}
        />
      )}
      {url.link === '' && url.invoice !== '' && url.credit !== '' && (
        <CreditDrawer
          key={url.invoice}
          invoiceId={url.invoice}
          connectionName={connection.name}
          onClose={() => set({ credit: '' })}
          onCreated={({ id }) => set({ invoice: id, credit: '' }, { replace: true })}
        />
      )}
    </>
  );
}

/** A number beside a tab's name; nothing while it is not known. */
function Count({ count }: { count: number | undefined }) {
  const intl = useIntl();
  if (count === undefined) return null;
  return (
    <Badge>
      <Typography variant="pi" textColor="neutral800">
        {intl.formatNumber(count)}
      </Typography>
    </Badge>
  );
}
