import type { ConnectorContext, RecordProblem } from './contract';

/** An invoice, or the like, by which the vendor charges us. Amounts are decimal texts. */
export interface ChargeDocument {
  externalId: string;
  /** What people call it, where the vendor gives it a number. */
  number: string | null;
  /** ISO date. */
  date: string;
  /** Month that it is for, `YYYY-MM`. */
  period: string;
  /** The vendor's word. */
  status: string | null;
  /** It was taken back as a whole: its lines do not count. */
  isVoid: boolean;
  total: string | null;
  balance: string | null;
  currency: string | null;
}

/**
 * What is charged for one thing. Amounts are decimal texts, negative where something is given back; null where the
 * vendor does not say.
 */
export interface ChargeLine {
  /** Unique within its document, and the same whenever the line is read: the vendor's id, or its place. */
  externalId: string;
  /** External ids of records; they need not be among those that were read. */
  customerId: string | null;
  subscriptionId: string | null;
  productId: string | null;
  customerName: string | null;
  description: string;
  sku: string | null;
  /** The vendor's word, known or not. */
  kind: string | null;
  /** ISO dates of what it is for. */
  startsOn: string | null;
  endsOn: string | null;
  quantity: string | null;
  /** What the customer pays by the vendor's reckoning, for one and in all. */
  unitPrice: string | null;
  total: string | null;
  /** What the vendor takes from us, for one and in all. */
  unitCost: string | null;
  cost: string | null;
  currency: string | null;
}

export interface ChargeDocumentPage {
  documents: ChargeDocument[];
  problems: RecordProblem[];
  cursor: string | null;
}

export interface ChargeLinePage {
  lines: ChargeLine[];
  problems: RecordProblem[];
  /** As that of `ListPage`: plain text, survives a restart. */
  cursor: string | null;
}

/**
 * What the vendor charges us for our customers: facts beside records, never matched and never invoiced by themselves.
 * Lines of a document are read once, as they do not change; open lines are replaced as a whole with each sync.
 */
export interface Charges {
  /** Record types that lines refer to. */
  customerRecordType: string;
  subscriptionRecordType: string;
  /** One page of the documents from a day (ISO date) on, as they are now. */
  documents(ctx: ConnectorContext, request: { since: string; cursor: string | null }): Promise<ChargeDocumentPage>;
  /** One page of the lines of a document. */
  lines(ctx: ConnectorContext, request: { documentId: string; cursor: string | null }): Promise<ChargeLinePage>;
  /** One page of the lines of the document to come, as far as they are known. */
  openLines(ctx: ConnectorContext, request: { cursor: string | null }): Promise<ChargeLinePage>;
}
