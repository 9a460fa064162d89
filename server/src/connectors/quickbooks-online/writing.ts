import { Decimal } from 'decimal.js';
import type { RoleValues } from '../../contracts/common';
import type { NameHolder } from '../../contracts/writes';
import type {
  ConnectorContext,
  CreateRequest,
  ExternalRecordInput,
  UpdateRequest,
  WriteField,
  WriteForm,
  Writing,
} from '../contract';
import { ConnectorError } from '../errors';
import { has, stillOpen } from '../still-open';
import { isJson, type Json } from '../values';
import { companyOf, quote, type Company } from './client';
import { bare, everyone, kindOf } from './records';
import { sentence } from '../../utils/sentence';

/** Types that are created and updated; the small lists are people's own business. */
const writable = ['customer', 'vendor', 'item'];

/** Names in these lists differ from each other (error 6240). Employees are not read otherwise. */
const partyLists = ['Customer', 'Vendor', 'Employee'] as const;
const listWords: Record<string, NameHolder['kind']> = {
  Customer: 'customer',
  Vendor: 'vendor',
  Employee: 'employee',
  Item: 'item',
};

const noColon = { pattern: /[:\t\r\n]/g, words: sentence('writing.colons', 'colons, tabs and line breaks') };
const email = { pattern: /^[^\s@]+@[^\s@]+\.[^\s@]+$/, words: sentence('writing.anEmail', 'an e-mail address') };

/** Lengths as on the vendor's pages of customers and vendors; a name of 101 to 500 characters is not taken everywhere. */
const partyFields: WriteField[] = [
  { role: 'name', label: 'Display name', required: true, maxLength: 100, forbidden: noColon },
  { role: 'email', label: 'Email', maxLength: 100, format: email },
  { role: 'phone', label: 'Phone', maxLength: 30 },
  { role: 'domain', label: 'Website', maxLength: 1000 },
  { role: 'address', label: 'Street', maxLength: 500 },
  { role: 'city', label: 'City', maxLength: 255 },
  { role: 'region', label: 'State or province', maxLength: 255 },
  { role: 'postalCode', label: 'Postal code', maxLength: 30 },
  { role: 'country', label: 'Country', maxLength: 255 },
];
const itemFields: WriteField[] = [
  { role: 'name', label: 'Name', required: true, maxLength: 100, forbidden: noColon },
  { role: 'sku', label: 'SKU', maxLength: 100 },
  { role: 'description', label: 'Description', maxLength: 4000 },
  { role: 'price', label: 'Price', decimals: 7 },
];

const rowsOf = (answer: Json, entity: string): Json[] =>
  (Array.isArray(answer[entity]) ? (answer[entity] as unknown[]) : []).filter(isJson);
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Fields and, of items, the accounts that their sales may go to. */
const form = async (ctx: ConnectorContext, recordType: string): Promise<WriteForm> => {
  const { entity } = kindOf(recordType);
  const company = companyOf(ctx);
  if (entity !== 'Item') return { fields: [...partyFields, await currencyField(company)], choices: [] };
  const accounts = rowsOf(
    await company.query(`select * from Account where AccountType = 'Income' orderby Name maxresults 1000`),
    'Account',
  );
  const likely = accounts.find((account) => account.AccountSubType === 'SalesOfProductIncome') ?? accounts[0];
  return {
    fields: itemFields,
    choices: [
      {
        name: 'type',
        label: 'Type of the new items',
        value: 'Service',
        options: [
          { value: 'Service', label: 'Service' },
          { value: 'NonInventory', label: 'Product, stock not tracked' },
        ],
      },
      {
        name: 'incomeAccount',
        label: 'Income account',
        value: textOf(likely?.Id) || null,
        options: accounts.map((account) => ({
          value: textOf(account.Id),
          label: textOf(account.FullyQualifiedName) || textOf(account.Name),
        })),
      },
    ],
  };
};

/** A currency is fixed at creation; without the vendor's multicurrency there is but one. */
const currencyField = async (company: Company): Promise<WriteField> => {
  const { Preferences: preferences } = await company.read('preferences');
  const prefs = isJson(preferences) && isJson(preferences.CurrencyPrefs) ? preferences.CurrencyPrefs : {};
  const home = isJson(prefs.HomeCurrency) ? textOf(prefs.HomeCurrency.value) : '';
  return {
    role: 'currency',
    label: 'Currency',
    createOnly: true,
    ...(prefs.MultiCurrencyEnabled === true || home === ''
      ? { format: { pattern: /^[A-Z]{3}$/, words: sentence('writing.threeLetters', 'a code of three letters') } }
      : { options: [home] }),
  };
};

const numberOf = (price: string): number => new Decimal(price).toNumber();

/** Members of a new entity, or those that change of `current`; a member with parts is sent whole, as the vendor keeps it. */
const bodyOf = (entity: string, values: RoleValues, current: Json = {}): Json => {
  const body: Json = {};
  const part = (name: string): Json => (isJson(current[name]) ? current[name] : {});
  if (entity === 'Item') {
    if (values.name !== undefined) body.Name = values.name;
    if (values.sku !== undefined) body.Sku = values.sku;
    if (values.description !== undefined) body.Description = values.description;
    if (values.price !== undefined) body.UnitPrice = values.price === '' ? 0 : numberOf(values.price);
    return body;
  }
  if (values.name !== undefined) body.DisplayName = values.name;
  if (values.email !== undefined) {
    // The first address is the one that is linked; others stay.
    const [, ...others] = textOf(part('PrimaryEmailAddr').Address).split(/[,;]\s*/);
    body.PrimaryEmailAddr = { Address: [values.email, ...others].filter(Boolean).join(', ') };
  }
  if (values.phone !== undefined) body.PrimaryPhone = { FreeFormNumber: values.phone };
  if (values.domain !== undefined) body.WebAddr = { URI: urlOf(values.domain) };
  const address: Json = {};
  if (values.address !== undefined) {
    address.Line1 = values.address;
    if (part('BillAddr').Line2 !== undefined) address.Line2 = '';
  }
  if (values.city !== undefined) address.City = values.city;
  if (values.region !== undefined) address.CountrySubDivisionCode = values.region;
  if (values.postalCode !== undefined) address.PostalCode = values.postalCode;
  if (values.country !== undefined) address.Country = values.country;
  if (Object.keys(address).length > 0) body.BillAddr = { ...part('BillAddr'), ...address };
  if (values.currency !== undefined && values.currency !== '') body.CurrencyRef = { value: values.currency };
  return body;
};

