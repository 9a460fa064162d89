import { type Company, currencyRef, documentNames, type DocumentName, entityNames, type EntityName } from './company';
import { createDocument, deleteDocument, updateDocument, voidInvoice } from './invoices';
import { queryProperties } from './properties';
import { parseQuery, select, type Query, type Row } from './query';
import { invalidQuery, staleObject, unsupportedOperation, validationFault, vendorTime } from './vendor-error';

export interface ApiRequest {
  method: string;
  /** What follows `/v3/company/{realmId}/`. */
  path: string;
  query: URLSearchParams;
  /** Parsed JSON object, or the text of a posted query. */
  body: unknown;
  /** Pretend that another user saved first. */
  stale: boolean;
}

const isDocument = (entity: EntityName): entity is DocumentName =>
  (documentNames as readonly EntityName[]).includes(entity);

const timed = (body: Row): Row => ({ ...body, time: vendorTime(new Date(), true) });

const defaultOrders: Partial<Record<EntityName, string>> = {
  Customer: 'FullyQualifiedName',
  Vendor: 'DisplayName',
  Invoice: 'Id',
  CreditMemo: 'Id',
};

const dayMs = 86_400_000;
const mostChanges = 1000;
/** Entities that change data capture does not watch. */
const unwatched: readonly EntityName[] = ['TaxCode'];

/** Change data capture: at most 1,000 objects an answer, without pages, at most 30 days back. */
const changes = (company: Company, query: URLSearchParams): Row => {
  const since = Date.parse(query.get('changedSince') ?? '');
  if (Number.isNaN(since) || Date.now() - since > 30 * dayMs) {
    throw validationFault(
      '2040',
      'Invalid changedSince',
      'changedSince must be a time of the last 30 days',
      'changedSince',
    );
  }
  let left = mostChanges;
  const parts = (query.get('entities') ?? '').split(',').map((wanted) => {
    const name = entityNames.find((entity) => entity.toLowerCase() === wanted.trim().toLowerCase());
    if (!name || unwatched.includes(name)) throw invalidQuery(`Entity ${wanted} is not supported by CDC`);
    const rows = company.changedSince(name, since).slice(0, left);
    left -= rows.length;
    return rows.length === 0 ? {} : { [name]: rows, startPosition: 1, maxResults: rows.length };
  });
  return { CDCResponse: [{ QueryResponse: parts }] };
};

const runQuery = (company: Company, statement: string): Row => {
  const query = parseQuery(statement);
  const name = entityNames.find((entity) => entity.toLowerCase() === query.entity.toLowerCase());
  if (!name) {
    if (query.entity.toLowerCase() === 'qbdtentityidmapping') return desktopIds(company, query);
    if (query.entity.toLowerCase() === 'companyinfo') return { CompanyInfo: [companyInfo(company)], maxResults: 1 };
    throw invalidQuery(`Entity ${query.entity} not found`);
  }
  const rows = select(company.rows(name), query, {
    name,
    properties: queryProperties(name),
    hidesInactive: !isDocument(name),
    defaultOrder: defaultOrders[name] ?? 'Name',
  });
  if (query.count) return { totalCount: rows.length };
  const page = rows.slice(query.startPosition - 1, query.startPosition - 1 + query.maxResults);
  return page.length === 0 ? {} : { [name]: page, startPosition: query.startPosition, maxResults: page.length };
};

const mappingMembers = ['QboEntityId', 'QbdtExportableId', 'QboEntityType', 'QbdtEntityType'];

/** Ids of QuickBooks Desktop, of a company that was moved from there; they can only be queried. */
const desktopIds = (company: Company, query: Query): Row => {
  const rows = select(
    (company.state.desktopIds ?? []).map((row): Row => ({ ...row, domain: 'QBO', sparse: false })),
    query,
    {
      name: 'QbdtEntityIdMapping',
      properties: new Map(mappingMembers.map((name) => [name.toLowerCase(), name])),
      hidesInactive: false,
      defaultOrder: 'QbdtExportableId',
    },
  );
  const page = rows.slice(query.startPosition - 1, query.startPosition - 1 + query.maxResults);
  return page.length === 0
    ? {}
    : { QbdtEntityIdMapping: page, startPosition: query.startPosition, maxResults: page.length };
};

