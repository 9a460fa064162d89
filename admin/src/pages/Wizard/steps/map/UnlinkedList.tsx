import { Box, Flex, SingleSelect, SingleSelectOption, TextButton, Typography } from '@strapi/design-system';
import { useEffect, useRef } from 'react';
import { useIntl } from 'react-intl';
import { styled } from 'styled-components';
import { useEvidenceText } from '../../../../components/evidence/useEvidenceText';
import { useShortWhyNotText } from '../../../../components/evidence/useWhyNotText';
import { LoadError } from '../../../../components/LoadError';
import { LoadingRows } from '../../../../components/LoadingRows';
import { PageNumbers } from '../../../../components/PageNumbers';
import { SearchText } from '../../../../components/review/ReviewFilters';
import { useWizardText } from '../../../../components/review/useWizardText';
import { useWriteText } from '../../../../components/writes/useWriteText';
import { errorMessage } from '../../../../utils/errors';
import { money } from '../../../../utils/format';
import { type MapState, REASONS } from './useMapStep';

/** Of the filter, whose options need a value each. */
const ANY = 'any';

interface UnlinkedListProps {
  state: MapState;
  /** How many shall have no partner. */
  ignored: number;
  /** Creates the missing partners of some of them; null: this reader may not, or the system takes none. */
  onCreateMany: (() => void) | null;
}

/** What waits for a partner, or shall have none. The chosen record is `aria-current`. */
export function UnlinkedList({ state, ignored, onCreateMany }: UnlinkedListProps) {
  const intl = useIntl();
  const text = useWizardText();
  const say = useEvidenceText();
  const write = useWriteText();
  const shortWhy = useShortWhyNotText();
  const { list, records, chosen } = state;
  const current = useRef<HTMLButtonElement>(null);
  const chosenKey = chosen ? `${chosen.id} ${chosen.locale}` : '';
  useEffect(() => {
    current.current?.scrollIntoView({ block: 'nearest' });
  }, [chosenKey]);
  const total = list.currentData?.meta.pagination.total;

  return (
    <Box background="neutral0" borderColor="neutral200" hasRadius overflow="hidden">
      <Box padding={3}>
        <SearchText
          key={state.side}
          initial={state.search}
          label={text('wizard.map.find')}
          onSearch={state.setSearch}
        />
        {state.side === 'local' ? (
          <Box paddingTop={2}>
            <SingleSelect
              size="S"
              aria-label={say('why.filter')}
              value={state.why ?? ANY}
              onChange={(value) => state.setWhy(value === ANY ? '' : String(value))}
            >
              <SingleSelectOption value={ANY}>{say('why.filter.any')}</SingleSelectOption>
              {REASONS.map((reason) => (
                <SingleSelectOption key={reason} value={reason}>
                  {say(reason === 'below_threshold' ? 'why.filter.below_threshold' : `why.short.${reason}`)}
                </SingleSelectOption>
              ))}
            </SingleSelect>
            <Box paddingTop={2}>
              <SingleSelect
                size="S"
                aria-label={text('wizard.map.sort')}
                value={state.byAmount ? 'waiting' : 'name'}
                onChange={(value) => state.setByAmount(value === 'waiting')}
              >
                <SingleSelectOption value="name">{text('wizard.map.sort.name')}</SingleSelectOption>
                <SingleSelectOption value="waiting">{text('wizard.map.sort.waiting')}</SingleSelectOption>
              </SingleSelect>
            </Box>
          </Box>
        ) : null}
      </Box>
      <Flex
        justifyContent="space-between"
        gap={2}
        wrap="wrap"
        paddingLeft={4}
        paddingRight={4}
        paddingTop={2}
        paddingBottom={2}
        background="neutral100"
      >
        <Typography variant="sigma" textColor="neutral600" aria-live="polite">
          {total === undefined
            ? text('wizard.map.waiting')
            : text(state.showIgnored ? 'wizard.ignored' : 'wizard.left', { count: total })}
        </Typography>
        {onCreateMany && !state.showIgnored ? (
          <TextButton onClick={onCreateMany}>{write('writes.createMany')}</TextButton>
        ) : null}
        {state.showIgnored || ignored > 0 ? (
          <TextButton onClick={() => state.setShowIgnored(!state.showIgnored)}>
            {state.showIgnored ? text('wizard.ignore.back') : text('wizard.ignore.show', { count: ignored })}
          </TextButton>
        ) : null}
      </Flex>
      {list.error && !list.currentData ? (
        <Box padding={3}>
          <LoadError
            message={text('wizard.map.listError', { message: errorMessage(list.error, intl) })}
            onRetry={() => void list.refetch()}
          />
        </Box>
      ) : null}
      {!list.error && !list.currentData ? (
        <Box padding={3}>
          <LoadingRows rows={8} />
        </Box>
      ) : null}
      <Records aria-busy={list.isFetching}>
        {records.map((record) => {
          const isChosen = chosen?.id === record.id && chosen.locale === record.locale;
          return (
            <li key={`${record.id} ${record.locale}`}>
              <RecordButton
                ref={isChosen ? current : undefined}
                type="button"
                aria-current={isChosen}
                onClick={() => state.choose(record)}
              >
                <Typography fontWeight="bold" textColor="neutral800">
                  {record.label}
                </Typography>
                <Typography variant="pi" textColor="neutral600">
                  {[
                    record.waiting && text('wizard.waiting', { amount: money(record.waiting, null, intl.locale) }),
                    record.detail,
                    // The reason below says it better than `nothing alike`.
                    record.why && record.suggestions === 0
                      ? ''
                      : text('wizard.map.suggestions', { count: record.suggestions }),
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </Typography>
                {state.side === 'local' ? (
                  <Typography variant="pi" textColor="neutral800">
                    {record.why ? shortWhy(record.why) : say('why.short.notMatched')}
                  </Typography>
                ) : null}
              </RecordButton>
            </li>
          );
        })}
      </Records>
      {list.currentData && total !== undefined && total > 10 ? (
        <Box paddingLeft={4} paddingRight={4} paddingBottom={3}>
          <PageNumbers pagination={list.currentData.meta.pagination} />
        </Box>
      ) : null}
      {list.currentData && records.length === 0 && (state.search !== '' || state.why !== null) ? (
        <Flex padding={5}>
          <Typography textColor="neutral600">
            {state.search !== ''
              ? text('wizard.map.notFound', { search: state.search })
              : text('wizard.map.noneOfReason')}
          </Typography>
        </Flex>
      ) : null}
    </Box>
  );
}

const Records = styled.ul`
  max-height: 60vh;
  overflow-y: auto;
`;

const RecordButton = styled.button`
  display: flex;
  flex-direction: column;
  align-items: flex-start;
  width: 100%;
  padding: 1rem 1.6rem;
  text-align: left;
  cursor: pointer;
  border-bottom: 1px solid ${({ theme }) => theme.colors.neutral150};
  border-left: 4px solid transparent;
  overflow-wrap: anywhere;
  &:hover {
    background: ${({ theme }) => theme.colors.neutral100};
  }
  &[aria-current='true'] {
    background: ${({ theme }) => theme.colors.primary100};
    border-left-color: ${({ theme }) => theme.colors.primary600};
  }
  &:focus-visible {
    outline: 2px solid ${({ theme }) => theme.colors.primary600};
    outline-offset: -2px;
  }
`;
