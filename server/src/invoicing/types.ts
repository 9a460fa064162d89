import type { InvoiceLine, InvoiceProblem, TaxProblem } from '../connectors/contract';
import type { Reference } from '../contracts/invoices';
import type { Said } from '../utils/sentence';

/** A users' entry that a client or a line refers to. */
export interface RecordRef {
  contentType: string;
  id: string;
  /** Empty where the content type has no locales. */
  locale: string;
  label: string;
}

/** A record with those that may stand in for it, nearest first. */
export interface SourceRef extends RecordRef {
  parents?: RecordRef[];
}

export interface SourceLine {
  description: string;
  /** As the record holds them: not checked yet. */
  quantity: unknown;
  unitPrice: unknown;
  /** Undefined: the source declares none. */
  amount?: unknown;
  record: SourceRef | null;
}

/** One record that an invoice can be made from, read by its source's paths. */
export interface SourceRecord {
  source: string;
  contentType: string;
  id: string;
  locale: string;
  number: string;
  /** ISO date. */
  date: string | null;
  currency: string | null;
  memo: string;
  /** Filled-in text of the source's template; empty where it has none. */
  text: string;
  email: string | null;
  /** Null: the source asks for none. */
  status: string | null;
  client: SourceRef | null;
  lines: SourceLine[];
}

/** What resolving needs to know of a source. */
export interface SourceFacts {
  /** Paths as declared, for reasons that name a field. */
  fields: Record<'client' | 'currency' | 'memo' | 'email' | 'status' | 'lines', string | null> & {
    line: Record<'quantity' | 'unitPrice' | 'description' | 'amount' | 'records', string | null>;
  };
  statusBefore: readonly string[] | null;
  delivery: 'print' | 'email' | null;
  terms: string | null;
  class: string | null;
  asksPrices: boolean;
}

/** What resolving needs to know of a connection. */
export interface ConnectionFacts {
  id: string;
  name: string;
  state: 'draft' | 'setup' | 'live' | 'expired';
  clientRecordType: string;
  lineRecordType: string;
  /** `contentType recordType` → documentId of the mapping. */
  mappings: ReadonlyMap<string, string>;
  /** Content type (empty: lines without a record) → what stands in for its records. */
  defaults: ReadonlyMap<string, { externalId: string; label: string; external: ExternalFacts | null }>;
  /** Page of a record in the vendor's application. */
  urlOf(recordType: string, externalId: string): string | null;
  /** What the vendor would refuse of an invoice. */
  problemsOf(invoice: { memo: string; lines: Omit<InvoiceLine, 'itemId'>[] }): InvoiceProblem[];
}

/** What an external record is now, as far as invoices care. */
export interface ExternalFacts {
  active: boolean;
  refusal: Said | null;
  /** Clients: what they are billed in; null: any. */
  currency: string | null;
  /** Items: why their tax is not known; null: it is. */
  taxProblem: TaxProblem | null;
  /** Items: the vendor's price, decimal text; null: none. */
  price: string | null;
}

/** A link and what its external record is now. */
export interface LinkFacts {
  linkId: string;
  connectionId: string;
  mappingId: string;
  /** Id of the external record that took this one over, where the vendor tells. */
  mergedInto: string | null;
  state: 'confirmed' | 'proposed';
  /** What the local record is called, as matching knows it. */
  localLabel: string;
  attention: string | null;
  reference: Reference;
  /** Null: there is no such external record (any more). */
  external: ExternalFacts | null;
}

/** Links by local key; the confirmed one where there is one. */
export type LinkIndex = ReadonlyMap<string, LinkFacts>;

export const mappingKey = (contentType: string, recordType: string): string => `${contentType} ${recordType}`;

/** `ours` or `theirs`, by `priceKeyOf`. */
export type PriceAnswers = ReadonlyMap<string, 'ours' | 'theirs'>;
