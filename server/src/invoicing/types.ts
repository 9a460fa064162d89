import type { Reference } from '../contracts/invoices';

/** A users' entry that a client or a line refers to. */
export interface RecordRef {
  contentType: string;
  id: string;
  /** Empty where the content type has no locales. */
  locale: string;
  label: string;
}

export interface SourceLine {
  description: string;
  /** As the record holds them: not checked yet. */
  quantity: unknown;
  unitPrice: unknown;
  record: RecordRef | null;
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
  client: RecordRef | null;
  lines: SourceLine[];
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
}

/** A link and what its external record is now. */
export interface LinkFacts {
  linkId: string;
  mappingId: string;
  state: 'confirmed' | 'proposed';
  attention: string | null;
  reference: Reference;
  /** Null: there is no such external record (any more). */
  external: { active: boolean; refusal: string | null; currency: string | null } | null;
}

/** Links by local key; the confirmed one where there is one. */
export type LinkIndex = ReadonlyMap<string, LinkFacts>;

export const mappingKey = (contentType: string, recordType: string): string => `${contentType} ${recordType}`;
