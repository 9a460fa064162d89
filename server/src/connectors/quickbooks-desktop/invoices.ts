import { Decimal } from 'decimal.js';
import type { ConnectorContext, InvoiceLine, InvoiceProblem, InvoiceReceipt, InvoiceRequest } from '../contract';
import { ConnectorError } from '../errors';
import { invoiceAdd } from './adds';
import { currencyCode } from './currency';
import type { KeptInvoice } from './jobs';
import { answerOf, queueOf } from './list';
import type { Element } from './xml';
import { type Said, sentence, type Sentence } from '../../utils/sentence';

export const LONGEST_NUMBER = 11;

/** End of the memo: tells our invoice from others, as QuickBooks allows one number to many. */
const marker = (requestId: string): string => `[crosswalk:${requestId}]`;

/** The request that creates the invoice or credit memo. @throws FieldError where QuickBooks would refuse or cut a value */
export const addRequest = (request: InvoiceRequest): Element =>
  invoiceAdd({
    ...(request.kind === undefined ? {} : { kind: request.kind }),
    customerId: request.customerId,
    ...(request.date === null ? {} : { date: request.date }),
    number: request.number,
    ...(request.terms === undefined ? {} : { termsId: request.terms }),
    ...(request.class === undefined ? {} : { classId: request.class }),
    ...(request.delivery === undefined ? {} : { delivery: request.delivery }),
    memo: [request.memo, marker(request.requestId)].filter(Boolean).join(' '),
    lines: request.lines,
  });

const createKey = ({ requestId }: InvoiceRequest): string => `invoice:${requestId}`;
const findKey = ({ requestId }: InvoiceRequest): string => `find:${requestId}`;

const receipt = (invoice: KeptInvoice): InvoiceReceipt => ({
  externalId: invoice.id,
  number: invoice.number,
  total: new Decimal(invoice.subtotal).plus(invoice.tax).toFixed(2),
  url: null,
});

const ownOf = (kept: unknown, request: InvoiceRequest): KeptInvoice | undefined =>
  (kept as KeptInvoice[]).find(({ memo }) => memo.includes(marker(request.requestId)));

/**
 * Queues the invoice or credit memo and, once it was brought back, answers with what QuickBooks made. Until then `pending`.
 * QuickBooks carries it out once, however often it is handed out: see `messageSet`.
 */
export async function createInvoice(ctx: ConnectorContext, request: InvoiceRequest): Promise<InvoiceReceipt> {
  addRequest(request);
  const queue = queueOf(ctx);
  const key = createKey(request);
  await queue.put([{ key, kind: 'invoice', parameters: { ...request } }]);
  let found;
  try {
    found = await queue.read(key, 0);
  } catch (error) {
    // A refusal has done nothing: the next attempt may ask again. Else `findInvoice` needs to know.
    if (error instanceof ConnectorError && error.kind !== 'pending' && error.kind !== 'uncertain')
      await queue.forget(key);
    throw error;
  }
  const invoice = ownOf(found?.answer ?? [], request);
  if (invoice) return receipt(invoice);
  throw new ConnectorError(
    'uncertain',
    sentence(
      'qbd.invoiceNotShown',
      'QuickBooks accepted the request but did not show what it made: look for its number.',
    ),
  );
}

/** The invoice that an earlier `createInvoice` made; null if there surely is none. `pending` until that is known. */
export async function findInvoice(ctx: ConnectorContext, request: InvoiceRequest): Promise<InvoiceReceipt | null> {
  const queue = queueOf(ctx);
  try {
    const created = await queue.read(createKey(request), 0);
    if (!created) return null;
    const invoice = ownOf(created.answer, request);
    if (invoice) return receipt(invoice);
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.kind === 'pending') throw error;
    // Refused: `createInvoice` has the words.
    if (error.kind !== 'uncertain') return null;
  }
  await queue.put([
    {
      key: findKey(request),
      kind: 'find-invoice',
      parameters: { number: request.number, kind: request.kind ?? 'invoice' },
    },
  ]);
  const found = await answerOf(queue, findKey(request));
  const invoice = ownOf(found?.answer ?? [], request);
  await queue.forget(findKey(request));
  if (invoice) return receipt(invoice);
  await queue.forget(createKey(request));
  return null;
}

