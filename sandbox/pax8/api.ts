import { randomUUID } from 'node:crypto';
import { offsetMonth } from './invoices';
import { vendorTime, type PartnerState, type Row } from './partner';
import { exactly, isTrue, pageOf, textOf, type ListRules } from './query';
import { apiError } from './vendor-error';

export interface ApiRequest {
  method: string;
  /** What follows `/v1`, e.g. `/companies`. */
  path: string;
  query: URLSearchParams;
  /** Parsed JSON. */
  body: unknown;
}

const within = (property: string) => ({
  keeps: (row: Row, wanted: string) => String((row.address as Row | undefined)?.[property]) === wanted,
});
const contains = (properties: string[]) => ({
  keeps: (row: Row, wanted: string) =>
    properties.some((property) => textOf(row[property]).toLowerCase().includes(wanted.toLowerCase())),
});
const amount = (property: string) => ({
  keeps: (row: Row, wanted: string) => Number(row[property]) === Number(wanted),
});
const bothWays = (...fields: string[]): string[] => fields.flatMap((field) => [`${field},asc`, `${field},desc`]);

/** Parameters of the lists, as in the vendor's specification. */
const rules = {
  companies: {
    sort: ['name', 'city', 'country', 'stateOrProvince', 'postalCode'],
    filters: {
      city: within('city'),
      country: within('country'),
      stateOrProvince: within('stateOrProvince'),
      postalCode: within('postalCode'),
      selfServiceAllowed: isTrue('selfServiceAllowed'),
      billOnBehalfOfEnabled: isTrue('billOnBehalfOfEnabled'),
      orderApprovalRequired: isTrue('orderApprovalRequired'),
      status: exactly('status', ['Active', 'Inactive', 'Deleted']),
    },
  },
  products: {
    sort: ['name', 'vendor'],
    filters: {
      search: contains(['name', 'vendorName', 'sku', 'vendorSku', 'id']),
      vendorName: exactly('vendorName'),
    },
  },
  subscriptions: {
    sort: bothWays('quantity', 'startDate', 'endDate', 'createdDate', 'billingStart', 'price'),
    filters: {
      status: exactly('status', [
        'Active',
        'Cancelled',
        'PendingManual',
        'PendingAutomated',
        'PendingCancel',
        'WaitingForDetails',
        'Trial',
        'Converted',
        'PendingActivation',
        'Activated',
      ]),
      billingTerm: exactly('billingTerm', ['Monthly', 'Annual', '2-Year', '3-Year', 'One-Time', 'Trial', 'Activation']),
      companyId: exactly('companyId'),
      productId: exactly('productId'),
    },
  },
  invoices: {
    sort: ['invoiceDate', 'dueDate', 'status', 'partnerName', 'total', 'balance', 'carriedBalance'],
    filters: {
      status: exactly('status', ['Unpaid', 'Paid', 'Void', 'Carried', 'Nothing Due', 'Credited']),
      invoiceDate: exactly('invoiceDate'),
      invoiceDateRangeStart: { keeps: (row: Row, wanted: string) => String(row.invoiceDate) >= wanted },
      invoiceDateRangeEnd: { keeps: (row: Row, wanted: string) => String(row.invoiceDate) <= wanted },
      dueDate: exactly('dueDate'),
      total: amount('total'),
      balance: amount('balance'),
      carriedBalance: amount('carriedBalance'),
      companyId: exactly('companyId'),
    },
  },
  draftItems: {
    filters: {
      monthOffset: {
        values: ['0', '1'],
        keeps: (row: Row, wanted: string) => String(row.startPeriod).startsWith(offsetMonth(wanted)),
      },
      companyId: exactly('companyId'),
    },
  },
} satisfies Record<string, ListRules>;

const byId = (rows: readonly Row[], id: string, what: string, path: string): Row => {
  const row = rows.find((one) => one.id === id);
  if (!row) throw apiError(404, `${what} not found`, path, [`No ${what.toLowerCase()} with id ${id}`]);
  return row;
};

const writable: Record<string, 'string' | 'boolean' | 'object'> = {
  name: 'string',
  address: 'object',
  phone: 'string',
  website: 'string',
  externalId: 'string',
  billOnBehalfOfEnabled: 'boolean',
  selfServiceAllowed: 'boolean',
  orderApprovalRequired: 'boolean',
};

