import { Decimal } from 'decimal.js';
import { z } from 'zod';
import type { ConnectorContext, ExternalRecordInput, ListPage, RecordType } from '../contract';
import { ConnectorError } from '../errors';
import { filled, host, isJson, keep, type Json } from '../values';
import { companyOf, type Company } from './client';
import { sentence } from '../../utils/sentence';

const pageSize = 1000;

const ref = z.looseObject({ value: z.string() });
const address = z.looseObject({
  Line1: z.string().optional(),
  Line2: z.string().optional(),
  City: z.string().optional(),
  CountrySubDivisionCode: z.string().optional(),
  PostalCode: z.string().optional(),
  Country: z.string().optional(),
});
const phone = z.looseObject({ FreeFormNumber: z.string().optional() });
const entity = { Id: z.string().min(1), SyncToken: z.string().optional(), Active: z.boolean().default(true) };
const party = z.looseObject({
  ...entity,
  DisplayName: z.string().min(1),
  FullyQualifiedName: z.string().optional(),
  PrimaryEmailAddr: z.looseObject({ Address: z.string().optional() }).optional(),
  PrimaryPhone: phone.optional(),
  Mobile: phone.optional(),
  WebAddr: z.looseObject({ URI: z.string().optional() }).optional(),
  BillAddr: address.optional(),
  CurrencyRef: ref.optional(),
  ParentRef: ref.optional(),
  PrimaryTaxIdentifier: z.string().optional(),
  TaxIdentifier: z.string().optional(),
  BusinessNumber: z.string().optional(),
});
const item = z.looseObject({
  ...entity,
  Name: z.string().min(1),
  FullyQualifiedName: z.string().optional(),
  Sku: z.string().optional(),
  Description: z.string().optional(),
  UnitPrice: z.number().optional(),
  Type: z.string().optional(),
});

/** An entry of a small list: tax codes, terms, classes, payment methods. */
const named = z.looseObject({
  ...entity,
  Name: z.string().min(1),
  FullyQualifiedName: z.string().optional(),
  Description: z.string().optional(),
  ParentRef: ref.optional(),
});

/** Inactive entries carry this suffix in their names (English companies). */
export const bare = (name: string): string => name.replace(/ \(deleted\)$/, '');

/** Members that later steps need; balances and times change without meaning anything to a link. */
const kept = {
  party: ['Id', 'SyncToken', 'Active', 'Job', 'ParentRef', 'Level', 'BillWithParent', 'CurrencyRef', 'Taxable'],
  item: ['Id', 'SyncToken', 'Active', 'Type', 'ParentRef', 'Taxable', 'SalesTaxCodeRef', 'TrackQtyOnHand'],
  named: ['Id', 'SyncToken', 'Active', 'Type', 'ParentRef', 'Taxable', 'TaxGroup', 'DueDays'],
};

/** The vendor masks all but the last digits: no evidence. */
const unmasked = (identifier: string | undefined): string | undefined =>
  identifier !== undefined && /^[X*•]+/i.test(identifier) && /[X*•]{3}/i.test(identifier) ? undefined : identifier;

/** Name of the direct parent out of `Grandparent:Parent:Child`. */
const parentName = (path: string | undefined): string | undefined => {
  const parent = path?.split(':').at(-2);
  return parent === undefined ? undefined : bare(parent);
};

/** A customer or vendor as the contract has it. @throws z.ZodError */
export const partyRecord = (source: Json): ExternalRecordInput => {
  const value = party.parse(source);
  const { BillAddr: billing } = value;
  const parentId = value.ParentRef?.value;
  return {
    externalId: value.Id,
    // A job is called by its whole path, as in the vendor's lists: its own name alone says little.
    label: parentId === undefined ? value.DisplayName : (value.FullyQualifiedName ?? value.DisplayName),
    active: value.Active,
    ...(parentId === undefined ? {} : { parentId }),
    roles: filled({
      name: bare(value.DisplayName),
      email: value.PrimaryEmailAddr?.Address?.split(/[,;]/)[0],
      phone: value.PrimaryPhone?.FreeFormNumber ?? value.Mobile?.FreeFormNumber,
      domain: host(value.WebAddr?.URI),
      taxId: unmasked(value.PrimaryTaxIdentifier ?? value.TaxIdentifier ?? value.BusinessNumber),
      address: [billing?.Line1, billing?.Line2].filter(Boolean).join(', '),
      city: billing?.City,
      region: billing?.CountrySubDivisionCode,
      postalCode: billing?.PostalCode,
      country: billing?.Country,
      currency: value.CurrencyRef?.value,
      parent: parentId === undefined ? undefined : parentName(value.FullyQualifiedName),
      externalKey: value.Id,
    }),
    raw: keep(source, kept.party),
  };
};

