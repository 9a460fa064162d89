import type { RoleValues } from '../../contracts/common';
import type {
  ConnectorContext,
  CreateRequest,
  ExternalRecordInput,
  UpdateRequest,
  WriteField,
  WriteForm,
  Writing,
} from '../contract';
import { stillOpen } from '../still-open';
import { isJson, type Json } from '../values';
import { eachRow, openPartner } from './client';
import { notUnderstood } from './errors';
import { text } from './lenient';
import { companyRecord, idOf } from './records';
import { sentence } from '../../utils/sentence';

/** What the specification of `Company` asks for; it names no lengths. */
const fields: WriteField[] = [
  { role: 'name', label: 'Company name', required: true },
  { role: 'phone', label: 'Phone', required: true },
  { role: 'domain', label: 'Website', required: true },
  { role: 'address', label: 'Street' },
  { role: 'city', label: 'City' },
  { role: 'region', label: 'State or province' },
  { role: 'postalCode', label: 'Postal code' },
  {
    role: 'country',
    label: 'Country',
    format: {
      pattern: /^[A-Z]{2}$/,
      words: sentence('writing.countryCode', 'a country code of two letters, such as US'),
    },
  },
  { role: 'externalKey', label: 'External id', createOnly: true },
];

const yesOrNo = [
  { value: 'true', label: 'Yes' },
  { value: 'false', label: 'No' },
];
/** Without a contact the vendor keeps a new company inactive; a person adds one there. Billing is nobody's default. */
const form: WriteForm = {
  fields,
  choices: [
    { name: 'billOnBehalfOfEnabled', label: 'Pax8 bills the company', value: null, options: yesOrNo },
    { name: 'selfServiceAllowed', label: 'The company may serve itself', value: 'false', options: yesOrNo },
    { name: 'orderApprovalRequired', label: 'Its orders need approval', value: 'false', options: yesOrNo },
  ],
};

const addressMembers = {
  address: 'street',
  city: 'city',
  region: 'stateOrProvince',
  postalCode: 'postalCode',
  country: 'country',
} as const;

/** Members of a company; the address is sent whole, with what `current` has of it. */
const bodyOf = (values: RoleValues, current: Json = {}): Json => {
  const body: Json = {};
  if (values.name !== undefined) body.name = values.name;
  if (values.phone !== undefined) body.phone = values.phone;
  if (values.domain !== undefined)
    body.website = /^[a-z]+:\/\//i.test(values.domain) ? values.domain : `https://${values.domain}`;
  const changed = Object.entries(addressMembers).flatMap(([role, member]) => {
    const value = values[role as keyof typeof addressMembers];
    return value === undefined ? [] : [[member, value]];
  });
  if (changed.length > 0) {
    const before = isJson(current.address) ? current.address : {};
    // The street is read as both lines together.
    const { street2: _second, ...rest } = before;
    body.address = { ...(values.address === undefined ? before : rest), ...Object.fromEntries(changed) };
  }
  return body;
};

/** A company as `list` reports it. */
export const recordOf = (row: Json): ExternalRecordInput => {
  const id = idOf(row);
  if (id === undefined) throw notUnderstood(sentence('pax8.companyWithoutId', 'a company without id'));
  return companyRecord(row, id);
};

/**
 * The vendor has no idempotency key: the reference that it keeps for us tells a company that is there already. It is
 * the client's own key where the mapping has one.
 */
const referenceOf = ({ requestId, values }: CreateRequest): string => values.externalKey ?? requestId;

const create = async (ctx: ConnectorContext, request: CreateRequest): Promise<ExternalRecordInput> => {
  const partner = await openPartner(ctx);
  const flags = Object.fromEntries(form.choices.map(({ name }) => [name, request.choices[name] === 'true']));
  const body = { ...bodyOf({ ...request.values }), externalId: referenceOf(request), ...flags };
  return recordOf(await partner.create('/companies', { address: {}, ...body }));
};

const find = async (ctx: ConnectorContext, request: CreateRequest): Promise<ExternalRecordInput | null> => {
  const partner = await openPartner(ctx);
  // There is no filter by reference or name.
  for await (const row of eachRow(partner, '/companies')) {
    if (!isJson(row) || text(row.externalId) !== referenceOf(request)) continue;
    // A key of the client's own may have been given to another company by hand.
    if (text(row.name) === request.values.name?.trim()) return recordOf(row);
  }
  return null;
};

const update = async (ctx: ConnectorContext, request: UpdateRequest): Promise<ExternalRecordInput> => {
  const partner = await openPartner(ctx);
  const path = `/companies/${encodeURIComponent(request.externalId)}`;
  const row = await partner.read(path);
  const record = recordOf(row);
  const open = stillOpen('Pax8', record, request);
  // Also because Pax8 refuses an update that changes nothing.
  if (Object.keys(open).length === 0) return record;
  return recordOf(await partner.patch(path, bodyOf(open, row)));
};

/** Companies. Products and subscriptions are ordered at the vendor, not made here. */
export const writing: Writing = {
  creates: ['company'],
  updates: ['company'],
  form: () => Promise.resolve(form),
  // The vendor takes a name twice; a second company of the same name is asked about all the same.
  sharedNames: () => ['company'],
  create,
  find,
  update,
};
