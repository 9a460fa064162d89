import type { RoleValues } from '../../contracts/common';
import type { ConnectorContext, CreateRequest, ExternalRecordInput, WriteField, Writing } from '../contract';
import { ConnectorError } from '../errors';
import { customerAdd, vendorAdd } from './adds';
import { itemConflicts, itemForm, itemRequest } from './items';
import { answerOf, queueOf } from './list';
import type { Element } from './xml';
import { sentence } from '../../utils/sentence';

const noColon = { pattern: /[:\t\r\n]/g, words: sentence('writing.colons', 'colons, tabs and line breaks') };

/** Lengths are those of the vendor's schema, qbxmlops160.xsd; see adds.ts, which holds them once more. */
const partyFields: WriteField[] = [
  { role: 'name', label: 'Name', required: true, maxLength: 41, forbidden: noColon },
  { role: 'email', label: 'Email', maxLength: 1023 },
  { role: 'phone', label: 'Phone', maxLength: 21 },
  { role: 'contact', label: 'Contact', maxLength: 41 },
  { role: 'code', label: 'Account number', maxLength: 99 },
  { role: 'address', label: 'Street', maxLength: 41 },
  { role: 'city', label: 'City', maxLength: 31 },
  { role: 'region', label: 'State', maxLength: 21 },
  { role: 'postalCode', label: 'Postal code', maxLength: 13 },
  { role: 'country', label: 'Country', maxLength: 31 },
];
const taxId: WriteField = { role: 'taxId', label: 'Tax id', maxLength: 15 };

/** The request that creates the record. @throws FieldError where QuickBooks would refuse or cut a value */
export function createRequest(recordType: string, values: RoleValues, choices: Record<string, string> = {}): Element {
  if (recordType === 'item') return itemRequest(values, choices);
  const { name = '', email, phone, contact, code } = values;
  const lines = {
    ...(values.address ? { Addr1: values.address } : {}),
    ...(values.city ? { City: values.city } : {}),
    ...(values.region ? { State: values.region } : {}),
    ...(values.postalCode ? { PostalCode: values.postalCode } : {}),
    ...(values.country ? { Country: values.country } : {}),
  };
  const party = {
    Name: name,
    ...(email ? { Email: email } : {}),
    ...(phone ? { Phone: phone } : {}),
    ...(contact ? { Contact: contact } : {}),
    ...(code ? { AccountNumber: code } : {}),
  };
  return recordType === 'vendor'
    ? vendorAdd({ ...party, VendorAddress: lines, ...(values.taxId ? { VendorTaxIdent: values.taxId } : {}) })
    : customerAdd({ ...party, BillAddress: lines });
}

/** Asks for a record by its name, inactive ones too. */
export const nameQuery = (recordType: string, name: string): Element => [
  recordType === 'item' ? 'ItemQueryRq' : recordType === 'vendor' ? 'VendorQueryRq' : 'CustomerQueryRq',
  [['FullName', name]],
];

/** A record as kept of an answer, with the time when QuickBooks made it. */
export interface KeptRecord {
  record: ExternalRecordInput;
  createdAt: string;
}

const createKey = ({ requestId }: CreateRequest): string => `create:${requestId}`;
const findKey = ({ requestId }: CreateRequest): string => `find-record:${requestId}`;
/** Clocks of the two computers may differ by this much. */
const clockSkewMs = 15 * 60_000;

/** Queues the record and, once it was brought back, answers with what QuickBooks made. Until then `pending`. */
async function create(ctx: ConnectorContext, request: CreateRequest): Promise<ExternalRecordInput> {
  const { recordType, values, choices } = request;
  createRequest(recordType, values, choices);
  const queue = queueOf(ctx);
  const key = createKey(request);
  await queue.put([{ key, kind: 'create-record', parameters: { recordType, values, choices } }]);
  let found;
  try {
    found = await queue.read(key, 0);
  } catch (error) {
    // A refusal has done nothing: the next attempt may ask again. Else `find` needs to know.
    if (error instanceof ConnectorError && error.kind !== 'pending' && error.kind !== 'uncertain')
      await queue.forget(key);
    throw error;
  }
  const [made] = (found?.answer ?? []) as KeptRecord[];
  if (made) return made.record;
  throw new ConnectorError(
    'uncertain',
    sentence('qbd.recordNotShown', 'QuickBooks accepted the record but did not show it: look for its name.'),
  );
}

/** The record that an earlier `create` made; null if there surely is none. `pending` until that is known. */
async function find(ctx: ConnectorContext, request: CreateRequest): Promise<ExternalRecordInput | null> {
  const queue = queueOf(ctx);
  try {
    const created = await queue.read(createKey(request), 0);
    if (!created) return null;
    const [made] = created.answer as KeptRecord[];
    if (made) return made.record;
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.kind === 'pending') throw error;
    // Refused: `create` has the words.
    if (error.kind !== 'uncertain') return null;
  }
  const { recordType, values } = request;
  await queue.put([{ key: findKey(request), kind: 'find-record', parameters: { recordType, name: values.name } }]);
  const found = await answerOf(queue, findKey(request));
  await queue.forget(findKey(request));
  const since = Date.parse(request.since) - clockSkewMs;
  const ours = ((found?.answer ?? []) as KeptRecord[]).find(({ createdAt }) => Date.parse(createdAt) >= since);
  if (ours) return ours.record;
  await queue.forget(createKey(request));
  return null;
}

/** Customers, vendors and items, made at the Web Connector's next visit. */
export const writing: Writing = {
  creates: ['customer', 'vendor', 'item'],
  updates: [],
  form: async (ctx, recordType) =>
    recordType === 'item'
      ? itemForm(ctx)
      : { fields: recordType === 'vendor' ? [...partyFields, taxId] : partyFields, choices: [] },
  conflicts: (recordType, values, choices) => (recordType === 'item' ? itemConflicts(values, choices) : []),
  sharedNames: (recordType) => (recordType === 'item' ? ['item'] : ['customer', 'vendor']),
  create,
  find,
};
