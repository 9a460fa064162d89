import { Decimal } from 'decimal.js';
import { z } from 'zod';
import type {
  AccountFacts,
  ConnectorContext,
  DocumentKind,
  InvoiceLine,
  InvoiceProblem,
  InvoiceReceipt,
  InvoiceRequest,
  TaxProblem,
} from '../contract';
import { ConnectorError } from '../errors';
import { isJson, type Json } from '../values';
import { companyOf, quote, type Company } from './client';
import { documentUrl } from './urls';
import { type Said, type Sentence, sentence } from '../../utils/sentence';

const longestNumber = 21;
const longestRequestId = 50;
const longestNote = 4000;
const longestDescription = 4000;
/** The vendor keeps amounts as numbers of at most 15 digits, prices and quantities with at most 7 decimals. */
const mostDigits = 15;
const mostDecimals = 7;
const idsPerQuery = 100;
/** Lines of an invoice that is taxed; others may have more. */
const mostLines = 750;
/** What the marker and its line break take of the note, with the longest request id. */
const markerRoom = 65;

/** What the vendor calls the kinds of documents; apart from the names they are written and looked for alike. */
const documents: Record<DocumentKind, { entity: string; path: string; word: Sentence; Word: Sentence }> = {
  invoice: {
    entity: 'Invoice',
    path: 'invoice',
    word: sentence('qbo.word.invoice', 'invoice'),
    Word: sentence('qbo.Word.invoice', 'Invoice'),
  },
  credit_note: {
    entity: 'CreditMemo',
    path: 'creditmemo',
    word: sentence('qbo.word.creditMemo', 'credit memo'),
    Word: sentence('qbo.Word.creditMemo', 'Credit memo'),
  },
};
const documentOf = ({ kind = 'invoice' }: InvoiceRequest) => documents[kind];

const invoice = z.looseObject({
  Id: z.string().min(1),
  DocNumber: z.string().optional(),
  TotalAmt: z.number(),
  CustomerRef: z.looseObject({ value: z.string(), name: z.string().optional() }),
  PrivateNote: z.string().optional(),
  TxnTaxDetail: z.looseObject({ TotalTax: z.number().optional() }).optional(),
});
type Invoice = z.infer<typeof invoice>;

const refuse = (said: Said): never => {
  throw new ConnectorError('rejected', said);
};

/** Last line of the private note: tells our invoice from others with the same number. */
const marker = (requestId: string): string => `[crosswalk:${requestId}]`;
const anyMarker = /\[crosswalk:[^\]]+\]/;

/** Quantity times price, rounded half up to cents: what the vendor checks an amount against (error 6070). */
const amountOf = ({ quantity, unitPrice }: InvoiceLine): Decimal =>
  new Decimal(quantity).times(unitPrice).toDecimalPlaces(2, Decimal.ROUND_HALF_UP);

/** A decimal as a JSON number; refused where a number could not hold it exactly. */
const exact = (value: Decimal, what: Sentence): number => {
  if (value.precision() > mostDigits || value.decimalPlaces() > mostDecimals) {
    return refuse(
      sentence('qbo.tooManyDigits', '{what} {value} has more digits than QuickBooks keeps. Round it.', {
        what,
        value: { decimal: value.toFixed() },
      }),
    );
  }
  return value.toNumber();
};

const decimal = (text: string, what: Sentence): Decimal => {
  if (!/^-?\d+(\.\d+)?$/.test(text)) return refuse(`${what.message} "${text}" is not a decimal number.`);
  return new Decimal(text);
};

/**
 * Tax code of a line. It is always sent, because QuickBooks may tax a line without one. US companies know TAX and NON:
 * TAX where the item is marked taxable, and QuickBooks decides by customer and place what that comes to. Elsewhere an
 * item names its own tax code.
 */
const taxCode = (item: Json): string => {
  const own = isJson(item.SalesTaxCodeRef) ? item.SalesTaxCodeRef.value : undefined;
  if (typeof own === 'string' && own !== '') return own;
  return item.Taxable === true ? 'TAX' : 'NON';
};

