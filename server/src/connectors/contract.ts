import type { z } from 'zod';
import type { FieldRole, RoleValues } from '../contracts/common';
import type { NameHolder, WriteChoice } from '../contracts/writes';
import type { ConnectorField } from '../contracts/connections';
import type { Said, Words } from '../utils/sentence';
import type { Charges } from './charges';

/** One record as a connector reports it. */
export interface ExternalRecordInput {
  /** The vendor's id, unique within connection and record type. */
  externalId: string;
  label: string;
  active: boolean;
  roles: RoleValues;
  /** Vendor id of the record it belongs to (sub-customer), if any. */
  parentId?: string;
  /** What the vendor said, kept for later use (currency, item type, sync token …). No secrets. */
  raw: Record<string, unknown>;
}

/** A record that could not be read; the rest goes on. */
export interface RecordProblem {
  /** 1-based line of a file; null where there are no lines. */
  line: number | null;
  recordId: string | null;
  message: string;
  words?: Words;
}

export interface ListPage {
  records: ExternalRecordInput[];
  problems: RecordProblem[];
  /** Where the next page starts; null after the last one. Must survive a restart: plain text. */
  cursor: string | null;
  /** Number of records in all, where the vendor tells. */
  total: number | null;
  /** Ids of records of this type that the vendor says were deleted: gone for sure, whatever else the listing holds. */
  deleted?: string[];
}

/** Records that changed, or that were asked for, as they are now. */
export type Changes = Pick<ListPage, 'records' | 'problems'> & {
  /** Ids of records that do not exist any more. */
  deleted: string[];
};

/** What a vendor says happened to one record. Only a hint: the record is read before anything is changed. */
export interface Notice {
  accountId: string;
  recordType: string;
  externalId: string;
  /** Id of the record that took over, where it was merged into another. */
  mergedInto: string | null;
}

/** When what an authorisation gave ends; ISO, null where the vendor does not say. */
export interface Expiries {
  accessExpiresAt: string | null;
  /** Moves on with each renewal, so that it only comes when nothing is read for long. */
  refreshExpiresAt: string | null;
  /** Comes whatever is done: a person must authorise again before. */
  grantExpiresAt: string | null;
}

/** What an account is set to, as far as it matters to links and invoices; null where the vendor does not say. */
export interface AccountFacts {
  country: string | null;
  homeCurrency: string | null;
  multiCurrency: boolean | null;
  /** Numbers of invoices are given by hand, so that one without a number has none. */
  customNumbers: boolean | null;
  salesTax: boolean | null;
  /** The vendor works out sales tax by itself. */
  automatedSalesTax: boolean | null;
  /** Accounts that new items may name, where the vendor cannot be asked for them when items are made. */
  ledgerAccounts?: LedgerAccount[];
}

/** An account of the chart: sales go to it, or the cost or the value of goods is kept in it. */
export interface LedgerAccount {
  id: string;
  name: string;
  kind: 'income' | 'cost' | 'asset';
  /** The one that the vendor itself takes where nothing else is said. */
  usual: boolean;
}

/** Why it is not known how an item is taxed, and where that is mended: at the item, or for the account as a whole. */
export interface TaxProblem {
  message: string;
  words?: Words;
  at: 'item' | 'account';
}

/** Secrets of one connection. They exist decrypted only inside a call of the connector. */
export type Secrets = Record<string, string>;

/** Account that an authorisation belongs to. */
export interface Account {
  id: string;
  name: string | null;
}

/** A request that waits for a visit. `kind` and `parameters` are the connector's own. */
export interface QueuedRequest {
  /** Same key, same request: it is queued once for a run; once and for all if it writes. */
  key: string;
  kind: string;
  parameters: Record<string, unknown>;
}

/** What a run asks of a vendor's program that calls us and cannot be called (QuickBooks Web Connector). */
export interface RequestQueue {
  /** Queues the requests that are not queued yet. */
  put(requests: QueuedRequest[]): Promise<void>;
  /**
   * One page of an answer, and how many there are; null if there is no such request.
   * Throws `pending` until all pages are there, and the error of a request that failed.
   */
  read(key: string, page: number): Promise<{ answer: unknown; pages: number } | null>;
  /** Drops a request with its answer or error, so that it can be put anew. */
  forget(key: string): Promise<void>;
}