/** Lengths and digits of the vendor's schema, qbxmlops160.xsd; the marker ends the memo. */
const LONGEST_TEXT = 4095;
const MARKER_ROOM = 60;
const MOST_DECIMALS = 5;
const MOST_INTEGER_DIGITS = 10;

/** What QuickBooks would refuse or cut of an invoice. */
export function problems({ memo, lines }: { memo: string; lines: Omit<InvoiceLine, 'itemId'>[] }): InvoiceProblem[] {
  const found: InvoiceProblem[] = [];
  const tooLong = (line: number | null, field: InvoiceProblem['field'], length: number, most: number) => {
    if (length > most)
      found.push({
        kind: 'too_long',
        line,
        field,
        ...sentence('invoicing.tooLong', 'has {length} characters; QuickBooks takes {most}. Shorten it.', {
          length,
          most,
        }),
      });
  };
  tooLong(null, 'memo', memo.length, LONGEST_TEXT - MARKER_ROOM);
  for (const [index, line] of lines.entries()) {
    tooLong(index + 1, 'description', line.description.length, LONGEST_TEXT);
    if (line.heading) tooLong(index + 1, 'description', line.heading.length, LONGEST_TEXT);
    for (const field of ['quantity', 'unitPrice'] as const) {
      const value = new Decimal(line[field]);
      const integerDigits = value.abs().trunc().toFixed().length;
      if (value.decimalPlaces() > MOST_DECIMALS || integerDigits > MOST_INTEGER_DIGITS)
        found.push({
          kind: 'bad_amount',
          line: index + 1,
          field,
          ...sentence(
            'invoicing.tooManyDigitsQbd',
            '{value} has more digits than QuickBooks keeps ({integers} and {decimals} decimals). Round it.',
            { value: { decimal: value.toFixed() }, integers: MOST_INTEGER_DIGITS, decimals: MOST_DECIMALS },
          ),
        });
    }
  }
  return found;
}

/** Types of items that cannot be a line of their own with a price. */
const unfit: Record<string, Sentence> = {
  Group: sentence(
    'invoicing.isGroup',
    'It is a group in QuickBooks, which cannot be invoiced as one line: link its parts.',
  ),
  SalesTax: sentence('invoicing.isTaxItem', 'It is a sales tax item in QuickBooks: link what is sold.'),
  SalesTaxGroup: sentence('invoicing.isTaxGroup', 'It is a sales tax group in QuickBooks: link what is sold.'),
  Subtotal: sentence('invoicing.isSubtotal', 'It is a subtotal in QuickBooks: link what is sold.'),
  Payment: sentence('invoicing.isPayment', 'It is a payment item in QuickBooks: link what is sold.'),
};

/** Why a record cannot be used on an invoice, in words; null if it can. */
export function refusal(recordType: string, raw: Record<string, unknown>): Said | null {
  if (raw.active === false)
    return sentence('invoicing.isInactive', 'It is inactive in QuickBooks: make it active there, or link another.');
  if (recordType === 'item') return unfit[typeof raw.type === 'string' ? raw.type : ''] ?? null;
  if (typeof raw.currency === 'string' && currencyCode(raw.currency) === null)
    return sentence(
      'invoicing.unknownCurrency',
      'It is billed in "{currency}" in QuickBooks, a currency that Crosswalk does not know.',
      { currency: String(raw.currency) },
    );
  return null;
}

/** Currency of a customer; null where the company has but one. */
export const clientCurrency = (raw: Record<string, unknown>): string | null =>
  typeof raw.currency === 'string' ? currencyCode(raw.currency) : null;