/** Why an item cannot be on a line; null if it can. Categories only file items, bundles need lines of their own. */
export const itemRefusal = ({ Active: active, Type: type }: Json): Sentence | null => {
  if (type === 'Category')
    return sentence('invoicing.isCategory', 'It is a category in QuickBooks: link a product or service.');
  if (type === 'Group')
    return sentence(
      'invoicing.isBundle',
      'It is a bundle in QuickBooks, which cannot be invoiced as one line: link its parts.',
    );
  return active === false
    ? sentence('invoicing.isInactive', 'It is inactive in QuickBooks: make it active there, or link another.')
    : null;
};

const readItems = async (company: Company, ids: string[]): Promise<Map<string, Json>> => {
  const found = new Map<string, Json>();
  for (let start = 0; start < ids.length; start += idsPerQuery) {
    const list = ids
      .slice(start, start + idsPerQuery)
      .map(quote)
      .join(',');
    const answer = await company.query(
      `select * from Item where Id in (${list}) and Active in (true,false) maxresults 1000`,
    );
    for (const item of Array.isArray(answer.Item) ? (answer.Item as unknown[]) : []) {
      if (isJson(item) && typeof item.Id === 'string') found.set(item.Id, item);
    }
  }
  return found;
};

/** A line of text alone. Its description is checked with the lines of items. */
const headingBody = (heading: string): Json => ({ DetailType: 'DescriptionOnly', Description: heading });

const lineBody = (line: InvoiceLine, index: number, items: Map<string, Json>, classId: string | undefined): Json => {
  const number = index + 1;
  const item = items.get(line.itemId);
  if (!item)
    return refuse(
      sentence('qbo.noItem', 'Line {line}: item {item} does not exist in QuickBooks. Sync, then link another.', {
        line: number,
        item: line.itemId,
      }),
    );
  const refusal = itemRefusal(item);
  if (refusal !== null)
    refuse(
      sentence('qbo.itemRefused', 'Line {line}: {item}. {why}', {
        line: number,
        item: typeof item.Name === 'string' ? item.Name : line.itemId,
        why: refusal,
      }),
    );
  if (line.description.length > longestDescription) {
    refuse(
      sentence('qbo.longDescription', 'Line {line}: the description is longer than {most} characters.', {
        line: number,
        most: longestDescription,
      }),
    );
  }
  const names = {
    quantity: sentence('qbo.lineQuantity', 'Line {line}: quantity', { line: number }),
    unitPrice: sentence('qbo.linePrice', 'Line {line}: unit price', { line: number }),
    amount: sentence('qbo.lineAmount', 'Line {line}: amount', { line: number }),
  };
  const quantity = decimal(line.quantity, names.quantity);
  const unitPrice = decimal(line.unitPrice, names.unitPrice);
  const amount = amountOf(line);
  const given = decimal(line.amount, names.amount).toDecimalPlaces(2, Decimal.ROUND_HALF_UP);
  if (!given.equals(amount)) {
    refuse(`Line ${number}: amount ${line.amount} is not quantity ${line.quantity} times price ${line.unitPrice}.`);
  }
  return {
    ...(line.description === '' ? {} : { Description: line.description }),
    Amount: exact(amount, names.amount),
    DetailType: 'SalesItemLineDetail',
    SalesItemLineDetail: {
      ItemRef: { value: line.itemId },
      Qty: exact(quantity, names.quantity),
      UnitPrice: exact(unitPrice, names.unitPrice),
      TaxCodeRef: { value: taxCode(item) },
      ...(classId === undefined ? {} : { ClassRef: { value: classId } }),
    },
  };
};

/** Memo and marker; a long memo is shortened, the marker never. */
const noteOf = ({ memo, requestId }: InvoiceRequest): string => {
  const mark = marker(requestId);
  const text = memo.slice(0, longestNote - mark.length - 1);
  return text === '' ? mark : `${text}\n${mark}`;
};

/** Codes of US companies; all others are records of their own, and only with those the way of calculation is sent. */
const usCodes = ['TAX', 'NON'];