/** A product or service as the contract has it. @throws z.ZodError */
export const itemRecord = (source: Json): ExternalRecordInput => {
  const value = item.parse(source);
  return {
    externalId: value.Id,
    label: value.FullyQualifiedName ?? value.Name,
    active: value.Active,
    roles: filled({
      name: bare(value.Name),
      sku: value.Sku,
      description: value.Description,
      price: value.UnitPrice === undefined ? undefined : new Decimal(value.UnitPrice).toFixed(),
      externalKey: value.Id,
    }),
    raw: keep(source, kept.item),
  };
};

/** An entry of a small list as the contract has it. @throws z.ZodError */
export const namedRecord = (source: Json): ExternalRecordInput => {
  const value = named.parse(source);
  const parentId = value.ParentRef?.value;
  return {
    externalId: value.Id,
    label: value.FullyQualifiedName ?? value.Name,
    active: value.Active,
    ...(parentId === undefined ? {} : { parentId }),
    roles: filled({
      name: bare(value.Name),
      description: value.Description,
      parent: parentId === undefined ? undefined : parentName(value.FullyQualifiedName),
      externalKey: value.Id,
    }),
    raw: keep(source, kept.named),
  };
};

/** How the records of a type are called at the vendor, and read. */
interface Kind extends RecordType {
  entity: string;
  /** Change data capture tells of it. */
  watched: boolean;
  read: (source: Json) => ExternalRecordInput;
}

const partyRoles: RecordType['roles'] = [
  'name',
  'email',
  'phone',
  'domain',
  'taxId',
  'address',
  'city',
  'region',
  'postalCode',
  'country',
  'currency',
  'externalKey',
];
const itemRoles: RecordType['roles'] = ['name', 'sku', 'description', 'price', 'externalKey'];

/** A small list is read only where somebody maps it. */
const small = (id: string, entityName: string, label: string, watched = true): Kind => ({
  id,
  entity: entityName,
  label,
  roles: ['name', 'description', 'externalKey'],
  onlyMapped: true,
  watched,
  read: namedRecord,
});

const kinds: Kind[] = [
  {
    id: 'customer',
    entity: 'Customer',
    label: 'Customers',
    roles: [...partyRoles, 'parent'],
    watched: true,
    read: partyRecord,
  },
  { id: 'vendor', entity: 'Vendor', label: 'Vendors', roles: partyRoles, watched: true, read: partyRecord },
  { id: 'item', entity: 'Item', label: 'Products and services', roles: itemRoles, watched: true, read: itemRecord },
  small('tax-code', 'TaxCode', 'Tax codes', false),
  small('term', 'Term', 'Payment terms'),
  { ...small('class', 'Class', 'Classes'), roles: ['name', 'parent', 'externalKey'] },
  small('payment-method', 'PaymentMethod', 'Payment methods'),
];

export const recordTypes: RecordType[] = kinds.map(({ id, label, roles, onlyMapped }) => ({
  id,
  label,
  roles,
  ...(onlyMapped ? { onlyMapped } : {}),
}));

/** @throws ConnectorError `rejected` for a type that there is not */
export const kindOf = (recordType: string): Kind => {
  const kind = kinds.find(({ id }) => id === recordType);
  if (kind) return kind;
  throw new ConnectorError('rejected', `QuickBooks Online has no record type "${recordType}".`);
};

