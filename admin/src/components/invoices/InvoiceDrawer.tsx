import { Button, Flex, TextButton, Typography } from '@strapi/design-system';
import { useEffect, useState } from 'react';
import { useIntl } from 'react-intl';
import type { Invoice, Reference } from '../../../../server/src/contracts';
import { useCrosswalkGetInvoiceQuery } from '../../services/crosswalk';
import { decimal, money, when } from '../../utils/format';
import { Drawer } from '../Drawer';
import { contentManagerPath, RecordLink } from '../links/RecordLink';
import { LoadError } from '../LoadError';
import { LoadingRows } from '../LoadingRows';
import { Head, LineTable } from './DraftLines';
import { CreditNotes } from './CreditNotes';
import { InvoiceStateTag, isOnItsWay } from './InvoiceStateTag';
import { useInvoiceText } from './useInvoiceText';
import { ServerText } from '../ServerText';

interface InvoiceDrawerProps {
  invoiceId: string;
  connectionName: string;
  onOpenLink: (linkId: string) => void;
  /** Opens another one: a credit note, or the invoice that it credits. */
  onOpenInvoice: (invoiceId: string) => void;
  /** Opens the form of a credit note; undefined: none can be made there, or the reader may not. */
  onCredit: (() => void) | undefined;
  onClose: () => void;
}

/** How often one that is on its way is read again. */
const POLL_MS = 1500;

/** One created invoice or credit note with the resolution it was made with, which never changes again. */
export function InvoiceDrawer(props: InvoiceDrawerProps) {
  const { invoiceId, connectionName, onOpenLink, onOpenInvoice, onCredit, onClose } = props;
  const intl = useIntl();
  const text = useInvoiceText();
  const [interval, setInterval] = useState(0);
  const { currentData, error, refetch } = useCrosswalkGetInvoiceQuery(
    { params: { id: invoiceId } },
    { pollingInterval: interval, refetchOnMountOrArgChange: true },
  );
  const invoice: Invoice | undefined = currentData?.data;
  const number = invoice?.number ?? invoice?.recordNumber ?? '';
  const moving = invoice !== undefined && isOnItsWay(invoice.state);
  useEffect(() => setInterval(moving ? POLL_MS : 0), [moving]);
  const creditOf = invoice?.creditOf ?? null;

  const unwritten = invoice?.records.filter(({ writtenBack }) => writtenBack === false) ?? [];
  return (
    <Drawer
      title={text(creditOf === null ? 'invoices.drawer.title' : 'invoices.credit.drawer', { number })}
      onClose={onClose}
      footer={
        onCredit && invoice?.kind === 'invoice' && invoice.state === 'created' ? (
          <Flex justifyContent="flex-end" width="100%">
            <Button variant="secondary" onClick={onCredit}>
              {text('invoices.credit.open')}
            </Button>
          </Flex>
        ) : null
      }
    >
      {!invoice &&
        (error ? (
          <LoadError message={text('invoices.error.invoice')} onRetry={() => void refetch()} />
        ) : (
          <LoadingRows rows={5} />
        ))}
      {invoice && (
        <Flex direction="column" alignItems="stretch" gap={4}>
          <Flex gap={4} wrap="wrap">
            <InvoiceStateTag state={invoice.state} />
            {invoice.url !== null && (
              <RecordLink to={invoice.url}>{text('invoices.drawer.open', { connection: connectionName })}</RecordLink>
            )}
            <RecordLink
              to={contentManagerPath({
                contentType: invoice.contentType,
                id: invoice.recordId,
                locale: invoice.locale,
              })}
            >
              {text('invoices.drawer.record', { number: invoice.recordNumber })}
            </RecordLink>
            {creditOf !== null && (
              <TextButton onClick={() => onOpenInvoice(creditOf)}>{text('invoices.credit.toInvoice')}</TextButton>
            )}
          </Flex>
          {invoice.records.length > 1 && (
            <Typography tag="p">{text('invoices.drawer.records', { numbers: numbersOf(invoice.records) })}</Typography>
          )}
          {unwritten.length > 0 && invoice.state === 'created' && (
            <Typography tag="p">{text('invoices.drawer.notWritten', { numbers: numbersOf(unwritten) })}</Typography>
          )}
          {invoice.state === 'cancelled' ? (
            <Typography tag="p">{text('invoices.state.cancelled.text')}</Typography>
          ) : (
            invoice.message !== null && (
              <Typography tag="p">
                <ServerText message={invoice.message} words={invoice.words} />
              </Typography>
            )
          )}
          <Typography variant="pi" textColor="neutral600" tag="p">
            {text('invoices.drawer.by', {
              who: invoice.createdBy,
              when: when(intl, invoice.issuedAt ?? invoice.createdAt),
            })}
            {invoice.attempts > 1 && ` · ${text('invoices.drawer.attempts', { count: invoice.attempts })}`}
          </Typography>
          {creditOf === null && <CreditNotes invoice={invoice} onOpen={onOpenInvoice} />}
          <Typography tag="p">
            {text(creditOf === null ? 'invoices.drawer.frozen' : 'invoices.credit.frozen')}
          </Typography>
          <Frozen invoice={invoice} onOpenLink={onOpenLink} />
        </Flex>
      )}
    </Drawer>
  );
}

