import { Button, Flex, SingleSelect, SingleSelectOption, Typography } from '@strapi/design-system';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import { EmptyState } from '../../../../components/EmptyState';
import { LinkDrawer } from '../../../../components/links/LinkDrawer';
import { LoadError } from '../../../../components/LoadError';
import { LoadingRows } from '../../../../components/LoadingRows';
import { PageNumbers } from '../../../../components/PageNumbers';
import { SearchText } from '../../../../components/review/ReviewFilters';
import { useWizardText } from '../../../../components/review/useWizardText';
import { useUrlState } from '../../../../hooks/useUrlState';
import { useCrosswalkListLinksQuery } from '../../../../services/crosswalk';
import { errorMessage } from '../../../../utils/errors';
import { LinkTable } from '../../../Mappings/LinkTable';
import { StepFooter } from '../../StepFooter';
import { NoMappings } from '../NoMappings';
import type { StepProps } from '../types';
import { CountsTable } from './CountsTable';
import { FinalizeDialog } from './FinalizeDialog';

const DEFAULTS = { search: '', page: '1', pageSize: '25', link: '', state: 'all' } as const;
const STATES = ['all', 'confirmed', 'proposed'] as const;
const NOTHING: ReadonlySet<string> = new Set();

/** Step 5: all links once more, with totals; then the connection goes live. */
export function CheckStep({ connection, wizard, canReview }: StepProps) {
  const intl = useIntl();
  const text = useWizardText();
  const [url, set] = useUrlState(DEFAULTS);
  const [asking, setAsking] = useState(false);
  const state = STATES.find((option) => option === url.state) ?? 'all';
  const mappingId = connection.counts.find((entry) => entry.mappingId === wizard.mappingId)?.mappingId ?? '';
  const { currentData, error, isFetching, refetch } = useCrosswalkListLinksQuery({
    query: {
      connectionId: connection.id,
      state: state === 'all' ? 'confirmed,proposed' : state,
      sort: 'score:asc',
      page: Math.max(1, Number(url.page) || 1),
      pageSize: Math.min(100, Math.max(1, Number(url.pageSize) || 25)),
      ...(mappingId ? { mappingId } : {}),
      ...(url.search ? { search: url.search } : {}),
    },
  });
  if (connection.counts.length === 0) return <NoMappings connection={connection} />;
  const links = currentData?.data ?? [];

  return (
    <>
      <Flex direction="column" alignItems="stretch" gap={5}>
        <CountsTable counts={connection.counts} />
        <Flex gap={2} wrap="wrap">
          <SearchText
            initial={url.search}
            label={text('wizard.check.search')}
            onSearch={(search) => set({ search, page: '1' }, { replace: true })}
          />
          <SingleSelect
            aria-label={text('wizard.mapping')}
            value={mappingId || 'all'}
            onChange={(value) => wizard.setMapping(value === 'all' ? '' : String(value))}
          >
            <SingleSelectOption value="all">{text('wizard.check.allMappings')}</SingleSelectOption>
            {connection.counts.map((entry) => (
              <SingleSelectOption key={entry.mappingId} value={entry.mappingId}>
                {entry.name}
              </SingleSelectOption>
            ))}
          </SingleSelect>
          <SingleSelect
            aria-label={text('wizard.check.state')}
            value={state}
            onChange={(value) => set({ state: String(value), page: '1' }, { replace: true })}
          >
            {STATES.map((option) => (
              <SingleSelectOption key={option} value={option}>
                {text(`wizard.check.state.${option}`)}
              </SingleSelectOption>
            ))}
          </SingleSelect>
        </Flex>
        {error && !currentData ? (
          <LoadError
            message={text('wizard.check.error', { message: errorMessage(error, intl) })}
            onRetry={() => void refetch()}
          />
        ) : null}
        {!error && !currentData ? <LoadingRows rows={8} /> : null}
        {currentData && links.length === 0 ? (
          <EmptyState
            text={text(url.search || state !== 'all' ? 'wizard.check.none' : 'wizard.check.empty')}
            action={
              url.search || state !== 'all' ? undefined : (
                <Button variant="secondary" onClick={() => wizard.goTo('map')}>
                  {text('wizard.check.emptyAct')}
                </Button>
              )
            }
          />
        ) : null}
        {currentData && links.length > 0 ? (
          <Flex direction="column" alignItems="stretch" gap={4} aria-busy={isFetching}>
            <LinkTable
              links={links}
              selectable={false}
              selected={NOTHING}
              onSelect={() => undefined}
              openId={url.link || null}
              onOpen={(link) => set({ link: link.id })}
              connectionName={connection.name}
            />
            <PageNumbers pagination={currentData.meta.pagination} />
          </Flex>
        ) : null}
      </Flex>
      <StepFooter
        hints={
          <Typography variant="pi" textColor="neutral600">
            {text('wizard.check.hint')}
          </Typography>
        }
      >
        {canReview ? (
          <Button size="L" onClick={() => (connection.state === 'live' ? wizard.goTo('done') : setAsking(true))}>
            {text(connection.state === 'live' ? 'wizard.continue' : 'wizard.finalize')}
          </Button>
        ) : (
          <Typography textColor="neutral800">{text('wizard.readOnly')}</Typography>
        )}
      </StepFooter>
      {asking ? <FinalizeDialog connection={connection} wizard={wizard} onClose={() => setAsking(false)} /> : null}
      {url.link ? (
        <LinkDrawer
          key={url.link}
          linkId={url.link}
          onOpenLink={(link) => set({ link })}
          onClose={() => set({ link: '' })}
        />
      ) : null}
    </>
  );
}