/** Our name for an entity of the vendor's, in any case; null for one that we do not read. */
export const recordTypeOf = (entityName: string): string | null =>
  kinds.find(({ entity: known }) => known.toLowerCase() === entityName.toLowerCase())?.id ?? null;

/** Rows of an answer: one without rows has no member of the entity's name. */
export const rowsOf = (answer: Json, entityName: string): unknown[] =>
  Array.isArray(answer[entityName]) ? (answer[entityName] as unknown[]) : [];

/** Categories only file other items: nothing can be linked to them. */
const isCategory = (source: Json): boolean => source.Type === 'Category';

/** Reads rows one by one: what cannot be read is a problem of its own. */
export const recordsOf = (kind: Kind, rows: readonly unknown[]): Pick<ListPage, 'records' | 'problems'> => {
  const read: Pick<ListPage, 'records' | 'problems'> = { records: [], problems: [] };
  for (const row of rows) {
    if (kind.id === 'item' && isJson(row) && isCategory(row)) continue;
    try {
      read.records.push(kind.read(isJson(row) ? row : {}));
    } catch (error) {
      if (!(error instanceof z.ZodError)) throw error;
      const recordId = isJson(row) && typeof row.Id === 'string' ? row.Id : null;
      const [issue] = error.issues;
      const said = sentence('connectors.unreadable', '{what} {id} cannot be read: {path}: {issue}', {
        what: kind.entity,
        id: recordId ?? '',
        path: issue?.path.join('.') ?? '',
        issue: issue?.message ?? '',
      });
      read.problems.push({ line: null, recordId, ...said });
    }
  }
  return read;
};

const count = async (company: Company, entityName: string, condition: string): Promise<number | null> => {
  const { totalCount } = await company.query(`select count(*) from ${entityName} where ${condition}`);
  return typeof totalCount === 'number' ? totalCount : null;
};

export const everyone = 'Active in (true,false)';

const total = async (company: Company, entityName: string): Promise<number | null> => {
  const all = await count(company, entityName, everyone);
  if (all === null || entityName !== 'Item') return all;
  return all - ((await count(company, entityName, `${everyone} and Type = 'Category'`)) ?? 0);
};

/** Where a page starts and the Id of the row before it, which is asked for once more: `1001:57`. */
const cursorPattern = /^([1-9]\d{0,9})(?::(\w{1,40}))?$/;

/**
 * One page of at most 1000 records, inactive ones included, by Id. Pages are counted by position: where a row before
 * them has gone meanwhile (a merge), all move up by one. So each begins with the last row of the page before, and where
 * that is not what comes, the page before is read anew. `total` is known with the first page only.
 */
export const listRecords = async (
  ctx: ConnectorContext,
  { recordType, cursor }: { recordType: string; cursor: string | null },
): Promise<ListPage> => {
  const kind = kindOf(recordType);
  const place = cursorPattern.exec(cursor ?? '1');
  if (!place) {
    throw new ConnectorError(
      'rejected',
      sentence('connectors.badCursor', 'Not a cursor of {system}: "{cursor}". Start a full sync.', {
        system: 'QuickBooks Online',
        cursor: cursor ?? '',
      }),
    );
  }
  const start = Number(place[1]);
  const before = place[2];
  const company = companyOf(ctx);
  const known = cursor === null ? await total(company, kind.entity) : null;
  const from = before === undefined ? start : start - 1;
  const answer = await company.query(
    `select * from ${kind.entity} where ${everyone} orderby Id startposition ${from} maxresults ${pageSize}`,
  );
  const rows = rowsOf(answer, kind.entity);
  const idOf = (row: unknown): unknown => (isJson(row) ? row.Id : undefined);
  if (before !== undefined && idOf(rows[0]) !== before) {
    return { records: [], problems: [], cursor: String(Math.max(1, start - pageSize)), total: null };
  }
  const last = idOf(rows.at(-1));
  return {
    ...recordsOf(kind, before === undefined ? rows : rows.slice(1)),
    cursor: rows.length < pageSize ? null : `${from + rows.length}:${String(last)}`,
    total: known,
  };
};