/** What a connector is given. It has no access to Strapi. */
export interface ConnectorContext {
  /** Public settings of the connection, as parsed by the connector's `settings` schema. */
  settings: Record<string, unknown>;
  /** The vendor's account: realm id, partner id. Empty before authorisation. */
  accountId: string;
  /** What `facts` said last; null before that. */
  facts?: AccountFacts | null;
  /** Site-wide options from config/plugins.ts: base URLs, client id … Never set by a user of the panel. */
  options: Record<string, unknown>;
  secrets: {
    read(): Promise<Secrets>;
    /**
     * Runs `renew` under the connection's lock with the newest stored secrets and stores what it returns
     * before anyone uses it. If `isFresh` already holds for the stored secrets, `renew` is not called.
     */
    renew(isFresh: (secrets: Secrets) => boolean, renew: (secrets: Secrets) => Promise<Secrets>): Promise<Secrets>;
  };
  /** Opens the stored file of a file connection. */
  openFile?: () => AsyncIterable<Uint8Array>;
  /** Of a connection that the vendor's program visits: requests for its next visit, and what it answered. */
  queue?: RequestQueue;
  /** Aborted when the run is cancelled, loses its lease or the process stops. */
  signal: AbortSignal;
  log: { debug(message: string): void; warn(message: string): void };
}

export interface RecordType {
  id: string;
  /** Plural, as people call them: `Customers`. */
  label: string;
  /** Roles that records of this type can fill. */
  roles: FieldRole[];
  /** Costs about a request per record: a sync reads it only where a mapping uses it. */
  onlyMapped?: boolean;
}

export interface InvoiceLine {
  itemId: string;
  /** Text that stands above the line, as a line of its own; none if absent. */
  heading?: string;
  description: string;
  /** Decimal texts. */
  quantity: string;
  unitPrice: string;
  amount: string;
}

/** What is made at the vendor: an invoice, or a credit note that takes back a part of one or all of it. */
export type DocumentKind = 'invoice' | 'credit_note';

export interface InvoiceRequest {
  /** An invoice if absent. A credit note comes only to connectors that declare `creditNotes`. */
  kind?: DocumentKind;
  /** Idempotency key, stored before the call; at most 36 characters. */
  requestId: string;
  /** Document number to be used; also the natural key of `findInvoice`. At most `longestNumber` characters. */
  number: string;
  customerId: string;
  currency: string | null;
  /** ISO date. */
  date: string | null;
  memo: string;
  /** Vendor ids of payment terms and class. */
  terms?: string;
  class?: string;
  /** Marks the invoice as to be printed, or to be e-mailed to `email`; the vendor sends it. */
  delivery?: 'print' | 'email';
  email?: string;
  lines: InvoiceLine[];
}

/** One thing that the vendor would refuse or cut. */
export interface InvoiceProblem {
  kind: 'too_long' | 'bad_amount';
  /** 1-based; null: the invoice. */
  line: number | null;
  field: 'memo' | 'lines' | 'description' | 'quantity' | 'unitPrice' | 'amount';
  /** What is wrong, in words that go after the name of the field: `has 4,100 characters, QuickBooks takes 4,000`. */
  message: string;
  words?: Words;
}

export interface InvoiceReceipt {
  externalId: string;
  number: string;
  total: string;
  url: string | null;
}

/** A value that the vendor's records take, and what it must be like. */
export interface WriteField {
  role: FieldRole;
  /** The vendor's word for it. */
  label: string;
  required?: boolean;
  /** Characters at most. */
  maxLength?: number;
  /** Matches single characters that the vendor refuses; `words` names them. */
  forbidden?: { pattern: RegExp; words: Said };
  /** What every value looks like: `words` says it after `must be`. */
  format?: { pattern: RegExp; words: Said };
  /** Of decimal texts: digits after the point at most. */
  decimals?: number;
  /** The only values that are taken. */
  options?: string[];
  /** Given when a record is made, and never changed. */
  createOnly?: boolean;
}

export interface WriteForm {
  fields: WriteField[];
  /** What a new record needs beside its values, chosen once for many. */
  choices: WriteChoice[];
}

export interface ValueConflict {
  role: FieldRole;
  message: string;
  words?: Words;
}

