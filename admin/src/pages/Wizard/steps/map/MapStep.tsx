import { Box, Button, Flex, SingleSelect, SingleSelectOption, Typography } from '@strapi/design-system';
import { usePersistentState } from '@strapi/strapi/admin';
import { useRef, useState } from 'react';
import { useIntl } from 'react-intl';
import { styled } from 'styled-components';
import type { MappingCounts } from '../../../../../../server/src/contracts';
import { EmptyState } from '../../../../components/EmptyState';
import { LinkDrawer } from '../../../../components/links/LinkDrawer';
import { KeyHelp, KeyHints, type KeyHint } from '../../../../components/review/KeyHelp';
import { useReviewKeys } from '../../../../components/review/useReviewKeys';
import { useWizardText } from '../../../../components/review/useWizardText';
import { CreateMany } from '../../../../components/writes/CreateMany';
import { useWriteText } from '../../../../components/writes/useWriteText';
import { WriteDrawer } from '../../../../components/writes/WriteDrawer';
import { useLabel } from '../../../../hooks/useLabel';
import { useUrlState } from '../../../../hooks/useUrlState';
import { limitPath } from '../../../../utils/connectionPaths';
import { activeMapping, MappingTabs } from '../../MappingTabs';
import { StepFooter } from '../../StepFooter';
import { orderOf } from '../../useWizard';
import { NoMappings } from '../NoMappings';
import { StepProgress } from '../StepProgress';
import type { StepProps } from '../types';
import { useComplete } from '../useComplete';
import { Suggestions } from './Suggestions';
import { UnlinkedList } from './UnlinkedList';
import { useMapStep } from './useMapStep';

const HINTS: KeyHint[] = [
  { keys: ['J', 'K'], says: 'wizard.keys.move' },
  { keys: ['1–9'], says: 'wizard.keys.map' },
  { keys: ['↵'], says: 'wizard.keys.enter' },
  { keys: ['Esc'], says: 'wizard.keys.back' },
  { keys: ['/'], says: 'wizard.keys.search' },
];
/** `one`: the chosen record; `many`: some of the list. */
const WRITE = { write: '', run: '' } as const;
const left = (counts: MappingCounts) => counts.localUnlinked;

/** Step 3: what found no safe partner by itself is mapped by hand, from either side. */
export function MapStep(props: StepProps) {
  const { connection, wizard } = props;
  const active = activeMapping(connection.counts, wizard.mappingId, left);
  if (!active) return <NoMappings connection={connection} />;
  return (
    <MappingTabs counts={connection.counts} active={active.mappingId} onChange={wizard.setMapping} left={left}>
      <MapOf key={active.mappingId} {...props} counts={active} />
    </MappingTabs>
  );
}

