import type { ReactNode } from 'react';
import { Box, Button, Flex, Typography } from '@strapi/design-system';
import { ClockCounterClockwise } from '@strapi/icons';
import { useIntl } from 'react-intl';
import type { Decision } from '../../../server/src/contracts';
import { useAct } from '../hooks/useAct';
import { useActor } from '../hooks/useActor';
import { type TextKey, useText } from '../hooks/useText';
import { useCrosswalkUndoDecisionMutation } from '../services/crosswalk';
import texts from '../translations/en/shell.json';
import { getTranslation } from '../utils/getTranslation';
import { When } from './When';

interface DecisionRowProps {
  decision: Decision;
  /** Name of the connection, where the list is about several. */
  connectionName?: string;
  canReview: boolean;
}

/** One act of the journal: when, who, what, and Undo or why it cannot be undone. */
export function DecisionRow({ decision, connectionName, canReview }: DecisionRowProps) {
  const t = useText();
  const act = useAct();
  const [undo, { isLoading }] = useCrosswalkUndoDecisionMutation();
  // What auto-link or a sync noted is answered by confirming or rejecting, so nobody looks for its Undo.
  const blockedBy = decision.undoBlockedBy === 'not_by_person' ? null : decision.undoBlockedBy;
  const where = [connectionName, decision.mappingName].filter(Boolean).join(' · ');
  return (
    <Flex tag="li" gap={4} padding={4} alignItems="flex-start" wrap="wrap">
      <Box width="11rem" shrink={0}>
        <Typography variant="pi" textColor="neutral600">
          <When at={decision.at} />
        </Typography>
      </Box>
      <Box flex="1" minWidth="20rem">
        <Typography textColor="neutral800" tag="p" style={{ overflowWrap: 'anywhere' }}>
          <DecisionSentence decision={decision} />
        </Typography>
        {where ? (
          <Typography variant="pi" textColor="neutral600" tag="p">
            {where}
          </Typography>
        ) : null}
        {blockedBy ? (
          <Typography variant="pi" textColor="neutral600" tag="p">
            {t('decision.noUndo', { reason: t(`decision.noUndo.${blockedBy}`) })}
          </Typography>
        ) : null}
      </Box>
      {decision.canUndo && canReview ? (
        <Button
          variant="ghost"
          size="S"
          startIcon={<ClockCounterClockwise />}
          loading={isLoading}
          onClick={() =>
            void act(undo({ params: { id: decision.batchId } }).unwrap(), {
              done: ({ data }) => t('undone', { count: data.count }),
              undo: false,
            })
          }
        >
          {t('undo')}
        </Button>
      ) : null}
    </Flex>
  );
}

function DecisionSentence({ decision }: { decision: Decision }) {
  const intl = useIntl();
  const t = useText();
  const actorOf = useActor();
  const single = decision.count === 1 && decision.localLabel !== null && decision.externalLabel !== null;
  const key: TextKey = single ? `decision.one.${decision.act}` : `decision.many.${decision.act}`;
  const reasonKey = `decision.reason.${decision.reason ?? ''}`;
  const known = isTextKey(reasonKey) ? t(reasonKey) : decision.reason;
  // Says what the sentence says.
  const reason = decision.act === 'unlink' && decision.reason === 'unlinked' ? null : known;
  return (
    <>
      {intl.formatMessage(
        { id: getTranslation(key), defaultMessage: texts[key] },
        {
          actor: actorOf(decision.actor),
          count: decision.count,
          local: decision.localLabel ?? '',
          external: decision.externalLabel ?? '',
          b: (chunks: ReactNode) => <strong key="actor">{chunks}</strong>,
        },
      )}
      {reason ? `: ${reason}` : ''}
    </>
  );
}

const isTextKey = (key: string): key is TextKey => key in texts;