export interface CreateRequest {
  /** Idempotency key, stored before the call; at most 36 characters. */
  requestId: string;
  recordType: string;
  /** Texts that fit the form. */
  values: RoleValues;
  /** By name of the choice. */
  choices: Record<string, string>;
  /** ISO time before which nothing was sent: a record made earlier is somebody else's. */
  since: string;
}

export interface UpdateRequest {
  requestId: string;
  recordType: string;
  externalId: string;
  /** What is to be; an empty text takes a value away. */
  values: RoleValues;
  /** What the admin saw there; a value that is neither this nor the new one stops the update. */
  before: RoleValues;
}

/** Creates records in the external system and changes their values: explicit acts, never part of linking. */
export interface Writing {
  /** Record types that can be created. */
  creates: string[];
  /** Record types whose values can be changed. */
  updates: string[];
  /** What records take, as the account is set up now. */
  form(ctx: ConnectorContext, recordType: string): Promise<WriteForm>;
  /** What a new record cannot have with these choices, in words. */
  conflicts?(recordType: string, values: RoleValues, choices: Record<string, string>): ValueConflict[];
  /** Record types whose names must differ from those of this type, itself included; none if names may repeat. */
  sharedNames(recordType: string): string[];
  /** Records of any kind that hold one of these names, inactive ones too. Absent: only synced records are known. */
  holders?(ctx: ConnectorContext, recordType: string, names: string[]): Promise<NameHolder[]>;
  /** Creates a record, as `list` would report it. */
  create(ctx: ConnectorContext, request: CreateRequest): Promise<ExternalRecordInput>;
  /** The record that an earlier `create` made; null: surely none, it may be sent again. */
  find(ctx: ConnectorContext, request: CreateRequest): Promise<ExternalRecordInput | null>;
  /**
   * Changes these values and nothing else. It looks before it writes, so it may be called again after any failure.
   * Throws `rejected` where a value has changed since the admin looked.
   */
  update?(ctx: ConnectorContext, request: UpdateRequest): Promise<ExternalRecordInput>;
}