export const bodyOf = (request: InvoiceRequest, items: Map<string, Json>): Json => {
  const used = request.lines.flatMap(({ itemId }): Json[] => {
    const item = items.get(itemId);
    return item ? [item] : [];
  });
  return {
    CustomerRef: { value: request.customerId },
    DocNumber: request.number,
    ...(request.date === null ? {} : { TxnDate: request.date }),
    ...(request.currency === null ? {} : { CurrencyRef: { value: request.currency } }),
    ...(request.terms === undefined ? {} : { SalesTermRef: { value: request.terms } }),
    ...(used.some((item) => !usCodes.includes(taxCode(item))) ? { GlobalTaxCalculation: 'TaxExcluded' } : {}),
    ...(request.delivery === 'print' ? { PrintStatus: 'NeedToPrint' } : {}),
    ...(request.delivery === 'email' && request.email
      ? { EmailStatus: 'NeedToSend', BillEmail: { Address: request.email } }
      : {}),
    PrivateNote: noteOf(request),
    Line: request.lines
      .flatMap((line, index) => [
        ...(line.heading ? [headingBody(line.heading)] : []),
        lineBody(line, index, items, request.class),
      ])
      .map((line, index) => ({ LineNum: index + 1, ...line })),
  };
};

const check = (request: InvoiceRequest): void => {
  const { number, requestId, lines } = request;
  const { word, Word } = documentOf(request);
  if (number === '' || number.length > longestNumber) {
    refuse(
      sentence('qbo.numberLength', '{document} number "{number}" must have 1 to {most} characters.', {
        document: Word,
        number,
        most: longestNumber,
      }),
    );
  }
  if (requestId === '' || requestId.length > longestRequestId)
    refuse(`The request id of the ${word.message} is not valid.`);
  if (lines.length === 0) refuse(`The ${word.message} needs at least one line.`);
};

const receipt = (ctx: ConnectorContext, found: Invoice, request: InvoiceRequest): InvoiceReceipt => ({
  externalId: found.Id,
  number: found.DocNumber ?? request.number,
  total: new Decimal(found.TotalAmt).toFixed(2),
  url: documentUrl(ctx, request.kind ?? 'invoice', found.Id),
});

/**
 * Creates the invoice or credit memo. The number and the request id must be stored before the call.
 * @throws ConnectorError `uncertain` when it may exist all the same: ask `findInvoice` before the next try.
 */
export const createInvoice = async (ctx: ConnectorContext, request: InvoiceRequest): Promise<InvoiceReceipt> => {
  check(request);
  const company = companyOf(ctx);
  const items = await readItems(company, [...new Set(request.lines.map(({ itemId }) => itemId))]);
  const { entity, path, word } = documentOf(request);
  const answer = await company.create(path, request.requestId, bodyOf(request, items));
  const created = invoice.safeParse(answer[entity]);
  if (!created.success) {
    throw new ConnectorError(
      'uncertain',
      sentence('qbo.documentNotShown', 'QuickBooks accepted the {document} but did not show it: look for its number.', {
        document: word,
      }),
    );
  }
  return receipt(ctx, created.data, request);
};

const readInvoice = (row: unknown, word: Sentence): Invoice => {
  const read = invoice.safeParse(row);
  if (read.success) return read.data;
  throw new ConnectorError(
    'unavailable',
    sentence('qbo.documentUnknown', 'QuickBooks answered with something that is no {document} that Crosswalk knows.', {
      document: word,
    }),
  );
};

/** Total before tax: tax is QuickBooks' own addition. */
const netOf = ({ TotalAmt: total, TxnTaxDetail: tax }: Invoice): Decimal =>
  new Decimal(total).minus(tax?.TotalTax ?? 0);

const isOurs = (found: Invoice, request: InvoiceRequest): boolean => {
  const note = found.PrivateNote ?? '';
  if (note.includes(marker(request.requestId))) return true;
  // The note can be edited in QuickBooks; number, customer and total together say the same.
  const net = request.lines.reduce((sum, line) => sum.plus(amountOf(line)), new Decimal(0));
  return !anyMarker.test(note) && found.CustomerRef.value === request.customerId && netOf(found).equals(net);
};

/**
 * The invoice or credit memo that an earlier `createInvoice` made; null if the number is free, so that the call may be
 * repeated.
 * @throws ConnectorError `rejected` (6140) if the number belongs to another one: use another number.
 */