function MapOf({
  connection,
  wizard,
  mappings,
  canReview,
  canConfigure,
  canWrite,
  counts,
}: StepProps & { counts: MappingCounts }) {
  const intl = useIntl();
  const label = useLabel();
  const text = useWizardText();
  const say = useWriteText();
  const [url, setUrl] = useUrlState(WRITE);
  const complete = useComplete(wizard);
  const state = useMapStep(counts.mappingId);
  const searchBar = useRef<HTMLInputElement>(null);
  const [helping, setHelping] = useState(false);
  const [keysOn, setKeysOn] = usePersistentState<boolean>('CROSSWALK_SINGLE_KEYS', true);
  useReviewKeys(keysOn, {
    j: () => state.move(1),
    k: () => state.move(-1),
    '/': () => searchBar.current?.focus(),
    '?': () => setHelping(true),
  });

  const mapping = mappings.find((entry) => entry.id === counts.mappingId);
  const names = {
    name: counts.localName,
    type: label(mapping?.recordTypeLabel ?? counts.recordType),
    plural: mapping?.localNamePlural ?? counts.localName,
  };
  const canCreate = state.side === 'local' && canWrite && (mapping?.canCreateExternal ?? false);
  const system = connection.connectorName;
  const chosen = state.records.find(({ id, locale }) => id === state.chosen?.id && locale === state.chosen.locale);
  const writing = {
    runId: url.run,
    onRun: (run: string) => setUrl({ run }, { replace: true }),
    onClose: () => setUrl({ write: '', run: '' }),
  };
  const ignored = state.side === 'local' ? counts.localIgnored : counts.externalIgnored;
  const nothing =
    state.list.currentData !== undefined &&
    state.chosen === null &&
    state.search === '' &&
    state.why === null &&
    !state.showIgnored &&
    ignored === 0;
  const goOn = () => (orderOf(wizard.furthest) > orderOf('map') ? wizard.goTo('create') : void complete('map'));
  const next = connection.counts.find((entry) => entry.mappingId !== counts.mappingId && entry.localUnlinked > 0);

  return (
    <>
      <Flex justifyContent="flex-end" gap={3} paddingBottom={4}>
        <Typography variant="pi" textColor="neutral600">
          {text('wizard.map.startFrom')}
        </Typography>
        <SingleSelect
          aria-label={text('wizard.map.startFrom')}
          value={state.side}
          onChange={(value) => state.setSide(value === 'external' ? 'external' : 'local')}
        >
          <SingleSelectOption value="local">
            {text('wizard.map.from.local', { ...names, count: counts.localUnlinked })}
          </SingleSelectOption>
          <SingleSelectOption value="external">
            {text('wizard.map.from.external', { ...names, count: counts.externalUnlinked })}
          </SingleSelectOption>
        </SingleSelect>
      </Flex>
      {nothing ? (
        <EmptyState
          text={text(state.side === 'local' ? 'wizard.map.empty' : 'wizard.map.emptyExternal', names)}
          action={
            next && state.side === 'local' ? (
              <Button onClick={() => wizard.setMapping(next.mappingId)}>
                {text('wizard.map.next', { name: next.name, count: next.localUnlinked })}
              </Button>
            ) : undefined
          }
        />
      ) : (
        <Columns>
          <UnlinkedList
            state={state}
            ignored={ignored}
            onCreateMany={canCreate ? () => setUrl({ write: 'many' }) : null}
          />
          <Box>
            {state.chosen === null && state.search === '' && state.why === null ? (
              <EmptyState
                text={
                  state.showIgnored
                    ? text('wizard.ignore.none')
                    : text(state.side === 'local' ? 'wizard.map.empty' : 'wizard.map.emptyExternal', names)
                }
              />
            ) : null}
            {state.chosen ? (
              <Suggestions
                key={`${state.side} ${state.chosen.id} ${state.chosen.locale}`}
                ref={searchBar}
                mapping={mapping}
                mappingId={counts.mappingId}
                connectionName={connection.name}
                limitPath={canConfigure ? limitPath(connection, counts.mappingId) : null}
                partners={state.side === 'local' ? counts.externalTotal : counts.localTotal}
                record={state.chosen}
                state={state}
                create={
                  canCreate
                    ? { label: say('writes.createIn', { system }), onCreate: () => setUrl({ write: 'one' }) }
                    : null
                }
                canReview={canReview}
                keysOn={keysOn}
              />
            ) : null}
          </Box>
        </Columns>
      )}
      <StepFooter hints={<KeyHints hints={HINTS} enabled={keysOn} onHelp={() => setHelping(true)} />}>
        <StepProgress
          label={text('wizard.map.progress', {
            done: intl.formatNumber(counts.localTotal - counts.localUnlinked),
            total: intl.formatNumber(counts.localTotal),
            name: counts.name,
          })}
          done={counts.localTotal - counts.localUnlinked}
          total={counts.localTotal}
        />
        {canReview ? (
          <Button size="L" loading={wizard.completing} onClick={goOn}>
            {text('wizard.map.complete')}
          </Button>
        ) : (
          <Typography textColor="neutral800">{text('wizard.readOnly')}</Typography>
        )}
      </StepFooter>
      {helping ? (
        <KeyHelp hints={HINTS} enabled={keysOn} onEnabled={setKeysOn} onClose={() => setHelping(false)} />
      ) : null}
      {canCreate && mapping && url.write === 'one' && (chosen || url.run) ? (
        <WriteDrawer
          key={chosen?.id}
          subject={{ mapping, act: 'create_external', system }}
          targets={chosen ? [{ id: chosen.id, locale: chosen.locale, label: chosen.label }] : []}
          onFind={() => {
            writing.onClose();
            searchBar.current?.focus();
          }}
          {...writing}
        />
      ) : null}
      {canCreate && mapping && url.write === 'many' ? (
        <CreateMany mapping={mapping} act="create_external" system={system} {...writing} />
      ) : null}
      {state.linkId ? (
        <LinkDrawer
          key={state.linkId}
          linkId={state.linkId}
          onOpenLink={state.openLink}
          onClose={() => state.openLink('')}
        />
      ) : null}
    </>
  );
}

const Columns = styled.div`
  display: grid;
  grid-template-columns: minmax(24rem, 1fr) minmax(0, 2fr);
  gap: 1.6rem;
  align-items: start;
  @media (max-width: 900px) {
    grid-template-columns: 1fr;
  }
`;