const numbersOf = (records: Invoice['records']): string => records.map(({ id, number }) => number || id).join(', ');

function Frozen({ invoice, onOpenLink }: { invoice: Invoice; onOpenLink: (linkId: string) => void }) {
  const intl = useIntl();
  const text = useInvoiceText();
  const { client, lines, currency, total } = invoice.resolution;
  return (
    <LineTable aria-label={text('invoices.lines.of', { number: invoice.recordNumber })}>
      <thead>
        <tr>
          <Head label={text('invoices.lines.description')} />
          <Head label={text('invoices.lines.becomes')} />
          <Head label={text('invoices.lines.quantity')} number />
          <Head label={text('invoices.lines.price')} number />
          <Head label={text('invoices.lines.amount')} number />
        </tr>
      </thead>
      <tbody>
        <tr>
          <td>
            <Typography>
              {text('invoices.drawer.client')}: {client.record?.label ?? invoice.clientLabel}
            </Typography>
          </td>
          <td colSpan={4}>
            <Became reference={client.reference} onOpenLink={onOpenLink} />
          </td>
        </tr>
        {lines.map((line) => (
          <tr key={line.line}>
            <td>
              <Typography>{line.description || line.record?.label}</Typography>
            </td>
            <td>
              <Became reference={line.reference} onOpenLink={onOpenLink} />
            </td>
            <td className="number">
              <Typography>{decimal(line.quantity, intl.locale)}</Typography>
            </td>
            <td className="number">
              <Typography>{decimal(line.unitPrice, intl.locale)}</Typography>
            </td>
            <td className="number">
              <Typography>{money(line.amount, currency, intl.locale)}</Typography>
            </td>
          </tr>
        ))}
        <tr>
          <td colSpan={4}>
            <Typography fontWeight="bold">{text('invoices.drawer.total')}</Typography>
          </td>
          <td className="number">
            <Typography fontWeight="bold">{money(total, currency, intl.locale)}</Typography>
          </td>
        </tr>
      </tbody>
    </LineTable>
  );
}

function Became({ reference, onOpenLink }: { reference: Reference | null; onOpenLink: (linkId: string) => void }) {
  const text = useInvoiceText();
  if (!reference) return <Typography textColor="neutral600">{text('invoices.lines.nothing')}</Typography>;
  const { linkId } = reference;
  // A default of the site stands in: there is no link to open.
  if (linkId === null) {
    return (
      <Typography>
        {text('invoices.lines.default', { name: `${reference.label} (${reference.externalId})` })}
      </Typography>
    );
  }
  return (
    <TextButton aria-label={text('invoices.drawer.link', { name: reference.label })} onClick={() => onOpenLink(linkId)}>
      {reference.label} ({reference.externalId})
    </TextButton>
  );
}
