import type { Core } from '@strapi/strapi';
import { requireConnected } from '../connections/connected';
import type { ConnectionRow } from '../connections/repository';
import type { Connector, ConnectorContext, WriteField } from '../connectors/contract';
import type { FieldRole, RoleValues } from '../contracts/common';
import type { WriteAct, WriteChoice, WritePlan, WriteProblem, WriteRecord } from '../contracts/writes';
import { type LocalRecordRow, readEntries } from '../linking/local-records';
import type { MappingRow } from '../linking/mapping-repository';
import { chunksOf } from '../utils/database';
import { UnprocessableError } from '../utils/errors';
import { getService } from '../utils/services';
import { localForm } from './local';
import type { NewWrite } from './repository';
import { type Said, sayingOf, sentence } from '../utils/sentence';

export interface WriteRequest {
  act: WriteAct;
  records: WriteRecord[];
  roles?: FieldRole[] | undefined;
  choices: Record<string, string>;
}

export interface Plans {
  choices: WriteChoice[];
  fields: WriteField[];
  unsent: FieldRole[];
  /** In the order asked for; `write` is what would be stored. */
  plans: Array<{ plan: WritePlan; write: NewWrite }>;
}

/** What all records of a request have in common. */
export interface Ground {
  mapping: MappingRow;
  connection: ConnectionRow;
  connector: Connector;
  fields: WriteField[];
  /** The same with those that nobody asked for. */
  all: WriteField[];
  choices: WriteChoice[];
  /** Problems that every new record has. */
  always: WriteProblem[];
}

export const whole = (kind: WriteProblem['kind'], said: Said): WriteProblem => ({
  kind,
  role: null,
  ...sayingOf(said),
  suggestion: null,
  holder: null,
});

export async function groundOf(
  strapi: Core.Strapi,
  mapping: MappingRow,
  connection: ConnectionRow,
  { act, choices, roles }: WriteRequest,
  context: ConnectorContext,
): Promise<Ground> {
  const connector = getService(strapi, 'connectors').get(connection.connector);
  const base = { mapping, connection, connector, always: [] as WriteProblem[] };
  if (act === 'create_local' || act === 'update_local') {
    const form = localForm(strapi, mapping);
    const missing = form.missing.map((label) =>
      whole(
        'required',
        sentence('writing.byHand', '{field} is required, and no field of {connection} fills it: create it by hand.', {
          field: label,
          connection: connection.name,
        }),
      ),
    );
    return act === 'create_local'
      ? { ...base, fields: form.fields, all: form.fields, choices: chosen(form.choices, choices), always: missing }
      : { ...base, fields: only(form.fields, roles), all: form.fields, choices: [] };
  }
  if (act === 'write_anchor') {
    const { anchor } = connector;
    if (!anchor?.recordTypes.includes(mapping.recordType))
      throw new UnprocessableError(
        sentence('writing.noKey', '{recordType} records of {system} can carry no key of ours.', {
          recordType: mapping.recordType,
          system: connector.displayName,
        }),
      );
    requireConnected(connection);
    const field: WriteField = { role: anchor.role, label: anchor.label };
    return { ...base, fields: [field], all: [field], choices: [] };
  }
  const { writing } = connector;
  const types = act === 'create_external' ? writing?.creates : writing?.updates;
  if (!writing || !types?.includes(mapping.recordType))
    throw new UnprocessableError(
      act === 'create_external'
        ? sentence('writing.cannotCreate', '{system} cannot create {recordType} records.', {
            system: connector.displayName,
            recordType: mapping.recordType,
          })
        : sentence('writing.cannotUpdate', '{system} cannot update {recordType} records.', {
            system: connector.displayName,
            recordType: mapping.recordType,
          }),
    );
  requireConnected(connection);
  const form = await writing.form(context, mapping.recordType);
  if (act === 'create_external')
    return { ...base, fields: form.fields, all: form.fields, choices: chosen(form.choices, choices) };
  const all = form.fields.filter(({ createOnly }) => !createOnly);
  return { ...base, fields: only(all, roles), all, choices: [] };
}

const only = (fields: WriteField[], roles: FieldRole[] | undefined): WriteField[] =>
  roles ? fields.filter(({ role }) => roles.includes(role)) : fields;

const chosen = (choices: WriteChoice[], given: Record<string, string>): WriteChoice[] =>
  choices.map((choice) => {
    const value = given[choice.name];
    return choice.options.some((option) => option.value === value) ? { ...choice, value: value ?? null } : choice;
  });

/** Values of the fields, with what somebody typed instead; empty ones are left out. */
export function valuesOf(fields: WriteField[], from: RoleValues, edits: RoleValues = {}): RoleValues {
  return Object.fromEntries(
    fields.flatMap(({ role }) => {
      const value = (edits[role] ?? from[role] ?? '').trim();
      return value === '' ? [] : [[role, value]];
    }),
  );
}

export const shown = (fields: WriteField[], values: RoleValues, before: RoleValues | null): WritePlan['values'] =>
  fields
    // Of a new record those that are missing are shown too, so that they can be filled in.
    .filter(({ role }) => before === null || values[role] !== undefined)
    .map((field) => ({
      role: field.role,
      label: field.label,
      value: values[field.role] ?? '',
      before: before === null ? null : (before[field.role] ?? ''),
      required: field.required ?? false,
      maxLength: field.maxLength ?? null,
      options: field.options ?? null,
    }));

export const choicesOf = (choices: WriteChoice[]): Record<string, string> =>
  Object.fromEntries(choices.flatMap(({ name, value }) => (value === null ? [] : [[name, value]])));

export const keyOf = ({ id, locale }: { id: string; locale: string }): string => `${id} ${locale}`;

export async function entriesOf(
  strapi: Core.Strapi,
  mapping: MappingRow,
  ids: string[],
): Promise<Map<string, LocalRecordRow>> {
  const entries = new Map<string, LocalRecordRow>();
  for (const chunk of chunksOf(ids))
    for (const entry of await readEntries(strapi, mapping, null, chunk))
      entries.set(keyOf({ id: entry.localId, locale: entry.locale }), entry);
  return entries;
}
