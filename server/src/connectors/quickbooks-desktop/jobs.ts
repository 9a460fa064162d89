import type { RoleValues } from '../../contracts/common';
import type { ExternalRecordInput, InvoiceRequest, ListPage } from '../contract';
import { accountQuery, readAccounts } from './accounts';
import type { Answer } from './answers';
import { addRequest } from './invoices';
import { customerRecord, itemRecord, vendorRecord } from './records';
import { customerQuery, deletedQuery, invoiceQuery, itemQuery, vendorQuery, type Iterator } from './requests';
import { createRequest, nameQuery, type KeptRecord } from './writing';
import { textOf, type Element, type XmlNode } from './xml';
import { saidBy, sentence } from '../../utils/sentence';

/** One kind of queued request: how it is written, and what is kept of its answer (as JSON). */
export interface Job {
  /** Sent again after a lost answer it must not be carried out twice. */
  writes: boolean;
  build(parameters: Record<string, unknown>, iterator: Iterator): Element;
  read(answer: Answer): unknown;
}

/** A page of a listing, as kept. */
export type KeptPage = Pick<ListPage, 'records' | 'problems' | 'total'>;
/** An invoice or a credit memo. */
export interface KeptInvoice {
  id: string;
  number: string;
  memo: string;
  subtotal: string;
  tax: string;
}
/** Records that are gone for good. */
export type KeptDeletions = Array<{ type: string; id: string }>;

const sinceOf = ({ since }: Record<string, unknown>): string | null => (typeof since === 'string' ? since : null);

const listing = (
  build: (iterator: Iterator, since: string | null) => Element,
  toRecord: (element: string, node: XmlNode) => ExternalRecordInput,
): Job => ({
  writes: false,
  build: (parameters, iterator) => build(iterator, sinceOf(parameters)),
  read: ({ records, remaining }): KeptPage => {
    const page: KeptPage = { records: [], problems: [], total: records.length + remaining };
    for (const { name, node } of records) {
      try {
        page.records.push(toRecord(name, node));
      } catch (error) {
        const recordId = textOf(node, 'ListID') ?? null;
        const said = sentence('connectors.notRead', '{what} {id} cannot be read: {why}', {
          what: name,
          id: recordId ?? '',
          why: saidBy(error),
        });
        page.problems.push({ line: null, recordId, ...said });
      }
    }
    return page;
  },
});

const readInvoices = ({ records }: Answer): KeptInvoice[] =>
  records.flatMap(({ node }) => {
    const id = textOf(node, 'TxnID');
    if (id === undefined) return [];
    return [
      {
        id,
        number: textOf(node, 'RefNumber') ?? '',
        memo: textOf(node, 'Memo') ?? '',
        subtotal: textOf(node, 'Subtotal') ?? '0',
        tax: textOf(node, 'SalesTaxTotal') ?? '0',
      },
    ];
  });

const recordOf = (element: string, node: XmlNode): ExternalRecordInput =>
  element === 'CustomerRet'
    ? customerRecord(node)
    : element === 'VendorRet'
      ? vendorRecord(node)
      : itemRecord(element, node);

const readRecords = ({ records }: Answer): KeptRecord[] =>
  records.map(({ name, node }) => ({
    record: recordOf(name, node),
    createdAt: textOf(node, 'TimeCreated') ?? '',
  }));

const jobs: Record<string, Job> = {
  customer: listing(customerQuery, (_name, node) => customerRecord(node)),
  vendor: listing(vendorQuery, (_name, node) => vendorRecord(node)),
  item: listing(itemQuery, itemRecord),
  invoice: {
    writes: true,
    build: (parameters) => addRequest(parameters as unknown as InvoiceRequest),
    read: readInvoices,
  },
  'find-invoice': {
    writes: false,
    build: ({ number, kind }) => invoiceQuery(String(number), kind === 'credit_note' ? kind : 'invoice'),
    read: readInvoices,
  },
  'create-record': {
    writes: true,
    build: ({ recordType, values, choices }) =>
      createRequest(String(recordType), values as RoleValues, choices as Record<string, string> | undefined),
    read: readRecords,
  },
  'find-record': {
    writes: false,
    build: ({ recordType, name }) => nameQuery(String(recordType), String(name)),
    read: readRecords,
  },
  account: { writes: false, build: accountQuery, read: readAccounts },
  deleted: {
    writes: false,
    build: (parameters) => deletedQuery(sinceOf(parameters)),
    read: ({ records }): KeptDeletions =>
      records.flatMap(({ node }) => {
        const id = textOf(node, 'ListID');
        const type = textOf(node, 'ListDelType');
        return id && type ? [{ id, type }] : [];
      }),
  },
};

export function jobOf(kind: string): Job {
  const job = Object.hasOwn(jobs, kind) ? jobs[kind] : undefined;
  if (!job) throw new Error(`There is no request of the kind ${kind}`);
  return job;
}
