import { Button, Flex, LinkButton } from '@strapi/design-system';
import { Download, Upload } from '@strapi/icons';
import { Layouts, Page } from '@strapi/strapi/admin';
import { useEffect, useState } from 'react';
import { NavLink } from 'react-router-dom';
import type { Link } from '../../../../server/src/contracts';
import { BatchButtons } from '../../components/batch/BatchButtons';
import { EmptyState } from '../../components/EmptyState';
import { LinkFileDrawer } from '../../components/link-files/LinkFileDrawer';
import { useFileText } from '../../components/link-files/useFileText';
import { LinkDrawer } from '../../components/links/LinkDrawer';
import { useLinkText } from '../../components/links/useLinkText';
import { LoadError } from '../../components/LoadError';
import { LoadingRows } from '../../components/LoadingRows';
import { PageNumbers } from '../../components/PageNumbers';
import type { WriteSubject, WriteTarget } from '../../components/writes/types';
import { WriteDrawer } from '../../components/writes/WriteDrawer';
import { WriteRun } from '../../components/writes/WriteRun';
import { useAllowed } from '../../hooks/useAllowed';
import { useUrlState } from '../../hooks/useUrlState';
import { BASE_PATH } from '../../pluginId';
import { useCrosswalkListLinksQuery } from '../../services/crosswalk';
import { BulkActs } from './BulkActs';
import { LinkFilters } from './LinkFilters';
import { LinkTable } from './LinkTable';
import { useLinkFilters } from './useLinkFilters';

/** What can be done to all that is shown, once the filter says which state it is in. */
const BATCHES = { proposed: ['confirm', 'reject'], confirmed: ['unlink'] } as const;
/** The run that updates what was selected. */
const RUN = { run: '' } as const;

/** View mappings: every link, filtered and paged on the server, and the drawer of one of them. */
export default function Mappings() {
  const text = useLinkText();
  const say = useFileText();
  const { canReview } = useAllowed();
  const { filters, filtered, query, setFilters, openLink, linkId, openFile, fileAct } = useLinkFilters();
  const { page: _page, pageSize: _pageSize, sort: _sort, state: _state, ...batchFilter } = query;
  const { data, isFetching, error, refetch } = useCrosswalkListLinksQuery({ query });
  const [writing, setWriting] = useState<{ subject: WriteSubject; targets: WriteTarget[] } | null>(null);
  const [{ run }, setUrl] = useUrlState(RUN);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const clearSelection = () => setSelected(new Set());

  const view = JSON.stringify(query);
  useEffect(() => setSelected(new Set()), [view]);

  const links: Link[] = data?.data ?? [];
  const total = data?.meta.pagination.total;
  const chosen = links.filter((link) => selected.has(link.id));
  const connectionName = filters.connection === '' ? null : (links[0]?.connectionName ?? null);

  const stopWriting = () => {
    setWriting(null);
    setUrl({ run: '' });
  };
  const close = () => {
    const row = linkId;
    openLink(null);
    // The drawer lets go of the focus when it has left the page.
    setTimeout(() => document.querySelector<HTMLElement>(`[data-link="${CSS.escape(row ?? '')}"]`)?.focus(), 50);
  };

  return (
    <Page.Main>
      <Page.Title>{text('links.title')}</Page.Title>
      <Layouts.Header
        title={text('links.title')}
        subtitle={
          total === undefined ? undefined : text('links.subtitle', { total, filtered: filtered ? 'yes' : 'no' })
        }
        primaryAction={
          <Flex gap={2}>
            {canReview && (
              <Button variant="tertiary" startIcon={<Upload />} onClick={() => openFile('import')}>
                {say('linkFile.import')}
              </Button>
            )}
            <Button variant="secondary" startIcon={<Download />} onClick={() => openFile('export')}>
              {say('linkFile.export')}
            </Button>
          </Flex>
        }
      />
      <Layouts.Content>
        <LinkFilters filters={filters} filtered={filtered} setFilters={setFilters} />
        {error && <LoadError message={text('links.error')} onRetry={() => void refetch()} />}
        {!error && !data && <LoadingRows rows={10} />}
        {!error && data && links.length === 0 && (
          <EmptyState
            text={text(filtered ? 'links.none' : 'links.empty')}
            action={
              filtered ? (
                <Button
                  variant="secondary"
                  onClick={() =>
                    setFilters({ connection: '', mapping: '', state: '', attention: '', origin: '', search: '' })
                  }
                >
                  {text('links.filter.clear')}
                </Button>
              ) : (
                <LinkButton tag={NavLink} to={BASE_PATH}>
                  {text('links.empty.act')}
                </LinkButton>
              )
            }
          />
        )}
        {!error && data && links.length > 0 && (
          <Flex direction="column" alignItems="stretch" gap={4} aria-busy={isFetching}>
            {chosen.length === 0 && canReview && filters.state in BATCHES && (
              <BatchButtons
                acts={BATCHES[filters.state as keyof typeof BATCHES]}
                filter={batchFilter}
                count={total ?? 0}
              />
            )}
            {chosen.length > 0 && (
              <BulkActs
                links={chosen}
                onUpdate={(subject, confirmed) =>
                  setWriting({
                    subject,
                    targets: confirmed.map(({ id, local }) => ({ id, locale: local.locale, label: local.label })),
                  })
                }
                onDone={clearSelection}
              />
            )}
            <LinkTable
              links={links}
              selectable={canReview}
              selected={selected}
              onSelect={setSelected}
              openId={linkId}
              onOpen={(link) => openLink(link.id)}
              connectionName={connectionName}
            />
            <PageNumbers pagination={data.meta.pagination} />
          </Flex>
        )}
      </Layouts.Content>
      {fileAct !== null && (fileAct === 'export' || canReview) && (
        <LinkFileDrawer
          act={fileAct}
          mappingId={filters.mapping}
          onChooseMapping={(mapping) => setFilters({ mapping })}
          onClose={() => openFile(null)}
        />
      )}
      {writing ? (
        <WriteDrawer
          {...writing}
          runId={run}
          onRun={(id) => setUrl({ run: id }, { replace: true })}
          onClose={stopWriting}
        />
      ) : run !== '' ? (
        <WriteRun runId={run} onRetry={null} onClose={stopWriting} />
      ) : null}
      {linkId !== null && linkId !== '' && (
        <LinkDrawer key={linkId} linkId={linkId} onOpenLink={openLink} onClose={close} />
      )}
    </Page.Main>
  );
}