/** Changes a company in place. "At least one parameter has to be modified" (the vendor's specification). */
const updateCompany = (company: Row, body: unknown, path: string): Row => {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw apiError(422, 'The request is not valid', path, ['The body must be a JSON object']);
  }
  const given = Object.entries(body).filter(([name]) => Object.hasOwn(writable, name));
  const wrong = given
    .filter(([name, value]) => value === null || typeof value !== writable[name])
    .map(([name]) => `${name} must be a ${writable[name]}`);
  if (wrong.length > 0) throw apiError(422, 'Invalid company', path, wrong);
  const changes = given.filter(([name, value]) => JSON.stringify(company[name]) !== JSON.stringify(value));
  if (changes.length === 0) throw apiError(422, 'Invalid company', path, ['At least one parameter has to be modified']);
  return Object.assign(company, Object.fromEntries(changes), { updatedDate: vendorTime() });
};

/** Creates a company. Without contacts it is inactive until it has some (the vendor's specification). */
const createCompany = (state: PartnerState, body: unknown, path: string): Row => {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw apiError(422, 'The request is not valid', path, ['The body must be a JSON object']);
  }
  const given = body as Row;
  const required = [
    'name',
    'address',
    'phone',
    'website',
    'billOnBehalfOfEnabled',
    'selfServiceAllowed',
    'orderApprovalRequired',
  ];
  const wrong = [
    ...required.filter((name) => given[name] === undefined || given[name] === '').map((name) => `${name} is required`),
    ...Object.entries(given).flatMap(([name, value]) =>
      Object.hasOwn(writable, name) && typeof value !== writable[name] ? [`${name} must be a ${writable[name]}`] : [],
    ),
  ];
  const country = (given.address as Row | undefined)?.country;
  if (country !== undefined && !/^[A-Z]{2}$/.test(textOf(country)))
    wrong.push('address.country must be a code of two letters');
  if (wrong.length > 0) throw apiError(422, 'Invalid company', path, wrong);
  const contacts = Array.isArray(given.contacts) ? (given.contacts as Row[]) : [];
  const company: Row = {
    ...Object.fromEntries(Object.entries(given).filter(([name]) => Object.hasOwn(writable, name))),
    id: randomUUID(),
    status: contacts.length > 0 ? 'Active' : 'Inactive',
    updatedDate: vendorTime(),
  };
  state.companies.push(company);
  state.contacts[company.id as string] = contacts.map((contact) => ({ id: randomUUID(), types: [], ...contact }));
  return company;
};

/** Answers one request of the Partner API; throws VendorError. A POST or PATCH changes `state`. */
export const answer = (state: PartnerState, { method, path, query, body }: ApiRequest): Row => {
  const instance = `/v1${path}`;
  const [, list = '', id, part, partId, ...rest] = path.split('/').map(decodeURIComponent);
  const depth = [id, part, partId].filter((piece) => piece !== undefined).length;
  const noSuchPath = () => apiError(404, 'Not found', instance, [`No endpoint ${method} ${instance}`]);
  if (rest.length > 0) throw noSuchPath();

  if (method === 'PATCH' && list === 'companies' && depth === 1) {
    return updateCompany(byId(state.companies, id ?? '', 'Company', instance), body, instance);
  }
  if (method === 'POST' && list === 'companies' && depth === 0) return createCompany(state, body, instance);
  if (method !== 'GET') throw noSuchPath();

  const page = (rows: readonly Row[], given?: ListRules) => pageOf(rows, query, instance, given);
  switch (list) {
    case 'companies': {
      if (id === undefined) return page(state.companies, rules.companies);
      const company = byId(state.companies, id, 'Company', instance);
      if (depth === 1) return company;
      if (part !== 'contacts') throw noSuchPath();
      const contacts = state.contacts[id] ?? [];
      return partId === undefined ? page(contacts) : byId(contacts, partId, 'Contact', instance);
    }
    case 'products': {
      if (id === undefined) return page(state.products, rules.products);
      const product = byId(state.products, id, 'Product', instance);
      if (depth === 1) return { ...product, description: state.descriptions[id] };
      if (part !== 'pricing' || depth !== 2) throw noSuchPath();
      return { content: state.pricing[id] ?? [] };
    }
    case 'subscriptions':
      if (id === undefined) return page(state.subscriptions, rules.subscriptions);
      if (depth !== 1) throw noSuchPath();
      return byId(state.subscriptions, id, 'Subscription', instance);
    case 'invoices': {
      if (id === undefined) return page(state.invoices, rules.invoices);
      if (id === 'draftItems' && depth === 1) return page(state.draftItems, rules.draftItems);
      const invoice = byId(state.invoices, id, 'Invoice', instance);
      if (depth === 1) return invoice;
      if (part !== 'items' || depth !== 2) throw noSuchPath();
      return page(state.invoiceItems[id] ?? []);
    }
    default:
      throw noSuchPath();
  }
};
