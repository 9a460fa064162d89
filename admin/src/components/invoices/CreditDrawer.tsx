import { Box, Button, Field, Flex, TextInput, Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import { styled } from 'styled-components';
import type { CreditPreview, Invoice } from '../../../../server/src/contracts';
import { useAct } from '../../hooks/useAct';
import { useCrosswalkGetInvoiceQuery } from '../../services/crosswalk';
import { errorMessage } from '../../utils/errors';
import { decimal, money } from '../../utils/format';
import { BrowserColors } from '../BrowserColors';
import { Drawer } from '../Drawer';
import { LoadError } from '../LoadError';
import { LoadingRows } from '../LoadingRows';
import { Head, LineTable } from './DraftLines';
import { useCreditForm } from './useCreditForm';
import { useInvoiceText } from './useInvoiceText';
import { ServerText } from '../ServerText';

const Quantity = styled(Box)`
  width: 9rem;
  margin-left: auto;
  input {
    text-align: right;
  }
`;

interface CreditDrawerProps {
  invoiceId: string;
  connectionName: string;
  onClose: () => void;
  onCreated: (note: Invoice) => void;
}

/** Which lines of an issued invoice are credited, and how much of them; says exactly what will be sent before it is. */
export function CreditDrawer({ invoiceId, connectionName, onClose, onCreated }: CreditDrawerProps) {
  const intl = useIntl();
  const text = useInvoiceText();
  const act = useAct();
  const form = useCreditForm(invoiceId);
  const { preview, isSettled } = form;
  const invoice: Invoice | undefined = useCrosswalkGetInvoiceQuery({ params: { id: invoiceId } }).currentData?.data;
  const nothingLeft = preview !== undefined && Number(preview.left.total) <= 0;
  const total = preview ? money(preview.note.total, preview.note.currency, intl.locale) : '';

  const create = async () => {
    const result = await act(form.create(), { done: text('invoices.credit.started'), undo: false });
    if (result) onCreated(result.data.invoice);
    else void form.refetch();
  };

  return (
    <Drawer
      title={text('invoices.credit.title', { number: invoice?.number ?? '' })}
      wide
      onClose={onClose}
      footer={
        <Flex justifyContent="flex-end" gap={2} width="100%">
          <Button variant="tertiary" onClick={onClose}>
            {text('invoices.create.cancel')}
          </Button>
          <Button disabled={!isSettled || !preview?.note.ready} loading={form.isCreating} onClick={() => void create()}>
            {text('invoices.credit.create', { total })}
          </Button>
        </Flex>
      }
    >
      {!preview || !invoice ? (
        form.error ? (
          <LoadError
            message={text('invoices.credit.error', { message: errorMessage(form.error, intl) })}
            onRetry={() => void form.refetch()}
          />
        ) : (
          <LoadingRows rows={5} />
        )
      ) : (
        <Flex direction="column" alignItems="stretch" gap={5}>
          <Typography textColor="neutral800">
            {text('invoices.credit.text', {
              connection: connectionName,
              client: preview.note.client.reference?.label ?? invoice.clientLabel,
            })}
          </Typography>
          {!nothingLeft && (
            <Flex gap={2}>
              <Button size="S" variant="tertiary" onClick={form.all}>
                {text('invoices.credit.all')}
              </Button>
              <Button size="S" variant="tertiary" onClick={form.none}>
                {text('invoices.credit.none')}
              </Button>
            </Flex>
          )}
          <Lines invoice={invoice} preview={preview} form={form} />
          <Box aria-live="polite" aria-busy={!isSettled}>
            {preview.note.reasons.map(({ message, words }) => (
              <Typography key={message} tag="p" textColor="danger600">
                <ServerText message={message} words={words} />
              </Typography>
            ))}
          </Box>
          {!nothingLeft && (
            <Flex gap={4} alignItems="flex-start" wrap="wrap">
              <BrowserColors width="18rem">
                <Field.Root name="date">
                  <Field.Label>{text('invoices.credit.date')}</Field.Label>
                  <TextInput
                    type="date"
                    value={form.date}
                    onChange={(event: React.ChangeEvent<HTMLInputElement>) => form.setDate(event.target.value)}
                  />
                </Field.Root>
              </BrowserColors>
              <Box flex="1" minWidth="24rem">
                <Field.Root name="memo" hint={text('invoices.credit.memo.hint')}>
                  <Field.Label>{text('invoices.credit.memo')}</Field.Label>
                  <TextInput
                    value={form.memo}
                    maxLength={1000}
                    placeholder={preview.note.memo}
                    onChange={(event: React.ChangeEvent<HTMLInputElement>) => form.setMemo(event.target.value)}
                  />
                  <Field.Hint />
                </Field.Root>
              </Box>
            </Flex>
          )}
        </Flex>
      )}
    </Drawer>
  );
}

interface LinesProps {
  invoice: Invoice;
  preview: CreditPreview;
  form: ReturnType<typeof useCreditForm>;
}

function Lines({ invoice, preview: { left, note }, form }: LinesProps) {
  const intl = useIntl();
  const text = useInvoiceText();
  const amount = (value: string) => money(value, note.currency, intl.locale);
  return (
    <LineTable aria-label={text('invoices.credit.lines', { number: invoice.number ?? '' })}>
      <thead>
        <tr>
          <Head label={text('invoices.lines.description')} />
          <Head label={text('invoices.lines.becomes')} />
          <Head label={text('invoices.credit.left')} number />
          <Head label={text('invoices.credit.quantity')} number />
          <Head label={text('invoices.lines.price')} number />
          <Head label={text('invoices.lines.amount')} number />
        </tr>
      </thead>
      <tbody>
        {invoice.resolution.lines.map((billed) => {
          const rest = left.lines.find(({ line }) => line === billed.line);
          const credited = note.lines.find(({ line }) => line === billed.line);
          const name = billed.description || billed.record?.label || '';
          const reference = credited?.reference ?? billed.reference;
          const isDone = Number(rest?.quantity ?? 0) === 0;
          return (
            <tr key={billed.line}>
              <td>
                <Typography>{name}</Typography>
              </td>
              <td>
                <Typography textColor="neutral600">
                  {reference ? `${reference.label} (${reference.externalId})` : text('invoices.lines.nothing')}
                </Typography>
              </td>
              <td className="number">
                <Typography>
                  {text('invoices.credit.leftOf', {
                    left: decimal(rest?.quantity ?? '0', intl.locale),
                    billed: decimal(billed.quantity, intl.locale),
                  })}
                </Typography>
              </td>
              <td className="number">
                {isDone ? (
                  <Typography textColor="neutral600">{decimal('0', intl.locale)}</Typography>
                ) : (
                  <Quantity>
                    <Field.Root
                      name={`quantity-${billed.line}`}
                      error={form.invalid.has(billed.line) ? ' ' : undefined}
                    >
                      <TextInput
                        size="S"
                        inputMode="decimal"
                        aria-label={text('invoices.credit.quantityOf', { line: billed.line, name })}
                        value={form.quantityOf(billed.line)}
                        onChange={(event: React.ChangeEvent<HTMLInputElement>) =>
                          form.setQuantity(billed.line, event.target.value)
                        }
                      />
                    </Field.Root>
                  </Quantity>
                )}
              </td>
              <td className="number">
                <Typography>{decimal(credited?.unitPrice ?? billed.unitPrice, intl.locale)}</Typography>
              </td>
              <td className="number">
                <Typography>{amount(credited?.amount ?? '0.00')}</Typography>
              </td>
            </tr>
          );
        })}
        <tr>
          <td colSpan={5}>
            <Typography fontWeight="bold">{text('invoices.credit.total', { left: amount(left.total) })}</Typography>
          </td>
          <td className="number">
            <Typography fontWeight="bold">{amount(note.total)}</Typography>
          </td>
        </tr>
      </tbody>
    </LineTable>
  );
}
