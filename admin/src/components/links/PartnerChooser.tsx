import { Box, Button, Flex, Searchbar, Typography } from '@strapi/design-system';
import { useDebounce } from '@strapi/strapi/admin';
import { useId, useState } from 'react';
import type { RecordCard, Suggestion } from '../../../../server/src/contracts';
import { useAct } from '../../hooks/useAct';
import { useSuggestions } from '../../hooks/useSuggestions';
import { useCrosswalkMapRecordsMutation } from '../../services/crosswalk';
import { LoadError } from '../LoadError';
import { LoadingRows } from '../LoadingRows';
import { SearchFormWithRoom } from '../SearchFormWithRoom';
import { PartnerRow } from './PartnerRow';
import { useLinkText } from './useLinkText';

interface PartnerChooserProps {
  mappingId: string;
  /** documentId of the local record that needs a partner. */
  recordId: string;
  locale: string;
  /** Confirmed link that the new one takes the place of. */
  replace?: string;
  onMapped: (batch: { batchId: string; links: string[] }) => void;
  onOpenLink: (linkId: string) => void;
  onCancel: () => void;
}

/** Finds another external record for a local one (ranked suggestions, or a search on the server) and links the two. */
export function PartnerChooser(props: PartnerChooserProps) {
  const { mappingId, recordId, locale, replace } = props;
  const text = useLinkText();
  const act = useAct();
  const headingId = useId();
  const [typed, setTyped] = useState('');
  const [asking, setAsking] = useState<string | null>(null);
  const search = useDebounce(typed.trim(), 300);
  const { currentData, data, isFetching, isIndexed, error, refetch } = useSuggestions({
    params: { id: mappingId },
    query: { side: 'local', recordId, locale, ...(search === '' ? {} : { search }) },
  });
  const [map, { isLoading: saving }] = useCrosswalkMapRecordsMutation();
  const found = (currentData ?? data)?.data;

  const link = async (local: RecordCard, external: RecordCard) => {
    const body = { mappingId, localId: recordId, locale, externalId: external.id, ...(replace ? { replace } : {}) };
    const done = text('links.done.map', { local: local.label, external: external.label });
    const result = await act(map({ body }).unwrap(), { done, undo: true });
    if (result) props.onMapped(result.data);
  };

  return (
    <Flex
      direction="column"
      alignItems="stretch"
      gap={3}
      onKeyDownCapture={(event: React.KeyboardEvent) => {
        // The search field keeps Esc to itself; one that is empty has nothing to clear.
        if (event.key === 'Escape' && typed === '') props.onCancel();
      }}
    >
      <SearchFormWithRoom onSubmit={(event) => event.preventDefault()}>
        <Searchbar
          name="partner"
          value={typed}
          onChange={(event: React.ChangeEvent<HTMLInputElement>) => {
            setTyped(event.target.value);
            setAsking(null);
          }}
          onClear={() => setTyped('')}
          clearLabel={text('links.search.clear')}
          placeholder={text('links.chooser.search')}
          autoFocus
        >
          {text('links.chooser.search')}
        </Searchbar>
      </SearchFormWithRoom>
      <Flex justifyContent="space-between" gap={2}>
        <Typography id={headingId} variant="sigma" textColor="neutral600">
          {search === '' ? text('links.chooser.suggestions') : text('links.chooser.hits', { search })}
        </Typography>
        <Typography variant="pi" textColor="neutral600" aria-live="polite">
          {!isFetching && found && text('links.chooser.found', { count: found.suggestions.length })}
        </Typography>
      </Flex>
      {error && <LoadError message={text('links.chooser.error')} onRetry={() => void refetch()} />}
      {!isIndexed && (
        <Typography variant="pi" textColor="neutral800" role="status">
          {text('links.chooser.indexing')}
        </Typography>
      )}
      {!error && !found && <LoadingRows rows={3} />}
      {!error && found && (
        <Flex
          tag="ul"
          direction="column"
          alignItems="stretch"
          gap={2}
          aria-labelledby={headingId}
          aria-busy={isFetching}
        >
          {found.suggestions.map((suggestion: Suggestion) => (
            <PartnerRow
              key={suggestion.record.id}
              local={found.record}
              mappingId={mappingId}
              suggestion={suggestion}
              replace={replace}
              asking={asking === suggestion.record.id}
              saving={saving}
              onAsk={() => setAsking(suggestion.record.id)}
              onBack={() => setAsking(null)}
              onOpenLink={props.onOpenLink}
              onConfirm={() => void link(found.record, suggestion.record)}
            />
          ))}
        </Flex>
      )}
      {!error && found?.suggestions.length === 0 && !isFetching && (
        <Typography textColor="neutral600">
          {search === '' ? text('links.chooser.none') : text('links.chooser.noHits', { search })}
        </Typography>
      )}
      <Box>
        <Button variant="tertiary" onClick={props.onCancel}>
          {text('links.chooser.cancel')}
        </Button>
      </Box>
    </Flex>
  );
}
