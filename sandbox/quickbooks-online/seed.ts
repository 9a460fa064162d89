/**
 * Seed data of the stand-in: objects as the vendor's API takes them, with everything optional that the
 * stand-in can fill in (Id, SyncToken, MetaData, FullyQualifiedName, Active, domain, sparse, balances …).
 */

export interface Ref {
  value: string;
  name?: string;
}

export interface SeedAddress {
  Line1?: string;
  Line2?: string;
  City?: string;
  /** State or province, e.g. `CA`. */
  CountrySubDivisionCode?: string;
  PostalCode?: string;
  Country?: string;
}

interface SeedParty {
  /** Numeric text; the next free one if absent. Give one where another record refers to it. */
  Id?: string;
  /** Unique over customers, vendors and employees. Bare: the stand-in adds ` (deleted)` to inactive ones. */
  DisplayName: string;
  CompanyName?: string;
  GivenName?: string;
  FamilyName?: string;
  PrimaryEmailAddr?: { Address: string };
  PrimaryPhone?: { FreeFormNumber: string };
  Mobile?: { FreeFormNumber: string };
  WebAddr?: { URI: string };
  BillAddr?: SeedAddress;
  CurrencyRef?: Ref;
  Notes?: string;
  Active?: boolean;
}

export interface SeedCustomer extends SeedParty {
  ShipAddr?: SeedAddress;
  Taxable?: boolean;
  ResaleNum?: string;
  PrimaryTaxIdentifier?: string;
  /** Sub-customer: `{ Job: true, ParentRef: { value: '12' } }`. Parents come first. */
  Job?: boolean;
  ParentRef?: Ref;
  BillWithParent?: boolean;
}

export interface SeedVendor extends SeedParty {
  AcctNum?: string;
  TaxIdentifier?: string;
  Vendor1099?: boolean;
}

export interface SeedEmployee {
  Id?: string;
  /** Of the same names as those of customers and vendors. */
  DisplayName: string;
  GivenName?: string;
  FamilyName?: string;
  Active?: boolean;
}

export interface SeedItem {
  Id?: string;
  Name: string;
  /** Default `Service`. */
  Type?: 'Service' | 'Inventory' | 'NonInventory' | 'Group' | 'Category';
  Sku?: string;
  Description?: string;
  UnitPrice?: number;
  PurchaseCost?: number;
  Taxable?: boolean;
  /** Category that the item is filed under. */
  ParentRef?: Ref;
  SubItem?: boolean;
  Active?: boolean;
}

export interface SeedTerm {
  Id?: string;
  Name: string;
  DueDays?: number;
}

export interface SeedClass {
  Id?: string;
  Name: string;
  ParentRef?: Ref;
  SubClass?: boolean;
}

export interface SeedPaymentMethod {
  Id?: string;
  Name: string;
  Type?: 'CREDIT_CARD' | 'NON_CREDIT_CARD';
}

/** What a migration from QuickBooks Desktop made of a record: types are in capitals, as in the vendor's schema. */
export interface SeedDesktopId {
  QboEntityId: string;
  QbdtExportableId: string;
  QboEntityType: string;
  QbdtEntityType: string;
}

export interface SeedCompany {
  /** Numeric text as the vendor's, e.g. `9130000000000001`. */
  realmId: string;
  /** Company name, as `CompanyInfo.CompanyName`. */
  name: string;
  /** ISO code of the company; default `USD`. */
  currency?: string;
  /** Whether customers and vendors may have other currencies than the company's. Default false. */
  multiCurrency?: boolean;
  /** Preference "custom transaction numbers": without a DocNumber an invoice then has none. Default false. */
  customTxnNumbers?: boolean;
  /** Sales tax in percent on taxable lines of taxable customers; default 0. */
  salesTaxRate?: number;
  /** Last day of the closed books, ISO date: nothing can be dated on or before it. */
  closedUntil?: string;
  customers?: SeedCustomer[];
  vendors?: SeedVendor[];
  employees?: SeedEmployee[];
  items?: SeedItem[];
  terms?: SeedTerm[];
  classes?: SeedClass[];
  paymentMethods?: SeedPaymentMethod[];
  /** Of a company that was moved from QuickBooks Desktop. */
  desktopIds?: SeedDesktopId[];
}

/** What `createQuickBooksOnline` is given: one or more companies. */
export interface QuickBooksSeed {
  companies: SeedCompany[];
}
