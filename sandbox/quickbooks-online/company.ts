import { propertiesOf, type SchemaName } from './properties';
import type { Row } from './query';
import type { Ref, SeedCompany, SeedDesktopId } from './seed';
import {
  inactiveObject,
  invalidReference,
  missingParameter,
  staleObject,
  validationFault,
  vendorTime,
} from './vendor-error';

export const entityNames = [
  'Customer',
  'Vendor',
  'Employee',
  'Account',
  'Item',
  'TaxCode',
  'Term',
  'Class',
  'PaymentMethod',
  'Invoice',
  'CreditMemo',
] as const;
export type EntityName = (typeof entityNames)[number];

/** Transactions with lines, which are no lists. */
export const documentNames = ['Invoice', 'CreditMemo'] as const;
export type DocumentName = (typeof documentNames)[number];

/** What happened to an entry; webhooks tell it. */
export interface CompanyEvent {
  entity: EntityName;
  id: string;
  operation: 'Create' | 'Update' | 'Delete' | 'Merge';
  /** Of a merge: the entry that went into `id`. */
  deletedId?: string;
}

/** Everything a company keeps; plain JSON. */
export interface CompanyState {
  realmId: string;
  name: string;
  currency: string;
  customTxnNumbers: boolean;
  multiCurrency?: boolean;
  /** Percent. */
  salesTaxRate: number;
  /** Last day of the closed books. */
  closedUntil?: string;
  nextId: number;
  nextDocNumber: number;
  entities: Record<EntityName, Record<string, Row>>;
  /** Entries that are gone, for change data capture. */
  gone: { entity: EntityName; id: string; at: string }[];
  /** Of a company that was moved from QuickBooks Desktop. */
  desktopIds?: SeedDesktopId[];
  /** First answers by `requestid`. */
  answers: Record<string, unknown>;
}

const deletedSuffix = ' (deleted)';
const currencyNames: Record<string, string> = {
  USD: 'United States Dollar',
  EUR: 'Euro',
  GBP: 'British Pound Sterling',
  CAD: 'Canadian Dollar',
  AUD: 'Australian Dollar',
};

export const currencyRef = (code: string): Ref => ({ value: code, name: currencyNames[code] ?? code });
export const refValue = (ref: unknown): string | undefined => {
  const value = typeof ref === 'object' && ref !== null ? (ref as { value?: unknown }).value : undefined;
  return typeof value === 'string' && value !== '' ? value : undefined;
};
const nameKey = (entity: EntityName): string => (sharedNames.includes(entity) ? 'DisplayName' : 'Name');
const bareName = (name: string): string => name.replace(/ \(deleted\)$/, '');
/** Lists whose names must differ from each other. */
const sharedNames: readonly EntityName[] = ['Customer', 'Vendor', 'Employee'];
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** 2010 for a property that the vendor's schema does not know. */
export const refuseUnknown = (schema: SchemaName, body: Row): void => {
  const known = propertiesOf(schema);
  const unknown = Object.keys(body).find((key) => !known.includes(key));
  if (unknown === undefined) return;
  throw validationFault(
    '2010',
    'Request has invalid or unsupported property',
    `Property Name:Unrecognized field "${unknown}" (class com.intuit.schema.finance.v3.${schema}), not marked as ignorable (${known.length} known properties: ${known.map((name) => `"${name}"`).join(', ')}) specified is unsupported or invalid`,
  );
};

/** 2050 for a text that is too long; a limit may be of a member, as `PrimaryPhone.FreeFormNumber`. */
export const refuseLong = (body: Row, limits: Record<string, number>): void => {
  for (const [property, limit] of Object.entries(limits)) {
    const value = property.split('.').reduce<unknown>((inner, key) => (inner as Row | undefined)?.[key], body);
    if (text(value).length > limit) {
      throw validationFault(
        '2050',
        'String too long',
        `String length specified does not match the supported length. Supplied value:${text(value).slice(0, 30)} Max:${limit}`,
        property.split('.').at(-1),
      );
    }
  }
};

