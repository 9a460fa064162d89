import { Box, Flex, Link as TextLink, Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import { Link } from 'react-router-dom';
import type { DraftValue } from '../../../../server/src/contracts';
import { addDecimals } from '../../components/invoices/amounts';
import { useInvoiceText } from '../../components/invoices/useInvoiceText';
import { useReadinessTexts } from '../../components/invoices/useReadinessTexts';
import { type Readiness, useReadiness } from '../../hooks/useReadiness';
import { draftsPath } from '../../utils/connectionPaths';
import { money, share } from '../../utils/format';

/** How much of the unbilled money could be invoiced now, and where the list of what stops the rest is. */
export function ReadyToInvoice() {
  const text = useInvoiceText();
  const { rows, failed } = useReadiness();
  if (failed) return <Section>{text('invoices.readiness.error')}</Section>;
  // No source is declared, or no system that takes invoices is live.
  if (!rows || rows.length === 0) return null;
  const waiting = rows.filter(({ counts }) => counts.ready + counts.blocked > 0);
  if (waiting.length === 0) return <Section>{text('invoices.readiness.none')}</Section>;
  return (
    <Section>
      <Flex tag="ul" direction="column" alignItems="stretch" gap={5}>
        {waiting.map((row) => (
          <Waiting key={`${row.source.name} ${row.connection.id}`} row={row} />
        ))}
      </Flex>
    </Section>
  );
}

function Section({ children }: { children: React.ReactNode }) {
  const text = useInvoiceText();
  return (
    <Box tag="section" aria-labelledby="crosswalk-readiness">
      <Box paddingBottom={4}>
        <Typography id="crosswalk-readiness" variant="delta" fontWeight="bold" tag="h2">
          {text('invoices.readiness.title')}
        </Typography>
      </Box>
      <Box background="neutral0" borderColor="neutral200" hasRadius padding={5}>
        {typeof children === 'string' ? <Typography textColor="neutral600">{children}</Typography> : children}
      </Box>
    </Box>
  );
}

function Waiting({ row }: { row: Readiness }) {
  const text = useInvoiceText();
  const { of, ready, blocked } = useReadinessTexts(row);
  const { source, connection, counts } = row;
  const pathTo = (tab: 'ready' | 'blocked') => draftsPath(tab, source, connection);
  return (
    <Flex tag="li" direction="column" alignItems="stretch" gap={2}>
      <Flex justifyContent="space-between" gap={4} wrap="wrap">
        <Typography fontWeight="bold" textColor="neutral800">
          {of}
        </Typography>
        <Flex gap={4} wrap="wrap">
          {counts.ready > 0 && (
            <TextLink tag={Link} to={pathTo('ready')} aria-label={text('invoices.readiness.readyOf', { ready, of })}>
              {ready}
            </TextLink>
          )}
          {counts.blocked > 0 && (
            <TextLink
              tag={Link}
              to={pathTo('blocked')}
              aria-label={text('invoices.readiness.blockedOf', { blocked, of })}
            >
              {blocked}
            </TextLink>
          )}
        </Flex>
      </Flex>
      {counts.values.map((value) => (
        <Value key={value.currency} value={value} />
      ))}
    </Flex>
  );
}

/** One currency: a bar for the eye, the amounts for everyone. */
function Value({ value: { ready, blocked, currency } }: { value: DraftValue }) {
  const intl = useIntl();
  const text = useInvoiceText();
  const all = addDecimals(ready, blocked);
  const width = Number(all) > 0 ? (Number(ready) / Number(all)) * 100 : 0;
  return (
    <Flex gap={4} wrap="wrap">
      <Flex
        aria-hidden
        flex="1"
        minWidth="16rem"
        height="6px"
        background="neutral200"
        hasRadius
        overflow="hidden"
        alignItems="stretch"
        justifyContent="flex-start"
      >
        <Box background="success600" width={`${width}%`} />
      </Flex>
      <Typography variant="pi" textColor="neutral800" style={{ fontVariantNumeric: 'tabular-nums' }}>
        {text('invoices.readiness.value', {
          ready: money(ready, currency, intl.locale),
          all: money(all, currency, intl.locale),
          share: share(intl, ready, blocked),
        })}
      </Typography>
    </Flex>
  );
}
