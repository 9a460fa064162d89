import { Box, Button, Flex, LinkButton, Typography } from '@strapi/design-system';
import { WarningCircle } from '@strapi/icons';
import { Link } from 'react-router-dom';
import type { Connection, Problem } from '../../../../server/src/contracts';
import { useLinkText } from '../../components/links/useLinkText';
import { When } from '../../components/When';
import { useAct } from '../../hooks/useAct';
import { useAllowed } from '../../hooks/useAllowed';
import { useReconnect } from '../../hooks/useReconnect';
import { BASE_PATH } from '../../pluginId';
import { useCrosswalkSyncConnectionMutation } from '../../services/crosswalk';
import { settingsPath } from '../../utils/connectionPaths';
import { useAttentionText } from './useAttentionText';
import { ServerText } from '../../components/ServerText';

interface ProblemRowProps {
  problem: Problem;
  /** undefined: not loaded yet. */
  connection: Connection | undefined;
  onOpenLink: (linkId: string, change: boolean) => void;
}

/** One problem: what it is, since when, and the act that mends it. */
export function ProblemRow({ problem, connection, onOpenLink }: ProblemRowProps) {
  const { title, explanation } = useProblemText(problem);
  return (
    <Flex tag="li" gap={4} padding={4} alignItems="flex-start" wrap="wrap">
      <WarningCircle aria-hidden fill="danger600" width="1.6rem" height="1.6rem" />
      <Box flex="1" minWidth="24rem">
        <Typography fontWeight="bold" tag="h2" style={{ overflowWrap: 'anywhere' }}>
          {title}
        </Typography>
        <Typography textColor="neutral800" tag="p">
          {explanation}
        </Typography>
        {problem.message !== null && (
          <Typography variant="pi" textColor="neutral600" tag="p" style={{ overflowWrap: 'anywhere' }}>
            <ServerText message={problem.message} words={problem.words} />
          </Typography>
        )}
        {problem.since !== null && (
          <Typography variant="pi" textColor="neutral600" tag="p">
            <When at={problem.since} />
          </Typography>
        )}
      </Box>
      <Mend problem={problem} connection={connection} onOpenLink={onOpenLink} />
    </Flex>
  );
}

function useProblemText(problem: Problem): { title: string; explanation: string } {
  const text = useAttentionText();
  const linkText = useLinkText();
  const { kind, connectionName: connection, link } = problem;
  const values = {
    connection,
    mapping: problem.mapping?.name ?? '',
    local: link?.local.label ?? '',
    external: link?.external.label ?? '',
  };
  switch (kind) {
    case 'expired':
    case 'run_failed':
    case 'run_asks':
    case 'mapping_broken':
      return { title: text(`attention.${kind}`, values), explanation: text(`attention.${kind}.text`, values) };
    default:
      return {
        title: linkText(`links.attention.${kind}.title`, values),
        explanation: linkText(`links.attention.${kind}.text`, values),
      };
  }
}

function Mend({ problem, connection, onOpenLink }: ProblemRowProps) {
  const text = useAttentionText();
  const act = useAct();
  const { canReview, canConfigure } = useAllowed();
  const { reconnect, isLoading } = useReconnect();
  const [sync, syncing] = useCrosswalkSyncConnectionMutation();
  const { kind, link, connectionId } = problem;
  const syncNow = (
    <Button
      size="S"
      variant="secondary"
      loading={syncing.isLoading}
      onClick={() =>
        void act(sync({ params: { id: connectionId } }).unwrap(), { done: text('attention.sync.done'), undo: false })
      }
    >
      {text('attention.sync')}
    </Button>
  );
  if (kind === 'expired')
    return canConfigure && connection ? (
      <Button size="S" loading={isLoading} onClick={() => void reconnect(connection)}>
        {text('attention.reconnect')}
      </Button>
    ) : null;
  if (kind === 'run_failed') return canReview ? syncNow : null;
  if (kind === 'run_asks')
    return (
      <LinkButton size="S" tag={Link} to={BASE_PATH}>
        {text('attention.answer')}
      </LinkButton>
    );
  if (kind === 'mapping_broken')
    return canConfigure ? (
      <LinkButton size="S" variant="secondary" tag={Link} to={settingsPath({ id: connectionId })}>
        {text('attention.settings')}
      </LinkButton>
    ) : null;
  if (!link) return null;
  const name = link.local.label;
  return (
    <Flex gap={2} wrap="wrap">
      {canReview && kind === 'inactive' && syncNow}
      {canReview && kind !== 'local_gone' && (
        <Button
          size="S"
          variant="secondary"
          aria-label={text('attention.change.of', { name })}
          onClick={() => onOpenLink(link.id, true)}
        >
          {text('attention.change')}
        </Button>
      )}
      <Button
        size="S"
        variant="tertiary"
        aria-label={text('attention.open.of', { name })}
        onClick={() => onOpenLink(link.id, false)}
      >
        {text('attention.open')}
      </Button>
    </Flex>
  );
}