/** Longest texts of lists, from the vendor's pages on customers, vendors and items. */
const limitsOf = (entity: EntityName): Record<string, number> =>
  entity === 'Item'
    ? { Name: 100, Sku: 100, Description: 4000 }
    : {
        DisplayName: 500,
        GivenName: 100,
        FamilyName: 100,
        CompanyName: 100,
        'PrimaryEmailAddr.Address': 100,
        'PrimaryPhone.FreeFormNumber': 30,
        'WebAddr.URI': 1000,
        'BillAddr.Line1': 500,
        'BillAddr.City': 255,
        'BillAddr.Country': 255,
        'BillAddr.CountrySubDivisionCode': 255,
        'BillAddr.PostalCode': 30,
      };

/** Accounts that a new company has. */
const firstAccounts: readonly Row[] = [
  { Id: '9001', Name: 'Services', AccountType: 'Income', AccountSubType: 'ServiceFeeIncome' },
  { Id: '9002', Name: 'Sales of Product Income', AccountType: 'Income', AccountSubType: 'SalesOfProductIncome' },
  {
    Id: '9003',
    Name: 'Office Expenses',
    AccountType: 'Expense',
    AccountSubType: 'OfficeGeneralAdministrativeExpenses',
  },
];

const stamp = (): Row => ({ CreateTime: vendorTime(), LastUpdatedTime: vendorTime() });
const touch = (row: Row): Row => ({
  ...row,
  SyncToken: String(Number(row.SyncToken) + 1),
  MetaData: { ...(row.MetaData as Row), LastUpdatedTime: vendorTime() },
});

/** One company of the stand-in: its lists, their rules, and what they look like in answers. */
export class Company {
  /** See the fault `ignore-request-ids`. */
  ignoresRequestIds = false;
  /** Called after each change. */
  onEvent: (event: CompanyEvent) => void = () => undefined;

  constructor(readonly state: CompanyState) {
    // Files of earlier versions lack what was added since.
    for (const entity of entityNames) state.entities[entity] ??= {};
    state.gone ??= [];
  }

  static fromSeed(seed: SeedCompany): Company {
    const company = new Company({
      realmId: seed.realmId,
      name: seed.name,
      currency: seed.currency ?? 'USD',
      customTxnNumbers: seed.customTxnNumbers ?? false,
      salesTaxRate: seed.salesTaxRate ?? 0,
      ...(seed.closedUntil === undefined ? {} : { closedUntil: seed.closedUntil }),
      nextId: 1,
      nextDocNumber: 1001,
      multiCurrency: seed.multiCurrency ?? false,
      entities: Object.fromEntries(entityNames.map((entity) => [entity, {}])) as CompanyState['entities'],
      gone: [],
      desktopIds: seed.desktopIds ?? [],
      answers: {},
    });
    const lists: [EntityName, readonly object[]][] = [
      ['Customer', seed.customers ?? []],
      ['Vendor', seed.vendors ?? []],
      ['Employee', seed.employees ?? []],
      ['Item', seed.items ?? []],
      ['Term', seed.terms ?? []],
      ['Class', seed.classes ?? []],
      ['PaymentMethod', seed.paymentMethods ?? []],
    ];
    // A company in the US has these two, whose ids are their names.
    for (const Id of ['TAX', 'NON'])
      company.insert('TaxCode', { Name: Id, Description: Id, Active: true, Taxable: Id === 'TAX' }, Id);
    const given = lists.flatMap(([, rows]) => rows.map((row) => Number((row as { Id?: string }).Id ?? 0)));
    company.state.nextId = given.reduce((most, id) => Math.max(most, id), 0) + 1;
    for (const account of firstAccounts) company.insert('Account', account, account.Id as string);
    for (const [entity, rows] of lists) {
      const taken = new Set<string>();
      for (const row of rows as readonly Row[]) {
        const id = typeof row.Id === 'string' ? row.Id : undefined;
        if (id !== undefined && taken.has(id)) throw new Error(`Seed: ${entity} ${id} is given twice.`);
        const created = company.insert(entity, { ...row, Active: true }, id);
        taken.add(created.Id as string);
        if (row.Active === false)
          company.update(entity, { Id: created.Id, SyncToken: '0', sparse: true, Active: false });
      }
    }
    return company;
  }

  newId(): string {
    this.state.nextId += 1;
    return String(this.state.nextId - 1);
  }

  rows(entity: EntityName): Row[] {
    return Object.values(this.state.entities[entity]);
  }