export const findInvoice = async (ctx: ConnectorContext, request: InvoiceRequest): Promise<InvoiceReceipt | null> => {
  check(request);
  const { entity, word, Word } = documentOf(request);
  const answer = await companyOf(ctx).query(`select * from ${entity} where DocNumber = ${quote(request.number)}`);
  const rows = Array.isArray(answer[entity]) ? answer[entity] : [];
  const invoices = rows.map((row) => readInvoice(row, word));
  const ours = invoices.find((candidate) => isOurs(candidate, request));
  if (ours) return receipt(ctx, ours, request);
  const [other] = invoices;
  if (!other) return null;
  const customer = other.CustomerRef.name ?? other.CustomerRef.value;
  throw new ConnectorError(
    'rejected',
    sentence(
      'qbo.numberTaken',
      '{document} number {number} belongs to another {other} in QuickBooks ({customer}, {total}). Use another number.',
      {
        document: Word,
        number: request.number,
        other: word,
        customer,
        total: { decimal: new Decimal(other.TotalAmt).toFixed(2) },
      },
    ),
    { code: '6140' },
  );
};

/** What the vendor would refuse or cut: lengths, digits and the number of lines. */
export const problems = ({ memo, lines }: { memo: string; lines: Omit<InvoiceLine, 'itemId'>[] }): InvoiceProblem[] => {
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
  tooLong(null, 'memo', memo.length, longestNote - markerRoom);
  const count = lines.reduce((sum, { heading }) => sum + (heading ? 2 : 1), 0);
  if (count > mostLines)
    found.push({
      kind: 'too_long',
      line: null,
      field: 'lines',
      ...sentence(
        'invoicing.tooManyLines',
        'are {count}; QuickBooks takes {most} on a taxed invoice. Bill them in parts.',
        { count, most: mostLines },
      ),
    });
  for (const [index, line] of lines.entries()) {
    tooLong(index + 1, 'description', line.description.length, longestDescription);
    if (line.heading) tooLong(index + 1, 'description', line.heading.length, longestDescription);
    for (const field of ['quantity', 'unitPrice', 'amount'] as const) {
      const value = new Decimal(line[field]);
      if (value.precision(false) > mostDigits || value.decimalPlaces() > mostDecimals)
        found.push({
          kind: 'bad_amount',
          line: index + 1,
          field,
          ...sentence(
            'invoicing.tooManyDigits',
            '{value} has more digits than QuickBooks keeps ({most}, {decimals} of them decimals). Round it.',
            { value: { decimal: value.toFixed() }, most: mostDigits, decimals: mostDecimals },
          ),
        });
    }
  }
  return found;
};

/**
 * US companies mark an item as taxable or not; elsewhere it names a tax code, where sales tax is used at all. Which of
 * the two holds is not guessed.
 */
export const taxProblem = (raw: Json, account: AccountFacts | null): TaxProblem | null => {
  const code = isJson(raw.SalesTaxCodeRef) ? raw.SalesTaxCodeRef.value : undefined;
  if (typeof code === 'string' && code !== '') return null;
  const country = account?.country ?? null;
  if (typeof raw.Taxable !== 'boolean' || (country !== null && country !== 'US' && account?.salesTax !== false))
    return {
      at: 'item',
      ...sentence('invoicing.noTaxCode', 'It has no sales tax code in QuickBooks: choose one there, then sync.'),
    };
  if (country !== null) return null;
  return {
    at: 'account',
    ...sentence(
      'invoicing.countryUnknown',
      'QuickBooks has not said in which country the company is, so how it is taxed is not known. Set the country in QuickBooks under Account and settings, Company, then sync.',
    ),
  };
};

/** Why a record cannot be used on an invoice, in words; null if it can. */
export const refusal = (recordType: string, raw: Json): Said | null => {
  if (recordType === 'item') return itemRefusal(raw);
  return raw.Active === false
    ? sentence('invoicing.isInactive', 'It is inactive in QuickBooks: make it active there, or link another.')
    : null;
};

/** Currency of a customer; it is fixed when the customer is created. */
export const clientCurrency = (raw: Json): string | null =>
  isJson(raw.CurrencyRef) && typeof raw.CurrencyRef.value === 'string' ? raw.CurrencyRef.value : null;
