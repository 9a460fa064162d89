import { Button, Typography } from '@strapi/design-system';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import type { MappingCounts } from '../../../../../../server/src/contracts';
import { EmptyState } from '../../../../components/EmptyState';
import { ConfirmAllDialog } from '../../../../components/review/ConfirmAllDialog';
import { ReviewQueue } from '../../../../components/review/ReviewQueue';
import { useUndoable } from '../../../../components/review/useUndoable';
import { useWizardText } from '../../../../components/review/useWizardText';
import { inSentence } from '../../../../utils/format';
import { activeMapping, MappingTabs } from '../../MappingTabs';
import { StepFooter } from '../../StepFooter';
import { orderOf } from '../../useWizard';
import { NoMappings } from '../NoMappings';
import { StepProgress } from '../StepProgress';
import type { StepProps } from '../types';
import { useComplete } from '../useComplete';

const left = (counts: MappingCounts) => counts.proposed;

/** Step 2: what was linked by itself is looked through, mapping by mapping, then confirmed as a whole. */
export function ReviewStep({ connection, wizard, mappings, canReview }: StepProps) {
  const intl = useIntl();
  const text = useWizardText();
  const undoable = useUndoable();
  const complete = useComplete(wizard);
  const [asking, setAsking] = useState(false);
  const { counts } = connection;
  const active = activeMapping(counts, wizard.mappingId, left);
  if (!active) return <NoMappings connection={connection} />;

  const proposed = sum(counts, left);
  const confirmed = sum(counts, (entry) => entry.confirmed);
  const rejected = sum(counts, (entry) => entry.rejected);
  const decided = confirmed + rejected;
  const next = counts.find((entry) => entry.mappingId !== active.mappingId && entry.proposed > 0);
  const mapping = mappings.find((entry) => entry.id === active.mappingId);
  const plural = inSentence(intl, mapping?.localNamePlural ?? active.localName);
  const goOn = () => (orderOf(wizard.furthest) > orderOf('review') ? wizard.goTo('map') : void complete('review'));

  const emptyAct = next ? (
    <Button onClick={() => wizard.setMapping(next.mappingId)}>
      {text('wizard.review.next', { name: next.name, count: next.proposed })}
    </Button>
  ) : canReview || orderOf(wizard.furthest) > orderOf('review') ? (
    <Button onClick={goOn}>{active.localUnlinked > 0 ? text('wizard.review.mapThem') : text('wizard.continue')}</Button>
  ) : undefined;

  return (
    <MappingTabs counts={counts} active={active.mappingId} onChange={wizard.setMapping} left={left}>
      <ReviewQueue
        key={active.mappingId}
        scope={{ connectionId: connection.id, mappingId: active.mappingId }}
        mappings={mappings}
        canReview={canReview}
        running={connection.activeRun !== null}
        empty={
          <EmptyState
            text={text('wizard.review.empty', { count: active.localUnlinked, name: plural })}
            action={emptyAct}
          />
        }
        footer={(keys) => (
          <StepFooter hints={keys}>
            <StepProgress
              label={text('wizard.review.decided', {
                decided: intl.formatNumber(decided),
                total: intl.formatNumber(decided + proposed),
                rejected,
              })}
              done={decided}
              total={decided + proposed}
            />
            {canReview ? (
              <Button size="L" onClick={() => (proposed > 0 ? setAsking(true) : goOn())} loading={wizard.completing}>
                {proposed > 0 ? text('wizard.confirmAll') : text('wizard.continue')}
              </Button>
            ) : (
              <Typography textColor="neutral800">{text('wizard.readOnly')}</Typography>
            )}
          </StepFooter>
        )}
      />
      {asking ? (
        <ConfirmAllDialog
          connection={connection}
          onClose={() => setAsking(false)}
          onDone={({ batchId, count }) => {
            setAsking(false);
            undoable({ message: text('wizard.confirmAll.done', { count }), batchId });
            void complete('review');
          }}
        />
      ) : null}
    </MappingTabs>
  );
}

const sum = (counts: readonly MappingCounts[], pick: (entry: MappingCounts) => number) =>
  counts.reduce((total, entry) => total + pick(entry), 0);