  /** 2030 for what is no id, 610 for one that is not there. */
  get(entity: EntityName, id: string): Row {
    // Tax codes of a company in the US are called by their names.
    if (!/^\d+$/.test(id) && entity !== 'TaxCode') {
      throw validationFault('2030', 'Invalid ID', `Id should be a valid number. Supplied value:${id}`, 'Id');
    }
    const row = this.state.entities[entity][id];
    if (!row) throw inactiveObject();
    return row;
  }

  put(entity: EntityName, row: Row): Row {
    this.state.entities[entity][row.Id as string] = row;
    return row;
  }

  /** What a reference of a transaction leads to: 2500 if it is unknown, 610 if it is inactive. */
  referred(entity: EntityName, id: string): Row {
    const row = /^\d+$/.test(id) ? this.state.entities[entity][id] : undefined;
    if (!row) throw invalidReference(`${entity} ${id} does not exist`);
    if (row.Active === false) throw inactiveObject();
    return row;
  }

  create(entity: Exclude<EntityName, DocumentName>, body: Row): Row {
    refuseUnknown(entity, body);
    const currency = refValue(body.CurrencyRef);
    if (currency !== undefined && currency !== this.state.currency && this.state.multiCurrency !== true) {
      throw validationFault(
        '6000',
        'A business validation error has occurred while processing your request',
        `Business Validation Error: Multicurrency is off; ${currency} is not the home currency.`,
        '',
      );
    }
    if (entity === 'Item' && body.Type !== 'Category' && body.Type !== 'Group') {
      const account = refValue(body.IncomeAccountRef);
      if (account === undefined) throw missingParameter('IncomeAccountRef');
      this.referred('Account', account);
    }
    const row = this.insert(entity, body);
    this.onEvent({ entity, id: row.Id as string, operation: 'Create' });
    return row;
  }

  private insert(entity: EntityName, body: Row, id?: string): Row {
    this.checkName(entity, body);
    const row: Row = {
      ...this.defaults(entity),
      ...body,
      domain: 'QBO',
      sparse: false,
      Id: id ?? this.newId(),
      SyncToken: '0',
      MetaData: body.MetaData ?? stamp(),
    };
    return this.put(entity, this.derive(entity, row));
  }

  /** Full update, or with `sparse: true` one that keeps absent properties. */
  update(entity: EntityName, body: Row): Row {
    refuseUnknown(entity, body);
    const before = this.get(entity, text(body.Id));
    if (body.SyncToken === undefined) throw missingParameter('SyncToken');
    if (body.SyncToken !== before.SyncToken) throw staleObject();
    const kept =
      body.sparse === true
        ? before
        : { Active: true, ...this.defaults(entity), PrintOnCheckName: before.PrintOnCheckName };
    const after: Row = touch({
      ...kept,
      ...body,
      domain: 'QBO',
      sparse: false,
      SyncToken: before.SyncToken,
      MetaData: before.MetaData,
    });
    // The vendor never removes a list entry: inactive ones are renamed, which frees nothing and tells people.
    const key = nameKey(entity);
    const bare = bareName(text(after[key]));
    after[key] = after.Active === false ? `${bare}${deletedSuffix}` : bare;
    this.checkName(entity, after);
    const row = this.put(entity, this.derive(entity, after));
    this.onEvent({ entity, id: row.Id as string, operation: 'Update' });
    return row;
  }

  /** Takes an entry away, as people do with transactions and merges with list entries. */
  remove(entity: EntityName, id: string): void {
    delete this.state.entities[entity][id];
    this.state.gone.push({ entity, id, at: vendorTime() });
  }

  /** What people do by giving an entry the name of another: `from` goes into `into`, with all that refers to it. */
  merge(entity: 'Customer' | 'Vendor' | 'Item', from: string, into: string): void {
    this.get(entity, from);
    const survivor = this.get(entity, into);
    for (const row of this.rows(entity))
      if (refValue(row.ParentRef) === from) this.put(entity, touch({ ...row, ParentRef: { value: into } }));
    for (const document of entity === 'Customer' ? documentNames : [])
      for (const row of this.rows(document))
        if (refValue(row.CustomerRef) === from) this.put(document, { ...row, CustomerRef: { value: into } });
    this.remove(entity, from);
    this.put(entity, touch(survivor));
    this.onEvent({ entity, id: into, operation: 'Merge', deletedId: from });
  }

