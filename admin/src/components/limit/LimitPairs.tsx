import { Accordion, Box, Flex, Link, Typography } from '@strapi/design-system';
import { NavLink } from 'react-router-dom';
import { useIntl } from 'react-intl';
import type { NamedPair, NamedPairs } from '../../../../server/src/contracts';
import { BASE_PATH } from '../../pluginId';
import { usePercent } from '../../hooks/usePercent';
import { useEvidenceText } from '../evidence/useEvidenceText';

const LISTS = ['added', 'removed', 'missed', 'wrong', 'found'] as const;

interface LimitPairsProps {
  lists: Record<(typeof LISTS)[number], NamedPairs>;
  /** The names are being read for another limit. */
  busy: boolean;
}

/** The consequences by name: what would be proposed and what no more, and how one's own decisions would have fared. */
export function LimitPairs({ lists, busy }: LimitPairsProps) {
  const intl = useIntl();
  const say = useEvidenceText();
  const filled = LISTS.filter((list) => lists[list].total > 0);
  if (filled.length === 0) return null;
  return (
    <Box aria-busy={busy}>
      <Accordion.Root>
        {filled.map((list) => (
          <Accordion.Item key={list} value={list}>
            <Accordion.Header variant="secondary">
              <Accordion.Trigger>
                {say(`limit.list.${list}`, { count: intl.formatNumber(lists[list].total) })}
              </Accordion.Trigger>
            </Accordion.Header>
            <Accordion.Content>
              <Pairs pairs={lists[list]} />
            </Accordion.Content>
          </Accordion.Item>
        ))}
      </Accordion.Root>
    </Box>
  );
}

function Pairs({ pairs }: { pairs: NamedPairs }) {
  const intl = useIntl();
  const say = useEvidenceText();
  return (
    <Box padding={4}>
      <Flex tag="ul" direction="column" alignItems="stretch" gap={2}>
        {pairs.rows.map((pair) => (
          <Pair key={`${pair.localId} ${pair.externalId}`} pair={pair} />
        ))}
      </Flex>
      {pairs.total > pairs.rows.length ? (
        <Typography variant="pi" textColor="neutral600" tag="p" style={{ paddingTop: '0.8rem' }}>
          {say('limit.list.more', {
            shown: intl.formatNumber(pairs.rows.length),
            total: intl.formatNumber(pairs.total),
          })}
        </Typography>
      ) : null}
    </Box>
  );
}

function Pair({ pair }: { pair: NamedPair }) {
  const say = useEvidenceText();
  const percent = usePercent();
  const names = say('limit.pair', { local: pair.localLabel, external: pair.externalLabel });
  return (
    <Flex tag="li" justifyContent="space-between" gap={3}>
      {pair.linkId === null ? (
        <Typography variant="pi" textColor="neutral800" style={{ overflowWrap: 'anywhere' }}>
          {names}
        </Typography>
      ) : (
        <Link tag={NavLink} to={`${BASE_PATH}/mappings?link=${encodeURIComponent(pair.linkId)}`}>
          <Typography variant="pi" textColor="primary600" style={{ overflowWrap: 'anywhere' }}>
            {names}
          </Typography>
        </Link>
      )}
      <Typography variant="pi" textColor="neutral800" style={{ fontVariantNumeric: 'tabular-nums' }}>
        {percent(pair.score)}
      </Typography>
    </Flex>
  );
}