const urlOf = (site: string): string => (site === '' || /^[a-z]+:\/\//i.test(site) ? site : `https://${site}`);

const create = async (ctx: ConnectorContext, request: CreateRequest): Promise<ExternalRecordInput> => {
  const { entity, read } = kindOf(request.recordType);
  const { type, incomeAccount } = request.choices;
  const body = {
    ...bodyOf(entity, request.values),
    ...(entity === 'Item' ? { Type: type, IncomeAccountRef: { value: incomeAccount } } : {}),
  };
  const answer = await companyOf(ctx).create(entity.toLowerCase(), request.requestId, body);
  const row = answer[entity];
  if (!isJson(row))
    throw new ConnectorError(
      'uncertain',
      sentence('qbo.recordNotShown', 'QuickBooks accepted the record but did not show it.'),
    );
  return read(row);
};

/** Clocks of the vendor and ours may differ by this much. */
const clockSkewMs = 5 * 60_000;

/** A record of this name is ours if it was made since the request was first sent and has all that was sent. */
const find = async (ctx: ConnectorContext, request: CreateRequest): Promise<ExternalRecordInput | null> => {
  const { entity, read } = kindOf(request.recordType);
  const name = request.values.name ?? '';
  const property = entity === 'Item' ? 'Name' : 'DisplayName';
  const answer = await companyOf(ctx).query(`select * from ${entity} where ${property} = ${quote(name)}`);
  const since = Date.parse(request.since) - clockSkewMs;
  for (const row of rowsOf(answer, entity)) {
    const made = Date.parse(isJson(row.MetaData) ? textOf(row.MetaData.CreateTime) : '');
    const record = read(row);
    const isSame = Object.entries(request.values).every(([role, value]) =>
      has(record, role as keyof RoleValues, value),
    );
    if (made >= since && isSame) return record;
  }
  return null;
};

/** Names in one statement, each with and without the suffix of inactive entries. */
const namesPerQuery = 20;

const holders = async (ctx: ConnectorContext, recordType: string, names: string[]): Promise<NameHolder[]> => {
  const company = companyOf(ctx);
  const isItem = kindOf(recordType).entity === 'Item';
  const property = isItem ? 'Name' : 'DisplayName';
  const found: NameHolder[] = [];
  for (let start = 0; start < names.length; start += namesPerQuery) {
    const chunk = names.slice(start, start + namesPerQuery);
    const list = chunk.flatMap((name) => [quote(name), quote(`${name} (deleted)`)]).join(', ');
    for (const entity of isItem ? (['Item'] as const) : partyLists) {
      const statement = `select * from ${entity} where ${property} in (${list}) and ${everyone} maxresults 1000`;
      for (const row of rowsOf(await company.query(statement), entity)) {
        // Items of the same name may lie under different parents.
        if (isItem && isJson(row.ParentRef)) continue;
        found.push({
          name: bare(textOf(row[property])),
          kind: listWords[entity] ?? 'record',
          recordType: entity === 'Employee' ? null : entity.toLowerCase(),
          externalId: textOf(row.Id),
          active: row.Active !== false,
        });
      }
    }
  }
  return found;
};

/** Times that somebody else may save a record while we do. */
const mostAttempts = 3;
const staleToken = '5010';

const update = async (ctx: ConnectorContext, request: UpdateRequest): Promise<ExternalRecordInput> => {
  const { entity, read } = kindOf(request.recordType);
  const company = companyOf(ctx);
  const path = entity.toLowerCase();
  for (let attempt = 1; ; attempt += 1) {
    const row = (await company.read(`${path}/${encodeURIComponent(request.externalId)}`))[entity];
    if (!isJson(row)) throw new ConnectorError('unavailable', sentence('qbo.noRecord', 'QuickBooks sent no record.'));
    const record = read(row);
    if (!record.active)
      throw new ConnectorError(
        'rejected',
        sentence('qbo.recordInactive', '{record} is inactive in QuickBooks. Make it active there first.', {
          record: record.label,
        }),
      );
    const open = stillOpen('QuickBooks', record, request);
    if (Object.keys(open).length === 0) return record;
    const body = {
      Id: row.Id,
      SyncToken: row.SyncToken,
      sparse: true,
      ...bodyOf(entity, open, row),
    };
    try {
      const answer = (await company.update(path, body))[entity];
      if (isJson(answer)) return read(answer);
    } catch (error) {
      // Read again, both tell how it ended: another's save, and ours whose answer was lost.
      const again = error instanceof ConnectorError && (error.code === staleToken || error.kind === 'uncertain');
      if (!again || attempt >= mostAttempts) throw error;
    }
  }
};

/** Customers, vendors, products and services. Stock is never touched. */
export const writing: Writing = {
  creates: writable,
  updates: writable,
  form,
  sharedNames: (recordType) => (recordType === 'item' ? ['item'] : ['customer', 'vendor']),
  holders,
  create,
  find,
  update,
};