const companyInfo = (company: Company): Row => ({
  CompanyName: company.state.name,
  LegalName: company.state.name,
  Country: 'US',
  SupportedLanguages: 'en',
  domain: 'QBO',
  sparse: false,
  Id: '1',
  SyncToken: '0',
});

const preferences = (company: Company): Row => ({
  SalesFormsPrefs: { CustomTxnNumbers: company.state.customTxnNumbers, AllowDeposit: false },
  CurrencyPrefs: {
    MultiCurrencyEnabled: company.state.multiCurrency ?? false,
    HomeCurrency: currencyRef(company.state.currency),
  },
  TaxPrefs: { UsingSalesTax: company.state.salesTaxRate > 0, PartnerTaxEnabled: company.state.salesTaxRate > 0 },
  domain: 'QBO',
  sparse: false,
  Id: '1',
  SyncToken: '0',
});

const write = (company: Company, entity: EntityName, request: ApiRequest): Row => {
  if (typeof request.body !== 'object' || request.body === null || Array.isArray(request.body)) {
    throw validationFault('2010', 'Request has invalid or unsupported property', 'The body is not a JSON object.');
  }
  const body = request.body as Row;
  const requestId = request.query.get('requestid');
  if (requestId !== null && requestId.length > 50) {
    throw validationFault('2050', 'String too long', 'requestid is longer than 50 characters', 'requestid');
  }
  // The vendor repeats its first answer for as long as it remembers the id.
  if (requestId !== null && !company.ignoresRequestIds && Object.hasOwn(company.state.answers, requestId))
    return company.state.answers[requestId] as Row;
  const answer = timed({ [entity]: perform(company, entity, body, request) });
  if (requestId !== null) company.state.answers[requestId] = answer;
  return answer;
};

const perform = (company: Company, entity: EntityName, body: Row, request: ApiRequest): Row => {
  const operation = request.query.get('operation');
  if (request.stale && body.Id !== undefined) throw staleObject();
  if (!isDocument(entity)) {
    if (operation !== null && operation !== 'update') throw unsupportedOperation(operation);
    return body.Id === undefined ? company.create(entity, body) : company.update(entity, body);
  }
  if (operation === 'delete') return deleteDocument(company, entity, body);
  if (operation === 'void') {
    if (entity !== 'Invoice') throw unsupportedOperation(operation);
    return voidInvoice(company, body);
  }
  return body.Id === undefined ? createDocument(company, entity, body) : updateDocument(company, entity, body);
};

/** Answers one request of the accounting API; throws VendorError. */
export const answer = (company: Company, request: ApiRequest): Row => {
  const [head = '', id, ...rest] = request.path.split('/');
  const reads = request.method === 'GET';
  if (!reads && request.method !== 'POST') throw unsupportedOperation(request.path);
  if (head === 'query' && id === undefined) {
    const statement = reads ? request.query.get('query') : request.body;
    return timed({ QueryResponse: runQuery(company, typeof statement === 'string' ? statement : '') });
  }
  if (head === 'cdc' && reads) return timed(changes(company, request.query));
  if (head === 'companyinfo' && reads) return timed({ CompanyInfo: companyInfo(company) });
  if (head === 'preferences' && reads) return timed({ Preferences: preferences(company) });
  const entity = entityNames.find((name) => name.toLowerCase() === head);
  if (!entity || rest.length > 0) throw unsupportedOperation(request.path);
  if (reads && id !== undefined) return timed({ [entity]: company.get(entity, id) });
  if (!reads && id === undefined) return write(company, entity, request);
  throw unsupportedOperation(request.path);
};
