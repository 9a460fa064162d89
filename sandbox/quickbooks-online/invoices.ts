import { Decimal } from 'decimal.js';
import {
  type Company,
  currencyRef,
  documentNames,
  type DocumentName,
  refuseLong,
  refuseUnknown,
  refValue,
} from './company';
import type { Row } from './query';
import { invalidReference, missingParameter, staleObject, validationFault, vendorTime } from './vendor-error';

const dayMs = 86_400_000;
const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null && !Array.isArray(value);
const businessFault = (detail: string) =>
  validationFault(
    '6000',
    'A business validation error has occurred while processing your request',
    `Business Validation Error: ${detail}`,
    '',
  );

/** Amount of a line: quantity times price, rounded half up to cents. */
const expectedAmount = (quantity: unknown, price: unknown): Decimal =>
  new Decimal(Number(quantity)).times(Number(price)).toDecimalPlaces(2, Decimal.ROUND_HALF_UP);

const salesLine = (company: Company, line: Row, index: number): Row => {
  const detail = line.SalesItemLineDetail;
  if (!isRow(detail)) throw missingParameter('SalesItemLineDetail');
  refuseUnknown('SalesItemLineDetail', detail);
  if (typeof line.Amount !== 'number') throw missingParameter('Line.Amount');
  const itemId = refValue(detail.ItemRef);
  if (itemId === undefined) throw missingParameter('ItemRef');
  const item = company.referred('Item', itemId);
  if (item.Type === 'Category') throw invalidReference(`Item ${itemId} is a category`);
  if (item.Type === 'Group') throw businessFault('A bundle needs a line of type GroupLineDetail.');
  if (detail.Qty !== undefined && detail.UnitPrice !== undefined) {
    if (!expectedAmount(detail.Qty, detail.UnitPrice).equals(line.Amount)) {
      throw validationFault(
        '6070',
        'Amount calculation incorrect in the request',
        'Amount calculation incorrect in the request : Amount is not equal to UnitPrice * Qty.',
        '',
      );
    }
  }
  const taxCode = refValue(detail.TaxCodeRef) ?? (item.Taxable === true ? 'TAX' : 'NON');
  if (taxCode !== 'TAX' && taxCode !== 'NON') throw invalidReference(`TaxCode ${taxCode} does not exist`);
  return {
    Id: String(index + 1),
    LineNum: index + 1,
    ...(line.Description === undefined ? {} : { Description: line.Description }),
    Amount: line.Amount,
    DetailType: 'SalesItemLineDetail',
    SalesItemLineDetail: {
      ...detail,
      ItemRef: { value: itemId, name: item.Name },
      TaxCodeRef: { value: taxCode },
    },
  };
};

const lineOf = (company: Company, value: unknown, index: number): Row => {
  if (!isRow(value)) throw missingParameter('Line');
  refuseUnknown('Line', value);
  refuseLong(value, { Description: 4000 });
  if (value.DetailType === 'SalesItemLineDetail') return salesLine(company, value, index);
  if (value.DetailType === 'DescriptionOnly') return { Id: String(index + 1), LineNum: index + 1, ...value };
  throw validationFault(
    '2170',
    'Invalid Enumeration',
    `Invalid Enumeration : ${String(value.DetailType)} of a line is not supported here`,
    'DetailType',
  );
};

/** Sales forms share one sequence of numbers. */
const docNumberOf = (company: Company, body: Row, ownId?: string): string | undefined => {
  const wanted = typeof body.DocNumber === 'string' && body.DocNumber !== '' ? body.DocNumber : undefined;
  const holder = (number: string) =>
    documentNames
      .flatMap((type) => company.rows(type).map((row) => ({ type, row })))
      .find(({ row }) => row.DocNumber === number && row.Id !== ownId);
  if (wanted !== undefined) {
    const taken = holder(wanted);
    if (!taken) return wanted;
    throw validationFault(
      '6140',
      'Duplicate Document Number Error',
      `Duplicate Document Number Error : You must specify a different number. This number has already been used. DocNumber=${wanted} is assigned to TxnType=${taken.type} with TxnId=${String(taken.row.Id)}`,
      '',
    );
  }
  if (company.state.customTxnNumbers) return undefined;
  while (holder(String(company.state.nextDocNumber))) company.state.nextDocNumber += 1;
  company.state.nextDocNumber += 1;
  return String(company.state.nextDocNumber - 1);
};

