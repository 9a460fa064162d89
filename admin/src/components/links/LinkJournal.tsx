import { Box, Button, Flex, Link as TextLink, Typography } from '@strapi/design-system';
import { ClockCounterClockwise } from '@strapi/icons';
import { useState } from 'react';
import { NavLink } from 'react-router-dom';
import { useIntl } from 'react-intl';
import type { Decision } from '../../../../server/src/contracts';
import { useAct } from '../../hooks/useAct';
import { useActor } from '../../hooks/useActor';
import { useText } from '../../hooks/useText';
import { useCrosswalkListDecisionsQuery, useCrosswalkUndoDecisionMutation } from '../../services/crosswalk';
import { when } from '../../utils/format';
import { LoadError } from '../LoadError';
import { LoadingRows } from '../LoadingRows';
import { ConfirmAct } from './ConfirmAct';
import { useLinkText, useRichLinkText } from './useLinkText';

const PAGE_SIZE = 20;

/** Every act on one link, newest first, each with Undo or why it cannot be undone. */
export function LinkJournal({ linkId, canReview }: { linkId: string; canReview: boolean }) {
  const text = useLinkText();
  const act = useAct();
  const [pageSize, setPageSize] = useState(PAGE_SIZE);
  const [asking, setAsking] = useState<Decision | null>(null);
  const { data, isLoading, error, refetch } = useCrosswalkListDecisionsQuery({ query: { linkId, page: 1, pageSize } });
  const [undo, { isLoading: undoing }] = useCrosswalkUndoDecisionMutation();

  const takeBack = (decision: Decision) =>
    act(undo({ params: { id: decision.batchId } }).unwrap(), {
      done: text('links.done.undo', { count: decision.count }),
    });

  return (
    <Flex direction="column" alignItems="stretch" gap={3}>
      <Flex justifyContent="space-between">
        <Typography variant="sigma" textColor="neutral600" tag="h3">
          {text('links.drawer.journal')}
        </Typography>
        <TextLink tag={NavLink} to="/plugins/crosswalk/activity">
          {text('links.drawer.journal.whole')}
        </TextLink>
      </Flex>
      {isLoading && <LoadingRows rows={3} />}
      {error && <LoadError message={text('links.drawer.journal.error')} onRetry={() => void refetch()} />}
      {data?.data.length === 0 && <Typography textColor="neutral600">{text('links.drawer.journal.empty')}</Typography>}
      {data && data.data.length > 0 && (
        <Flex tag="ol" direction="column" alignItems="stretch" gap={4}>
          {data.data.map((decision: Decision) => (
            <JournalEntry
              key={`${decision.batchId} ${decision.act}`}
              decision={decision}
              canUndo={canReview && decision.canUndo}
              busy={undoing}
              onUndo={() => (decision.count > 1 ? setAsking(decision) : void takeBack(decision))}
            />
          ))}
        </Flex>
      )}
      {data && data.meta.pagination.total > pageSize && pageSize < 100 && (
        <Box>
          <Button variant="tertiary" onClick={() => setPageSize(100)}>
            {text('links.drawer.journal.more')}
          </Button>
        </Box>
      )}
      {asking && (
        <ConfirmAct
          title={text('links.drawer.journal.undo.title', { count: asking.count })}
          yes={text('links.drawer.journal.undo')}
          cancel={text('links.dialog.cancel')}
          onYes={() => void takeBack(asking)}
          onClose={() => setAsking(null)}
        >
          {text('links.drawer.journal.undo.text', { count: asking.count })}
        </ConfirmAct>
      )}
    </Flex>
  );
}

interface JournalEntryProps {
  decision: Decision;
  canUndo: boolean;
  busy: boolean;
  onUndo: () => void;
}

function JournalEntry({ decision, canUndo, busy, onUndo }: JournalEntryProps) {
  const intl = useIntl();
  const text = useLinkText();
  const rich = useRichLinkText();
  const t = useText();
  const actorOf = useActor();
  const at = when(intl, decision.at);
  // What auto-link or a sync noted is answered by confirming or rejecting, so nobody looks for its Undo.
  const blockedBy = decision.undoBlockedBy === 'not_by_person' ? null : decision.undoBlockedBy;
  return (
    <Flex tag="li" justifyContent="space-between" alignItems="flex-start" gap={3}>
      <Box>
        <Typography tag="p">
          {rich(`links.act.${decision.act}`, {
            actor: actorOf(decision.actor),
            count: decision.count,
            local: decision.localLabel ?? '',
            external: decision.externalLabel ?? '',
          })}
        </Typography>
        {decision.reason !== null && decision.reason !== '' && decision.act !== 'unlink' && (
          <Typography variant="pi" textColor="neutral800" tag="p">
            <ReasonText reason={decision.reason} />
          </Typography>
        )}
        <Typography variant="pi" textColor="neutral600" tag="p">
          {at}
          {blockedBy !== null && ` · ${t(`decision.noUndo.${blockedBy}`)}`}
        </Typography>
      </Box>
      {canUndo && (
        <Button
          variant="tertiary"
          startIcon={<ClockCounterClockwise aria-hidden />}
          disabled={busy}
          onClick={onUndo}
          aria-label={text('links.drawer.journal.undo.of', { what: at })}
        >
          {text('links.drawer.journal.undo')}
        </Button>
      )}
    </Flex>
  );
}

const REASONS = ['another_company', 'branch', 'old_record', 'other', 'unlinked'] as const;

/** A reject reason in words; any other reason is words already. */
function ReasonText({ reason }: { reason: string }) {
  const text = useLinkText();
  const known = REASONS.find((name) => name === reason);
  return <>{known ? text(`links.reason.${known}`) : reason}</>;
}
