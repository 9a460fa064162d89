import { Box, Flex, Link as TextLink, LinkButton, Typography } from '@strapi/design-system';
import { Widget } from '@strapi/strapi/admin';
import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { Link } from 'react-router-dom';
import type { Connection } from '../../../server/src/contracts';
import { ConnectionStateTag } from '../components/ConnectionStateTag';
import { PageTexts } from '../components/PageTexts';
import { When } from '../components/When';
import { useCmText } from '../content-manager/useCmText';
import { useAllowed } from '../hooks/useAllowed';
import { type Readiness, useReadiness } from '../hooks/useReadiness';
import { BASE_PATH } from '../pluginId';
import { addDecimals } from '../components/invoices/amounts';
import { useInvoiceText } from '../components/invoices/useInvoiceText';
import { useReadinessTexts } from '../components/invoices/useReadinessTexts';
import { useCrosswalkListConnectionsQuery } from '../services/crosswalk';
import { draftsPath, setupPath, wizardPath } from '../utils/connectionPaths';
import { money, share } from '../utils/format';

/** On Strapi's home page: where work waits, and how the connections are. */
export function LinksWidget() {
  return (
    <PageTexts>
      <Links />
    </PageTexts>
  );
}

function Links() {
  const text = useCmText();
  const { canConfigure } = useAllowed();
  const { data, isError } = useCrosswalkListConnectionsQuery(undefined, { refetchOnMountOrArgChange: true });
  const connections = data?.data;
  if (isError && !connections) return <Widget.Error>{text('widget.error')}</Widget.Error>;
  if (!connections) return <Widget.Loading />;
  if (connections.length === 0)
    return (
      <Flex direction="column" gap={4} height="100%" justifyContent="center">
        <Typography textColor="neutral600">{text('widget.empty')}</Typography>
        {canConfigure && (
          <LinkButton tag={Link} to={`${BASE_PATH}/connect`}>
            {text('widget.connect')}
          </LinkButton>
        )}
      </Flex>
    );
  return <Numbers connections={connections} />;
}

function Numbers({ connections }: { connections: Connection[] }) {
  const intl = useIntl();
  const text = useCmText();
  const { rows } = useReadiness();
  // A record can wait in several connections, so their numbers are never added up: each has its own. Null: several.
  const single = rows && rows.length > 1 ? null : rows?.[0];
  const counts = connections.flatMap((connection) => connection.counts);
  const sum = (name: 'proposed' | 'attention') => counts.reduce((total, count) => total + count[name], 0);
  const synced = connections.flatMap(({ lastSyncAt }) => lastSyncAt ?? []).sort();
  const last = synced[synced.length - 1];
  return (
    <Flex direction="column" alignItems="stretch" gap={5} width="100%">
      <Box
        tag="ul"
        aria-label={text('widget.numbers')}
        style={{ display: 'grid', gridTemplateColumns: '1fr 1fr', gap: '1.6rem' }}
      >
        <Waiting label={text('widget.review')} to={`${BASE_PATH}/review`}>
          {intl.formatNumber(sum('proposed'))}
        </Waiting>
        <Waiting label={text('widget.attention')} to={`${BASE_PATH}/attention`}>
          {intl.formatNumber(sum('attention'))}
        </Waiting>
        {single !== null && (
          <Waiting label={text('widget.ready')} to={`${BASE_PATH}/invoices?tab=ready`}>
            {rows === null ? '–' : intl.formatNumber(single?.counts.ready ?? 0)}
          </Waiting>
        )}
        <Waiting label={text('widget.synced')} to={BASE_PATH}>
          {last ? <When at={last} /> : text('widget.never')}
        </Waiting>
      </Box>
      {rows?.map((row) => (
        <ReadyValue key={`${row.source.name} ${row.connection.id}`} row={row} named={rows.length > 1} />
      ))}
      <Flex tag="ul" aria-label={text('widget.connections')} direction="column" alignItems="stretch" gap={2}>
        {connections.map((connection) => (
          <Flex key={connection.id} tag="li" justifyContent="space-between" gap={3} wrap="wrap">
            <TextLink tag={Link} to={connection.state === 'live' ? wizardPath(connection) : setupPath(connection)}>
              {connection.name}
            </TextLink>
            <ConnectionStateTag connection={connection} />
          </Flex>
        ))}
      </Flex>
    </Flex>
  );
}

interface ReadyValueProps {
  row: Readiness;
  /** Of several: says which it is and how many are ready. */
  named: boolean;
}

/** How much of the unbilled money could be invoiced now in one connection, with the way to what stops the rest. */
function ReadyValue({ row, named }: ReadyValueProps) {
  const intl = useIntl();
  const text = useInvoiceText();
  const { of, ready, blocked } = useReadinessTexts(row);
  const { source, connection, counts } = row;
  if (counts.values.length === 0) return null;
  return (
    <Flex direction="column" alignItems="flex-start" gap={1}>
      {named && <Typography fontWeight="bold">{of}</Typography>}
      {counts.values.map((value) => (
        <Typography key={value.currency} variant="pi" textColor="neutral800">
          {text('invoices.readiness.value', {
            ready: money(value.ready, value.currency, intl.locale),
            all: money(addDecimals(value.ready, value.blocked), value.currency, intl.locale),
            share: share(intl, value.ready, value.blocked),
          })}
        </Typography>
      ))}
      <Flex gap={4} wrap="wrap">
        {named && counts.ready > 0 && (
          <TextLink
            tag={Link}
            to={draftsPath('ready', source, connection)}
            aria-label={text('invoices.readiness.readyOf', { ready, of })}
          >
            {ready}
          </TextLink>
        )}
        {counts.blocked > 0 && (
          <TextLink
            tag={Link}
            to={draftsPath('blocked', source, connection)}
            aria-label={text('invoices.readiness.blockedOf', { blocked, of })}
          >
            {blocked}
          </TextLink>
        )}
      </Flex>
    </Flex>
  );
}

function Waiting({ label, to, children }: { label: string; to: string; children: ReactNode }) {
  return (
    <Flex tag="li" direction="column" alignItems="flex-start" gap={1}>
      <Typography variant="beta" tag="span" style={{ fontVariantNumeric: 'tabular-nums' }}>
        {children}
      </Typography>
      <TextLink tag={Link} to={to}>
        {label}
      </TextLink>
    </Flex>
  );
}
