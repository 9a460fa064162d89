import { randomUUID } from 'node:crypto';
import { START, type CompanyFile, type Invoice, type ListRecord } from './company';
import { child, membersOf, text, write, type Element, type Members } from './qbxml';

/** Iterators of one session, with what they have still to give. */
export type Iterators = Map<string, ListRecord[]>;

interface Outcome {
  code: number;
  severity?: 'Info' | 'Warn' | 'Error';
  message: string;
  content?: string;
  attributes?: Record<string, string>;
}
const ok = (content: string, attributes: Record<string, string> = {}): Outcome => ({
  code: 0,
  message: 'Status OK',
  content,
  attributes,
});
const nothing: Outcome = { code: 1, message: 'A query request did not find a matching object in QuickBooks' };
const error = (code: number, message: string): Outcome => ({ code, severity: 'Error', message });
const invalidReference = (what: string, id: string, where: string): Outcome =>
  error(
    3140,
    `There is an invalid reference to QuickBooks ${what} "${id}" in the ${where}.  QuickBooks error message: Invalid argument.  The specified record does not exist in the list.`,
  );

/** Carries out one request, e.g. `CustomerQueryRq`, and answers with its `…Rs` element. */
export function carryOut(company: CompanyFile, request: Element, iterators: Iterators, forced?: Outcome): string {
  const outcome = forced ?? act(company, request, iterators);
  const severity = outcome.severity ?? (outcome.code === 0 || outcome.code === 1 ? 'Info' : 'Warn');
  const attributes = {
    ...(request.attributes.requestID ? { requestID: request.attributes.requestID } : {}),
    statusCode: String(outcome.code),
    statusSeverity: severity,
    statusMessage: outcome.message,
    ...outcome.attributes,
  };
  const name = request.name.replace(/Rq$/, 'Rs');
  const quoted = Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${value.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;')}"`)
    .join('');
  return outcome.content ? `<${name}${quoted}>${outcome.content}</${name}>` : `<${name}${quoted} />`;
}

function act(company: CompanyFile, request: Element, iterators: Iterators): Outcome {
  switch (request.name) {
    case 'CustomerQueryRq':
      return query(company, request, iterators, (type) => type === 'Customer');
    case 'VendorQueryRq':
      return query(company, request, iterators, (type) => type === 'Vendor');
    case 'ItemQueryRq':
      return query(company, request, iterators, (type) => type.startsWith('Item'));
    case 'AccountQueryRq':
      return accounts(company, request);
    case 'ListDeletedQueryRq':
      return deletions(company, request);
    case 'InvoiceQueryRq':
      return documents(company.invoices, 'Invoice', request);
    case 'CreditMemoQueryRq':
      return documents(company.creditMemos, 'CreditMemo', request);
    case 'InvoiceAddRq':
      return addDocument(company, 'Invoice', request);
    case 'CreditMemoAddRq':
      return addDocument(company, 'CreditMemo', request);
    default:
      if (/^(Customer|Vendor|Item\w+)AddRq$/.test(request.name)) return addRecord(company, request);
      return error(1030, `The request "${request.name}" is not supported by this stand-in.`);
  }
}

/** Deletions are told for so long. */
const REMEMBERED_DAYS = 90;
/** A day begins at midnight of the computer that has QuickBooks. */
const timeOf = (text: string | undefined): number =>
  text === undefined ? -Infinity : Date.parse(text.length === 10 ? `${text}T00:00:00-08:00` : text);

function query(
  company: CompanyFile,
  request: Element,
  iterators: Iterators,
  isOfType: (type: string, members: Members) => boolean,
): Outcome {
  const ids = request.children.filter(({ name }) => name === 'ListID').map((element) => element.text);
  const only = request.children.filter(({ name }) => name === 'IncludeRetElement').map((element) => element.text);
  const show = (records: ListRecord[]) =>
    records
      .map((record) => {
        const all = company.show(record);
        const members = Object.entries(all).filter(([name]) => only.length === 0 || only.includes(name));
        return `<${record.type}Ret>${write(Object.fromEntries(members))}</${record.type}Ret>`;
      })
      .join('');
  if (ids.length > 0) {
    const found = company.records.filter(({ id, type, members }) => isOfType(type, members) && ids.includes(id));
    const missing = ids.find((id) => !found.some((record) => record.id === id));
    if (found.length === 0)
      return error(
        3120,
        `Object "${missing}" specified in the request cannot be found.  QuickBooks error message: Invalid argument.  The specified record does not exist in the list.`,
      );
    return missing === undefined
      ? ok(show(found))
      : {
          code: 500,
          message: `The query request has not been fully completed. There was a required element ("${missing}") that could not be found in QuickBooks.`,
          content: show(found),
        };
  }
  const names = request.children.filter(({ name }) => name === 'FullName').map((element) => element.text.toLowerCase());
  if (names.length > 0) {
    const found = company.records.filter(
      ({ type, members }) => isOfType(type, members) && names.includes(company.fullName(members).toLowerCase()),
    );
    return found.length > 0
      ? ok(show(found))
      : {
          code: 500,
          message: `The query request has not been fully completed. There was a required element ("${names[0]}") that could not be found in QuickBooks.`,
        };
  }
  const size = Number(text(request, 'MaxReturned') ?? Infinity);
  const status = text(request, 'ActiveStatus') ?? 'ActiveOnly';
  const since = timeOf(text(request, 'FromModifiedDate'));
  let left: ListRecord[];
  let id = request.attributes.iteratorID;
  if (request.attributes.iterator === 'Continue') {
    const kept = id === undefined ? undefined : iterators.get(id);
    if (!kept) return error(3000, `The given object ID "${id}" in the field "iteratorID" is invalid.`);
    left = kept;
  } else {
    left = company.records.filter(
      ({ type, members, modifiedAt = START }) =>
        isOfType(type, members) &&
        timeOf(modifiedAt) >= since &&
        (status === 'All' || (members.IsActive === 'true') === (status === 'ActiveOnly')),
    );
    id = `{${randomUUID()}}`;
  }
  const page = left.slice(0, size);
  const rest = left.slice(size);
  if (request.attributes.iterator && id) iterators.set(id, rest);
  if (page.length === 0) return nothing;
  return ok(
    show(page),
    request.attributes.iterator && id ? { iteratorRemainingCount: String(rest.length), iteratorID: id } : {},
  );
}

/** Without iterator: QuickBooks gives all accounts at once. */
function accounts(company: CompanyFile, request: Element): Outcome {
  if (request.attributes.iterator)
    return error(3010, 'There was an error when converting the boolean value "Start" in the field "iterator".');
  const types = request.children.filter(({ name }) => name === 'AccountType').map((element) => element.text);
  return query(company, request, new Map(), (type, members) => {
    const isWanted = types.length === 0 || types.includes(String(members.AccountType as string));
    return type === 'Account' && isWanted;
  });
}

function deletions(company: CompanyFile, request: Element): Outcome {
  const types = request.children.filter(({ name }) => name === 'ListDelType').map((element) => element.text);
  const since = Math.max(
    timeOf(text(request, 'DeletedDateRangeFilter', 'FromDeletedDate')),
    Date.now() - REMEMBERED_DAYS * 86_400_000,
  );
  const found = company.deleted.filter(({ type, at }) => types.includes(type) && timeOf(at) >= since);
  if (found.length === 0) return nothing;
  return ok(
    found
      .map(({ type, id, name, at }) =>
        write({
          ListDeletedRet: { ListDelType: type, ListID: id, TimeCreated: at, TimeDeleted: at, FullName: name },
        }),
      )
      .join(''),
  );
}

/** References to accounts of an item, wherever its type has them. */
const accountsOf = (members: Members): Members[] =>
  Object.entries(members).flatMap(([name, value]) => {
    if (typeof value !== 'object' || Array.isArray(value)) return [];
    return /AccountRef$/.test(name) ? [value] : accountsOf(value);
  });

function addRecord(company: CompanyFile, request: Element): Outcome {
  const type = request.name.replace(/AddRq$/, '');
  const { Name: name, ...members } = membersOf(child(request, `${type}Add`) ?? request) as Members & { Name: string };
  const parent = members.ParentRef as Members | undefined;
  if (parent && !company.find(parent))
    return invalidReference(type, String((parent.ListID ?? parent.FullName) as string), type);
  const account = accountsOf(members).find(({ ListID: id }) => company.find({ ListID: id })?.type !== 'Account');
  if (account) return invalidReference('Account', String(account.ListID as string), 'Item');
  const path = company.fullName({ ...members, Name: name });
  // Customers, vendors, employees and other names share one list of names.
  const family = (other: string) => (other.startsWith('Item') ? 'item' : other === 'Account' ? 'account' : 'name');
  const taken = company.records.some(
    (record) =>
      family(record.type) === family(type) && company.fullName(record.members).toLowerCase() === path.toLowerCase(),
  );
  if (taken) return error(3100, `The name "${name}" of the list element is already in use.`);
  const record = company.add(type, { ...members, Name: name });
  if (record.modifiedAt) record.createdAt = record.modifiedAt;
  return ok(`<${type}Ret>${write(company.show(record))}</${type}Ret>`);
}

function addDocument(company: CompanyFile, type: 'Invoice' | 'CreditMemo', request: Element): Outcome {
  const invoice = child(request, `${type}Add`);
  const list = type === 'Invoice' ? company.invoices : company.creditMemos;
  const customer = company.find({ ListID: text(invoice, 'CustomerRef', 'ListID') });
  if (!invoice || customer?.type !== 'Customer')
    return invalidReference('Customer', text(invoice, 'CustomerRef', 'ListID') ?? '', type);
  let cents = 0;
  for (const line of invoice.children.filter(({ name }) => name === `${type}LineAdd`)) {
    // A line may be a text alone.
    if (text(line, 'ItemRef', 'ListID') === undefined && line.children.every(({ name }) => name === 'Desc')) continue;
    const item = company.find({ ListID: text(line, 'ItemRef', 'ListID') });
    if (!item?.type.startsWith('Item'))
      return invalidReference('Item', text(line, 'ItemRef', 'ListID') ?? '', `${type} line`);
    const amount = text(line, 'Amount');
    cents +=
      amount === undefined
        ? Math.round(Number(text(line, 'Quantity') ?? 1) * Number(text(line, 'Rate') ?? 0) * 100)
        : Math.round(Number(amount) * 100);
  }
  const members: Members = {
    TxnID: company.newId().slice(-12),
    TimeCreated: '2026-01-05T09:00:00-08:00',
    TimeModified: '2026-01-05T09:00:00-08:00',
    EditSequence: '1767632400',
    TxnNumber: String(list.length + 1),
    CustomerRef: { ListID: customer.id, FullName: company.fullName(customer.members) },
    TxnDate: text(invoice, 'TxnDate') ?? '2026-01-05',
    RefNumber: text(invoice, 'RefNumber') ?? String(list.length + 1),
    Subtotal: (cents / 100).toFixed(2),
    SalesTaxTotal: '0.00',
    ...(type === 'Invoice'
      ? { BalanceRemaining: (cents / 100).toFixed(2) }
      : { TotalAmount: (cents / 100).toFixed(2), CreditRemaining: (cents / 100).toFixed(2) }),
    Memo: text(invoice, 'Memo'),
    ...(type === 'Invoice' ? { IsPaid: 'false' } : {}),
  };
  list.push({ id: String(members.TxnID as string), members });
  return ok(write({ [`${type}Ret`]: members }));
}

function documents(list: Invoice[], type: 'Invoice' | 'CreditMemo', request: Element): Outcome {
  const numbers = request.children.filter(({ name }) => name.startsWith('RefNumber')).map((element) => element.text);
  const found = list.filter(({ members }) => numbers.includes(members.RefNumber as string));
  return found.length === 0 ? nothing : ok(found.map(({ members }) => write({ [`${type}Ret`]: members })).join(''));
}
