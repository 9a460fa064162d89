import { Box, Button, Flex, Typography } from '@strapi/design-system';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import type { MappingCounts } from '../../../../../../server/src/contracts';
import { EmptyState } from '../../../../components/EmptyState';
import { LoadError } from '../../../../components/LoadError';
import { LoadingRows } from '../../../../components/LoadingRows';
import { PageNumbers } from '../../../../components/PageNumbers';
import { SearchText } from '../../../../components/review/ReviewFilters';
import { useWizardText } from '../../../../components/review/useWizardText';
import { CreateMany } from '../../../../components/writes/CreateMany';
import { STRAPI } from '../../../../components/writes/types';
import { useWriteText } from '../../../../components/writes/useWriteText';
import { useLabel } from '../../../../hooks/useLabel';
import { useUrlState } from '../../../../hooks/useUrlState';
import { useCrosswalkListUnlinkedQuery } from '../../../../services/crosswalk';
import { errorMessage } from '../../../../utils/errors';
import { activeMapping, MappingTabs } from '../../MappingTabs';
import { StepFooter } from '../../StepFooter';
import { orderOf } from '../../useWizard';
import { NoMappings } from '../NoMappings';
import type { StepProps } from '../types';
import { useComplete } from '../useComplete';
import { CompleteMappingDialog } from './CompleteMappingDialog';
import { CreateDrawer } from './CreateDrawer';
import { ExternalTable } from './ExternalTable';

const DEFAULTS = { search: '', page: '1', pageSize: '25', record: '', write: '', run: '' } as const;
const left = (counts: MappingCounts) => counts.externalUnlinked;

/** Step 4: records that only the other system has become records in Strapi, each created and linked in one act. */
export function CreateStep(props: StepProps) {
  const { connection, wizard, canReview } = props;
  const text = useWizardText();
  const complete = useComplete(wizard);
  const [asking, setAsking] = useState(false);
  const active = activeMapping(connection.counts, wizard.mappingId, left);
  if (!active) return <NoMappings connection={connection} />;
  const passed = orderOf(wizard.furthest) > orderOf('create');
  return (
    <>
      <MappingTabs counts={connection.counts} active={active.mappingId} onChange={wizard.setMapping} left={left}>
        <CreateOf key={active.mappingId} {...props} counts={active} />
      </MappingTabs>
      <StepFooter
        hints={
          <Typography variant="pi" textColor="neutral600">
            {text('wizard.create.hint')}
          </Typography>
        }
      >
        {canReview ? (
          <Button size="L" onClick={() => setAsking(true)}>
            {text('wizard.create.complete')}
          </Button>
        ) : (
          <Typography textColor="neutral800">{text('wizard.readOnly')}</Typography>
        )}
      </StepFooter>
      {asking ? (
        <CompleteMappingDialog
          counts={connection.counts}
          saving={wizard.completing}
          onClose={() => setAsking(false)}
          onYes={() => {
            if (passed) wizard.goTo('check');
            else void complete('create').then((worked) => (worked ? undefined : setAsking(false)));
          }}
        />
      ) : null}
    </>
  );
}

function CreateOf({ connection, wizard, mappings, canReview, counts }: StepProps & { counts: MappingCounts }) {
  const label = useLabel();
  const intl = useIntl();
  const text = useWizardText();
  const say = useWriteText();
  const [url, set] = useUrlState(DEFAULTS);
  const { currentData, error, isFetching, refetch } = useCrosswalkListUnlinkedQuery({
    params: { id: counts.mappingId },
    query: {
      side: 'external',
      page: Math.max(1, Number(url.page) || 1),
      pageSize: Math.min(100, Math.max(1, Number(url.pageSize) || 25)),
      ...(url.search ? { search: url.search } : {}),
    },
  });
  const records = currentData?.data ?? [];
  const mapping = mappings.find((entry) => entry.id === counts.mappingId);
  const type = label(mapping?.recordTypeLabel ?? counts.recordType);
  const after = (id: string) => {
    const index = records.findIndex((record) => record.id === id);
    return records[index + 1] ?? records.find((record) => record.id !== id);
  };
  const open = (record: string) => set({ record });
  const nextTab = connection.counts.find((entry) => entry.mappingId !== counts.mappingId && entry.externalUnlinked > 0);

  return (
    <Flex direction="column" alignItems="stretch" gap={4}>
      <Flex justifyContent="space-between" gap={3} wrap="wrap">
        <Box width="36rem" maxWidth="100%">
          <SearchText
            initial={url.search}
            label={text('wizard.create.search')}
            onSearch={(search) => set({ search, page: '1' }, { replace: true })}
          />
        </Box>
        {canReview && mapping && records.length > 1 ? (
          <Button variant="secondary" onClick={() => set({ write: 'many' })}>
            {say('writes.createMany')}
          </Button>
        ) : null}
      </Flex>
      {error && !currentData ? (
        <LoadError
          message={text('wizard.create.listError', { message: errorMessage(error, intl) })}
          onRetry={() => void refetch()}
        />
      ) : null}
      {!error && !currentData ? <LoadingRows rows={8} /> : null}
      {currentData && records.length === 0 ? (
        <EmptyState
          text={url.search ? text('wizard.create.notFound') : text('wizard.create.empty', { type })}
          action={
            nextTab && !url.search ? (
              <Button onClick={() => wizard.setMapping(nextTab.mappingId)}>
                {text('wizard.create.next', { name: nextTab.name, count: nextTab.externalUnlinked })}
              </Button>
            ) : undefined
          }
        />
      ) : null}
      {currentData && records.length > 0 ? (
        <Flex direction="column" alignItems="stretch" gap={4} aria-busy={isFetching}>
          <ExternalTable
            records={records}
            recordTypeLabel={text('wizard.create.column.record', { type, system: connection.name })}
            localName={counts.localName}
            canReview={canReview}
            onCreate={(record) => open(record.id)}
          />
          <PageNumbers pagination={currentData.meta.pagination} />
        </Flex>
      ) : null}
      {url.write === 'many' && canReview && mapping ? (
        <CreateMany
          mapping={mapping}
          act="create_local"
          system={STRAPI}
          runId={url.run}
          onRun={(run) => set({ run }, { replace: true })}
          onClose={() => set({ write: '', run: '' })}
        />
      ) : null}
      {url.record && canReview ? (
        <CreateDrawer
          mappingId={counts.mappingId}
          externalId={url.record}
          localName={counts.localName}
          hasNext={after(url.record) !== undefined}
          onClose={() => open('')}
          onDone={(id, next) => open(next ? (after(id)?.id ?? '') : '')}
        />
      ) : null}
    </Flex>
  );
}
