import { Box, Button, Table, Tbody, Td, TextButton, Th, Thead, Tr, Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import { styled } from 'styled-components';
import type { Invoice } from '../../../../server/src/contracts';
import { money } from '../../utils/format';
import { contentManagerPath, RecordLink } from '../links/RecordLink';
import { When } from '../When';
import { InvoiceStateTag } from './InvoiceStateTag';
import { useInvoiceText } from './useInvoiceText';
import { ServerText } from '../ServerText';

const COLUMNS = ['number', 'draft', 'client', 'state', 'date', 'total'] as const;

const Rows = styled.div`
  th,
  td {
    height: 5.2rem;
  }
  .number {
    text-align: right;
    font-variant-numeric: tabular-nums;
  }
  th.number > div {
    justify-content: flex-end;
  }
`;

interface InvoiceTableProps {
  invoices: Invoice[];
  connectionName: string;
  onOpen: (invoice: Invoice) => void;
  /** Sends a failed one once more; undefined: the reader may not. */
  onRetry: ((invoice: Invoice) => void) | undefined;
}

/** Invoices and credit notes that were, or are being, created; what is given back is below zero. */
export function InvoiceTable({ invoices, connectionName, onOpen, onRetry }: InvoiceTableProps) {
  const text = useInvoiceText();
  return (
    <Rows>
      <Table colCount={COLUMNS.length} rowCount={invoices.length + 1} aria-label={text('invoices.created.table')}>
        <Thead>
          <Tr>
            {COLUMNS.map((column) => (
              <Th key={column} className={column === 'total' ? 'number' : undefined}>
                <Typography variant="sigma" textColor="neutral600">
                  {text(`invoices.created.${column}`)}
                </Typography>
              </Th>
            ))}
          </Tr>
        </Thead>
        <Tbody>
          {invoices.map((invoice) => (
            <InvoiceRow
              key={invoice.id}
              invoice={invoice}
              connectionName={connectionName}
              onOpen={() => onOpen(invoice)}
              onRetry={onRetry && (() => onRetry(invoice))}
            />
          ))}
        </Tbody>
      </Table>
    </Rows>
  );
}

interface InvoiceRowProps {
  invoice: Invoice;
  connectionName: string;
  onOpen: () => void;
  onRetry: (() => void) | undefined;
}

/** `position` is what the design system's table body gives to each of its children. */
function InvoiceRow({ invoice, connectionName, onOpen, onRetry, ...position }: InvoiceRowProps) {
  const intl = useIntl();
  const text = useInvoiceText();
  const { state } = invoice;
  const isCredit = invoice.kind === 'credit_note';
  const label = invoice.number ?? text('invoices.created.noNumber');
  return (
    <Tr {...position}>
      <Td>
        <TextButton
          data-invoice={invoice.id}
          aria-label={text('invoices.created.open', { number: invoice.number ?? invoice.recordNumber })}
          onClick={onOpen}
        >
          {label}
        </TextButton>
        {isCredit && (
          <Typography variant="pi" textColor="neutral600" tag="p">
            {text('invoices.credit.kind')}
          </Typography>
        )}
      </Td>
      <Td>
        <RecordLink
          to={contentManagerPath({ contentType: invoice.contentType, id: invoice.recordId, locale: invoice.locale })}
        >
          {invoice.recordNumber || text('invoices.draft.noNumber')}
        </RecordLink>
      </Td>
      <Td>
        <Typography textColor="neutral800">{invoice.clientLabel}</Typography>
      </Td>
      <Td>
        <Box paddingTop={2} paddingBottom={2} maxWidth="36rem">
          <InvoiceStateTag state={state} />
          {state === 'checking' && (
            <Typography variant="pi" textColor="neutral800" tag="p" style={{ whiteSpace: 'normal' }}>
              {text('invoices.state.checking.text', { connection: connectionName })}
            </Typography>
          )}
          {state === 'cancelled' && (
            <Typography variant="pi" textColor="neutral800" tag="p" style={{ whiteSpace: 'normal' }}>
              {text('invoices.state.cancelled.text')}
            </Typography>
          )}
          {state !== 'created' && state !== 'cancelled' && invoice.message !== null && (
            <Typography variant="pi" textColor="neutral800" tag="p" style={{ whiteSpace: 'normal' }}>
              <ServerText message={invoice.message} words={invoice.words} />
            </Typography>
          )}
          {(state === 'failed' || state === 'cancelled') && !isCredit && onRetry && (
            <Button
              variant="tertiary"
              size="S"
              aria-label={text('invoices.created.retry.of', { number: invoice.recordNumber })}
              onClick={onRetry}
            >
              {text('invoices.created.retry')}
            </Button>
          )}
          {state === 'created' && invoice.url !== null && (
            <Box paddingTop={1}>
              <RecordLink to={invoice.url}>{text('invoices.drawer.open', { connection: connectionName })}</RecordLink>
            </Box>
          )}
        </Box>
      </Td>
      <Td>
        <Typography variant="pi" textColor="neutral800">
          <When at={invoice.issuedAt ?? invoice.createdAt} />
        </Typography>
      </Td>
      <Td className="number">
        <Typography textColor="neutral800">
          {money(isCredit ? `-${invoice.total}` : invoice.total, invoice.currency, intl.locale)}
        </Typography>
      </Td>
    </Tr>
  );
}
