import { Box, Flex, LinkButton, Typography } from '@strapi/design-system';
import { NavLink } from 'react-router-dom';
import { EmptyState } from '../../components/EmptyState';
import { useInvoiceText } from '../../components/invoices/useInvoiceText';
import { BASE_PATH } from '../../pluginId';

const EXAMPLE = `crosswalk: {
  enabled: true,
  config: {
    invoicing: {
      sources: [
        {
          name: 'work-orders',
          contentType: 'api::work-order.work-order',
          number: 'number',
          date: 'date',
          client: 'client',
          lines: 'lines',
          line: {
            quantity: 'quantity',
            unitPrice: 'unitPrice',
            description: 'description',
            records: ['part', 'rate'],
          },
        },
      ],
    },
  },
},`;

/** No content type is declared as a source: what to write into the config. */
export function NoSource() {
  const text = useInvoiceText();
  return (
    <Box background="neutral0" borderColor="neutral200" hasRadius padding={8}>
      <Flex direction="column" alignItems="stretch" gap={4}>
        <Typography tag="p">{text('invoices.none.source')}</Typography>
        <Box tag="pre" background="neutral100" padding={4} hasRadius overflow="auto" tabIndex={0}>
          <Typography tag="code" textColor="neutral800" style={{ fontFamily: 'monospace', whiteSpace: 'pre' }}>
            {EXAMPLE}
          </Typography>
        </Box>
      </Flex>
    </Box>
  );
}

/** No connection can take invoices: connect one, or finish the set-up of `connection`. */
export function NoConnection({ connection }: { connection: { id: string; name: string } | undefined }) {
  const text = useInvoiceText();
  return (
    <EmptyState
      text={connection ? text('invoices.none.live', { name: connection.name }) : text('invoices.none.connection')}
      action={
        <LinkButton
          tag={NavLink}
          to={connection ? `${BASE_PATH}/connections/${encodeURIComponent(connection.id)}` : `${BASE_PATH}/connect`}
        >
          {text(connection ? 'invoices.none.live.act' : 'invoices.none.connection.act')}
        </LinkButton>
      }
    />
  );
}