/** What an invoice or a credit memo becomes once the vendor has completed it: subtotal line, tax, totals, numbers. */
const complete = (company: Company, entity: DocumentName, body: Row, id: string, before?: Row): Row => {
  refuseUnknown(entity, body);
  refuseLong(body, { DocNumber: 21, PrivateNote: 4000 });
  const customerId = refValue(body.CustomerRef);
  if (customerId === undefined) throw missingParameter('CustomerRef');
  if (!Array.isArray(body.Line) || body.Line.length === 0) throw missingParameter('Line');
  const customer = company.referred('Customer', customerId);
  const currency = refValue(customer.CurrencyRef) ?? company.state.currency;
  const asked = refValue(body.CurrencyRef) ?? currency;
  if (asked !== currency) {
    throw businessFault(`The currency of the transaction, ${asked}, is not the customer's, ${currency}.`);
  }
  const lines = (body.Line as unknown[])
    .filter((line) => !(isRow(line) && line.DetailType === 'SubTotalLineDetail'))
    .map((line, index) => lineOf(company, line, index));
  const sum = (chosen: Row[]) => chosen.reduce((total, line) => total.plus(Number(line.Amount ?? 0)), new Decimal(0));
  const subtotal = sum(lines);
  const taxed = sum(
    lines.filter((line) => refValue((line.SalesItemLineDetail as Row | undefined)?.TaxCodeRef) === 'TAX'),
  );
  const rate = customer.Taxable === false ? 0 : company.state.salesTaxRate;
  const tax = taxed.times(rate).dividedBy(100).toDecimalPlaces(2, Decimal.ROUND_HALF_UP);
  const total = subtotal.plus(tax).toNumber();
  const docNumber = docNumberOf(company, body, before?.Id as string | undefined);
  const txnDate = typeof body.TxnDate === 'string' ? body.TxnDate : vendorTime().slice(0, 10);
  if (company.state.closedUntil !== undefined && txnDate <= company.state.closedUntil) {
    throw validationFault(
      '6210',
      'Account Period Closed, Cannot Update Through Services API',
      'The account period has closed and the account books cannot be updated through the QBO Services API. Please check with your company administrator.',
      '',
    );
  }
  const given: Row = { ...body };
  delete given.DocNumber;
  const ownMembers: Row =
    entity === 'Invoice'
      ? {
          AllowIPNPayment: false,
          AllowOnlinePayment: false,
          AllowOnlineCreditCardPayment: false,
          AllowOnlineACHPayment: false,
          DueDate: new Date(Date.parse(txnDate) + 30 * dayMs).toISOString().slice(0, 10),
        }
      : { RemainingCredit: total };
  return {
    ...ownMembers,
    PrintStatus: 'NeedToPrint',
    EmailStatus: 'NotSet',
    ApplyTaxAfterDiscount: false,
    CustomField: [],
    LinkedTxn: [],
    ...(customer.BillAddr === undefined ? {} : { BillAddr: customer.BillAddr }),
    ...(customer.ShipAddr === undefined ? {} : { ShipAddr: customer.ShipAddr }),
    ...given,
    domain: 'QBO',
    sparse: false,
    Id: id,
    SyncToken: before === undefined ? '0' : String(Number(before.SyncToken) + 1),
    MetaData: {
      CreateTime: (before?.MetaData as Row | undefined)?.CreateTime ?? vendorTime(),
      LastUpdatedTime: vendorTime(),
    },
    ...(docNumber === undefined ? {} : { DocNumber: docNumber }),
    TxnDate: txnDate,
    CurrencyRef: currencyRef(currency),
    Line: [...lines, { Amount: subtotal.toNumber(), DetailType: 'SubTotalLineDetail', SubTotalLineDetail: {} }],
    TxnTaxDetail: { TotalTax: tax.toNumber() },
    CustomerRef: { value: customerId, name: customer.DisplayName },
    TotalAmt: total,
    Balance: total,
  };
};

/** A credit memo takes from what the customer owes. */
const addToBalance = (company: Company, entity: DocumentName, row: Row, amount: unknown): void => {
  const customerId = refValue(row.CustomerRef);
  const customer = customerId === undefined ? undefined : company.state.entities.Customer[customerId];
  if (!customer) return;
  const change = new Decimal(Number(amount)).times(entity === 'CreditMemo' ? -1 : 1);
  const add = (value: unknown) => change.plus(Number(value ?? 0)).toNumber();
  company.put('Customer', {
    ...customer,
    Balance: add(customer.Balance),
    BalanceWithJobs: add(customer.BalanceWithJobs),
    MetaData: { ...(customer.MetaData as Row), LastUpdatedTime: vendorTime() },
  });
};

export const createDocument = (company: Company, entity: DocumentName, body: Row): Row => {
  const document = complete(company, entity, body, String(company.state.nextId));
  if (Number(document.TotalAmt) < 0) throw businessFault('The total of a transaction cannot be negative.');
  company.newId();
  addToBalance(company, entity, document, document.TotalAmt);
  return company.put(entity, document);
};

const current = (company: Company, entity: DocumentName, body: Row): Row => {
  const document = company.get(entity, typeof body.Id === 'string' ? body.Id : '');
  if (body.SyncToken === undefined) throw missingParameter('SyncToken');
  if (body.SyncToken !== document.SyncToken) throw staleObject();
  return document;
};

export const updateDocument = (company: Company, entity: DocumentName, body: Row): Row => {
  const before = current(company, entity, body);
  const whole = body.sparse === true ? { ...before, ...body } : body;
  const document = complete(company, entity, whole, before.Id as string, before);
  addToBalance(company, entity, before, -Number(before.Balance));
  addToBalance(company, entity, document, document.TotalAmt);
  return company.put(entity, document);
};

/** Takes the document away; the answer is what was recorded. */
export const deleteDocument = (company: Company, entity: DocumentName, body: Row): Row => {
  const before = current(company, entity, body);
  addToBalance(company, entity, before, -Number(before.Balance));
  company.remove(entity, before.Id as string);
  return { domain: 'QBO', status: 'Deleted', Id: before.Id };
};

/** Sets every amount to zero and keeps the invoice with its number. */
export const voidInvoice = (company: Company, body: Row): Row => {
  const before = current(company, 'Invoice', body);
  addToBalance(company, 'Invoice', before, -Number(before.Balance));
  const lines = (before.Line as Row[]).map((line) => {
    const detail = line.SalesItemLineDetail as Row | undefined;
    return { ...line, Amount: 0, ...(detail ? { SalesItemLineDetail: { ...detail, Qty: 0, UnitPrice: 0 } } : {}) };
  });
  const note = typeof before.PrivateNote === 'string' ? ` ${before.PrivateNote}` : '';
  return company.put('Invoice', {
    ...before,
    SyncToken: String(Number(before.SyncToken) + 1),
    Line: lines,
    TxnTaxDetail: { TotalTax: 0 },
    TotalAmt: 0,
    Balance: 0,
    PrivateNote: `Voided${note}`,
  });
};
