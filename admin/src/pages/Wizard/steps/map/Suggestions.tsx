import { Box, Button, Flex, Typography } from '@strapi/design-system';
import { Plus } from '@strapi/icons';
import { forwardRef, useRef, useState } from 'react';
import { useIntl } from 'react-intl';
import type { Mapping } from '../../../../../../server/src/contracts';
import { WhyNot } from '../../../../components/evidence/WhyNot';
import { LoadError } from '../../../../components/LoadError';
import { LoadingRows } from '../../../../components/LoadingRows';
import { SearchText } from '../../../../components/review/ReviewFilters';
import { useReviewKeys } from '../../../../components/review/useReviewKeys';
import { useWizardText } from '../../../../components/review/useWizardText';
import { useSuggestions } from '../../../../hooks/useSuggestions';
import { errorMessage } from '../../../../utils/errors';
import { usePercent } from '../../../../hooks/usePercent';
import { IgnoreButton } from './IgnoreButton';
import { SuggestionRow } from './SuggestionRow';
import { useMapPair } from './useMapPair';
import type { MapState, RecordKey } from './useMapStep';

interface SuggestionsProps {
  mapping: Mapping | undefined;
  mappingId: string;
  connectionName: string;
  /** Page with the consequences of another limit; null: this reader may not change it. */
  limitPath: string | null;
  /** Records on the other side, for the search bar's label. */
  partners: number;
  record: RecordKey;
  state: MapState;
  /** Creates the missing partner in the external system; null: this reader may not, or the system takes none. */
  create: { label: string; onCreate: () => void } | null;
  canReview: boolean;
  keysOn: boolean;
}

/** Ranked partners of the chosen record, or what a search on the server found, and linking with one of them. */
export const Suggestions = forwardRef<HTMLInputElement, SuggestionsProps>(function Suggestions(props, searchBar) {
  const { mappingId, mapping, record: key, state, create, canReview, keysOn } = props;
  const intl = useIntl();
  const text = useWizardText();
  const percent = usePercent();
  const [search, setSearch] = useState('');
  const [asking, setAsking] = useState<string | null>(null);
  const searchField = useRef<HTMLInputElement | null>(null);
  const { currentData, data, error, isFetching, isIndexed, refetch } = useSuggestions({
    params: { id: mappingId },
    query: { side: state.side, recordId: key.id, locale: key.locale, ...(search ? { search } : {}) },
  });
  const pair = useMapPair({ mappingId, side: state.side, onMapped: state.onMapped, onUndone: state.onUndone });
  // While another search is on its way the last hits stay, as long as they are of this record.
  const latest = (currentData ?? data)?.data;
  const found = latest?.record.id === key.id ? latest : undefined;
  const suggestions = found?.suggestions ?? [];
  const best = suggestions[0]?.score ?? null;

  const nothingAlike = found !== undefined && search === '' && suggestions.length === 0 && !isFetching;

  const ask = (id: string | null) => {
    pair.forget();
    setAsking(id);
  };
  const byNumber = Object.fromEntries(
    suggestions.slice(0, 9).map((suggestion, index) => [
      String(index + 1),
      () => {
        if (suggestion.refusal === null && suggestion.record.active) ask(suggestion.record.id);
      },
    ]),
  );
  useReviewKeys(keysOn && canReview, { ...byNumber, Escape: () => ask(null) });

  if (error && !found) {
    return (
      <LoadError
        message={text('wizard.map.error', { message: errorMessage(error, intl) })}
        onRetry={() => void refetch()}
      />
    );
  }
  return (
    <Box background="neutral0" borderColor="neutral200" hasRadius padding={5}>
      {found ? (
        <Flex justifyContent="space-between" alignItems="flex-start" gap={3} wrap="wrap" paddingBottom={4}>
          {/* Wide enough for a name: the buttons go below it where there is no room beside it. */}
          <Box minWidth="min(24rem, 100%)" flex="1">
            <Typography variant="beta" tag="h2" textColor="neutral800">
              {found.record.label}
            </Typography>
            <Typography variant="pi" tag="p" textColor="neutral600">
              {Object.entries(found.record.roles)
                .filter(([role]) => role !== 'name')
                .map(([, value]) => value)
                .join(' · ')}
            </Typography>
          </Box>
          <Flex gap={2} wrap="wrap">
            {canReview ? <IgnoreButton mappingId={mappingId} record={found.record} state={state} /> : null}
            {create && !nothingAlike ? (
              <Button variant="secondary" startIcon={<Plus />} onClick={create.onCreate}>
                {create.label}
              </Button>
            ) : null}
          </Flex>
        </Flex>
      ) : (
        <LoadingRows rows={1} />
      )}
      {found?.why && search === '' ? (
        <Box paddingBottom={4}>
          <WhyNot
            why={found.why}
            record={found.record}
            connectionName={props.connectionName}
            mappingId={mappingId}
            suggestions={suggestions}
            limitPath={props.limitPath}
            onSearch={() => searchField.current?.focus()}
            onOpenLink={state.openLink}
          />
        </Box>
      ) : null}
      <SearchText
        ref={(field) => {
          searchField.current = field;
          if (typeof searchBar === 'function') searchBar(field);
          else if (searchBar) searchBar.current = field;
        }}
        initial=""
        label={text('wizard.map.search', { count: props.partners })}
        onSearch={(next) => {
          setSearch(next);
          ask(null);
        }}
      />
      <Flex justifyContent="space-between" gap={3} wrap="wrap" paddingTop={5} paddingBottom={3}>
        <Typography variant="sigma" tag="h3" textColor="neutral600" aria-live="polite">
          {search === ''
            ? text('wizard.map.bestFirst')
            : text('wizard.map.hits', { search, count: suggestions.length })}
        </Typography>
        {isIndexed ? null : (
          <Typography variant="pi" textColor="neutral800" role="status">
            {text('wizard.map.indexing')}
          </Typography>
        )}
        {search === '' && state.side === 'external' && best !== null && mapping && best < mapping.threshold ? (
          <Typography variant="pi" textColor="neutral600">
            {text('wizard.map.notSafe', { score: percent(best), limit: percent(mapping.threshold) })}
          </Typography>
        ) : null}
      </Flex>
      {!found ? <LoadingRows rows={4} height="7rem" /> : null}
      <Flex tag="ol" direction="column" alignItems="stretch" gap={2} aria-busy={isFetching}>
        {found
          ? suggestions.map((suggestion, index) => (
              <SuggestionRow
                mappingId={props.mappingId}
                key={`${suggestion.record.id} ${suggestion.record.locale}`}
                record={found.record}
                side={state.side}
                suggestion={suggestion}
                place={index + 1}
                showKey={keysOn && canReview}
                canReview={canReview}
                asking={asking === suggestion.record.id}
                saving={pair.saving}
                inTheWay={pair.inTheWay}
                onAsk={() => ask(suggestion.record.id)}
                onBack={() => ask(null)}
                onConfirm={(replace) => void pair.link(found.record, suggestion.record, replace)}
                onOpenLink={state.openLink}
              />
            ))
          : null}
      </Flex>
      {found && suggestions.length === 0 && !isFetching ? (
        <Flex direction="column" alignItems="flex-start" gap={4}>
          <Typography textColor="neutral800">
            {search === '' ? text('wizard.map.nothingAlike') : text('wizard.map.noHits', { search })}
          </Typography>
          {create && nothingAlike ? (
            <Button startIcon={<Plus />} onClick={create.onCreate}>
              {create.label}
            </Button>
          ) : null}
        </Flex>
      ) : null}
    </Box>
  );
});