export interface Connector {
  /** Stable, kebab-case: `quickbooks-online`. */
  id: string;
  displayName: string;
  description: string;
  /** Form of the panel; `kind: 'secret'` values are stored encrypted. */
  fields: ConnectorField[];
  /** Validates the public values of the form. */
  settings: z.ZodType<Record<string, unknown>>;
  /** Validates `options`, at boot. */
  options: z.ZodType<Record<string, unknown>>;
  auth:
    | {
        type: 'oauth2';
        authorizeUrl(
          ctx: Pick<ConnectorContext, 'options' | 'settings'>,
          request: { state: string; redirectUri: string },
        ): string;
        /** Exchanges the code; answers with secrets to store and the account they belong to. */
        exchange(
          ctx: Pick<ConnectorContext, 'options' | 'settings' | 'signal'>,
          answer: { code: string; realmId: string | undefined; redirectUri: string },
        ): Promise<{ secrets: Secrets; account: Account }>;
        expiries?: (secrets: Secrets) => Expiries;
        /** Ends the authorisation at the vendor; done already if the vendor does not know it any more. */
        revoke?(ctx: ConnectorContext): Promise<void>;
      }
    | { type: 'file' }
    /** The QuickBooks Web Connector visits us with the user name and the password of the form. */
    | { type: 'web-connector' }
    /** No page of the vendor's: credentials, if any, are `fields`, and `account` proves them before they are stored. */
    | { type: 'none' };
  /** Record types of a connection; a file connection's depends on its settings. */
  recordTypes(settings: Record<string, unknown>): RecordType[];
  /** Reads the account's name; also the test of a connection. */
  account?(ctx: ConnectorContext): Promise<Account>;
  /** One page. A full listing without `cursor` begins at the start. Inactive records are included. */
  list(ctx: ConnectorContext, request: { recordType: string; cursor: string | null }): Promise<ListPage>;
  /**
   * What changed since a time. Null where the vendor cannot tell all of it: too many records, too long ago, a type that
   * it does not watch. The type is listed then.
   */
  changes?(ctx: ConnectorContext, request: { recordType: string; since: Date }): Promise<Changes | null>;
  /** Hours after which a scheduled sync reads everything and not changes alone; the site's `sync.fullSyncHours` if absent. */
  fullSyncHours?: number;
  /** Records by id, inactive ones too. Ids that are not there any more are in `deleted`. */
  read?(ctx: ConnectorContext, request: { recordType: string; externalIds: string[] }): Promise<Changes>;
  /** Where accounts were moved here from, if the vendor keeps the ids that their records had there. */
  moved?: {
    /** Id of that connector; its record types are called the same. */
    from: string;
    /** Ids here by those there; none of an account that was not moved. */
    ids(ctx: ConnectorContext, request: { recordType: string }): Promise<ReadonlyMap<string, string>>;
  };
  /** What the account is set to; read with each complete sync. */
  facts?(ctx: ConnectorContext): Promise<AccountFacts>;
  /** The vendor calls us when something changes, at one address for all connections. */
  webhook?: {
    /** What the vendor signs with, out of `options`; undefined where it is not set. */
    secret(options: Record<string, unknown>): string | undefined;
    /** Name of that option, for people. */
    secretOption: string;
    /** Compares in constant time. */
    verify(rawBody: Buffer, headers: Record<string, string | string[] | undefined>, secret: string): boolean;
    /** What it says of record types that we know; the rest is left out. @throws SyntaxError if it is no JSON */
    parse(rawBody: Buffer): Notice[];
  };
  /** Page of a record in the vendor's application, for people. */
  recordUrl?(
    ctx: Pick<ConnectorContext, 'options' | 'accountId'>,
    recordType: string,
    externalId: string,
  ): string | null;
  /**
   * A field of the vendor's records that is free for a key of ours. A link whose key is kept there can be rebuilt from
   * the vendor's data alone, with certainty. Written only when somebody asks for it: linking changes nothing.
   */
  anchor?: {
    recordTypes: string[];
    /** The vendor's word for the field. */
    label: string;
    /** Role that its records fill with the key. */
    role: FieldRole;
    /** Key that a record carries, ours or another's; null if none. `raw` is what `list` reported. */
    read(recordType: string, raw: Record<string, unknown>): string | null;
    /**
     * Puts `key` where `replaces` (null: nothing) is now; done already if `key` is there. Answers with the record as
     * `list` would report it. It looks before it writes, so it may be called again after any failure. Throws `rejected` when something else is there.
     */
    write(
      ctx: ConnectorContext,
      request: { recordType: string; externalId: string; key: string; replaces: string | null },
    ): Promise<ExternalRecordInput>;
  };
  writing?: Writing;
  /** What the vendor charges us for our customers. */
  charges?: Charges;
  /** Record types that an invoice's client and lines refer to. */
  invoicing?: {
    clientRecordType: string;
    lineRecordType: string;
    /** Characters of a document number; 21 if absent, which is also the most. */
    longestNumber?: number;
    /**
     * `createInvoice` and `findInvoice` take requests of the kind `credit_note` too. Their amounts are positive: what is
     * given back.
     */
    creditNotes?: true;
    /** Why a record cannot be used on an invoice, in words; null if it can. `raw` is what `list` reported. */
    refusal(recordType: string, raw: Record<string, unknown>): Said | null;
    /** ISO code a client must be billed in; null if any. */
    clientCurrency(raw: Record<string, unknown>): string | null;
    /**
     * Why it is not known how an item is taxed; null if it is. `raw` is what `list` reported, `account` what `facts`
     * did (null: nothing yet).
     */
    taxProblem?(raw: Record<string, unknown>, account: AccountFacts | null): TaxProblem | null;
    /** What the vendor would refuse of an invoice, as far as can be told without asking it. */
    problems?(invoice: { memo: string; lines: Omit<InvoiceLine, 'itemId'>[] }): InvoiceProblem[];
    createInvoice(ctx: ConnectorContext, request: InvoiceRequest): Promise<InvoiceReceipt>;
    /**
     * Looks for an invoice that an earlier call of `createInvoice` may have made; null: surely none, it may be sent again.
     * Throws `rejected` when another invoice has the number.
     */
    findInvoice(ctx: ConnectorContext, request: InvoiceRequest): Promise<InvoiceReceipt | null>;
  };
}

/** Gives type inference to a connector's definition. */
export const defineConnector = (connector: Connector): Connector => connector;