  /** Entries of one kind that changed or went since a time, as change data capture has them. */
  changedSince(entity: EntityName, since: number): Row[] {
    const changed = this.rows(entity).filter(
      ({ MetaData: meta }) => Date.parse(text((meta as Row).LastUpdatedTime)) >= since,
    );
    const gone = this.state.gone
      .filter((entry) => entry.entity === entity && Date.parse(entry.at) >= since)
      .map(({ id, at }): Row => ({ domain: 'QBO', status: 'Deleted', Id: id, MetaData: { LastUpdatedTime: at } }));
    return [...changed, ...gone];
  }

  private checkName(entity: EntityName, body: Row): void {
    const key = nameKey(entity);
    const name = text(body[key]).trim();
    if (name === '') throw missingParameter(key);
    if (/[:\t\n]/.test(name)) {
      throw validationFault(
        '2040',
        'Invalid String. The String may contain unsupported or invalid characters',
        name,
        key,
      );
    }
    refuseLong(body, limitsOf(entity));
    // The name of an inactive entry stays taken, with or without its suffix.
    const wanted = bareName(name).toLowerCase();
    const same = (other: EntityName) => (row: Row) =>
      bareName(text(row[nameKey(other)])).toLowerCase() === wanted &&
      !(other === entity && row.Id === body.Id) &&
      (sharedNames.includes(entity) || refValue(row.ParentRef) === refValue(body.ParentRef));
    const shared = sharedNames.includes(entity) ? sharedNames : [entity];
    if (shared.some((other) => this.rows(other).some(same(other)))) {
      throw validationFault('6240', 'Duplicate Name Exists Error', 'The name supplied already exists. : null');
    }
  }

  private defaults(entity: EntityName): Row {
    const currency = currencyRef(this.state.currency);
    if (entity === 'Customer') {
      return {
        Taxable: true,
        Job: false,
        BillWithParent: false,
        Balance: 0,
        BalanceWithJobs: 0,
        CurrencyRef: currency,
        PreferredDeliveryMethod: 'Print',
        Active: true,
      };
    }
    if (entity === 'Vendor') return { Balance: 0, Vendor1099: false, CurrencyRef: currency, Active: true };
    if (entity === 'Employee') return { BillableTime: false, Active: true };
    if (entity === 'Account') return { SubAccount: false, Active: true, Classification: 'Revenue', CurrentBalance: 0 };
    if (entity !== 'Item') return { Active: true };
    return {
      Type: 'Service',
      Taxable: false,
      Active: true,
      UnitPrice: 0,
      PurchaseCost: 0,
      TrackQtyOnHand: false,
    };
  }

  /** What follows from other properties: full names, levels, ids of addresses. */
  private derive(entity: EntityName, row: Row): Row {
    const key = nameKey(entity);
    const derived: Row = { ...row };
    if (entity === 'Customer' || entity === 'Item' || entity === 'Class') {
      const parentId = refValue(row.ParentRef);
      const parent = parentId === undefined ? undefined : this.state.entities[entity][parentId];
      if (parentId !== undefined && !parent) throw invalidReference(`ParentRef ${parentId} does not exist`);
      derived.FullyQualifiedName = parent ? `${text(parent.FullyQualifiedName)}:${text(row[key])}` : text(row[key]);
      if (parent) derived.Level = Number(parent.Level ?? 0) + 1;
      if (parent && entity === 'Item') derived.SubItem = true;
    }
    if (entity === 'Customer' || entity === 'Vendor') {
      derived.PrintOnCheckName ??= row.CompanyName ?? bareName(text(row[key]));
      for (const address of ['BillAddr', 'ShipAddr']) {
        const value = row[address] as Row | undefined;
        if (value && value.Id === undefined) derived[address] = { Id: this.newId(), ...value };
      }
      const currency = refValue(row.CurrencyRef);
      if (currency !== undefined) derived.CurrencyRef = currencyRef(currency);
    }
    if (entity === 'Account') derived.FullyQualifiedName = row.Name;
    if (entity === 'Item') {
      const accountId = refValue(row.IncomeAccountRef);
      const account = accountId === undefined ? undefined : this.state.entities.Account[accountId];
      if (account) derived.IncomeAccountRef = { value: accountId, name: account.Name };
    }
    return derived;
  }
}
