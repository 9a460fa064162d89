import { z } from 'zod';
import { dataOf, fieldRole, id, idParams, pageOf, pageQuery, roleValues, timestamp, words } from './common';
import { endpoint } from './endpoint';
import { run } from './runs';

/**
 * Acts that write records, each only when somebody asks for it: creating the missing partner of a record, carrying
 * values of a confirmed link from one side to the other, and putting the key of an entry on the record it is linked to,
 * from which the link can be rebuilt.
 */
export const writeAct = z.enum(['create_external', 'create_local', 'update_external', 'update_local', 'write_anchor']);
export type WriteAct = z.infer<typeof writeAct>;

/** planned: stored, not sent. sending: a request is or was under way. checking: its answer was lost, so the other system is asked. */
export const writeState = z.enum(['planned', 'sending', 'checking', 'done', 'failed', 'cancelled']);
export type WriteState = z.infer<typeof writeState>;

/** What new records need beside their values; chosen once for all of a batch. */
export const writeChoice = z.object({
  name: z.string(),
  label: z.string(),
  /** Proposed or chosen; null: somebody must choose. */
  value: z.string().nullable(),
  options: z.array(z.object({ value: z.string(), label: z.string() })),
});
export type WriteChoice = z.infer<typeof writeChoice>;

/** A record of the external system that has a name already. */
export const nameHolder = z.object({
  name: z.string(),
  kind: z.enum(['customer', 'vendor', 'employee', 'item', 'company', 'record']),
  /** null: of no type that can be linked. */
  recordType: z.string().nullable(),
  externalId: id,
  active: z.boolean(),
});
export type NameHolder = z.infer<typeof nameHolder>;

export const writeProblem = z.object({
  kind: z.enum([
    'required',
    'too_long',
    'forbidden_characters',
    'format',
    'option',
    'name_taken',
    'name_twice',
    'choice',
    'linked',
    'gone',
    'inactive',
    'unpublished',
    'under_way',
    'nothing',
  ]),
  /** The value it is about; null: the record as a whole. */
  role: fieldRole.nullable(),
  /** In words, with what mends it. */
  message: z.string(),
  words: words.optional(),
  /** A value that would do: shortened, or without the characters. Taken only if somebody chooses it. */
  suggestion: z.string().nullable(),
  /** Of `name_taken`. */
  holder: nameHolder.nullable(),
});
export type WriteProblem = z.infer<typeof writeProblem>;

export const writeValue = z.object({
  role: fieldRole,
  /** What the system that is written to calls it. */
  label: z.string(),
  /** What will be written. */
  value: z.string(),
  /** What is there now; null where a record is created. */
  before: z.string().nullable(),
  required: z.boolean(),
  maxLength: z.number().int().nullable(),
  options: z.array(z.string()).nullable(),
});
export type WriteValue = z.infer<typeof writeValue>;

/** One record as it would be written. */
export const writePlan = z.object({
  /** documentId, external id or link id: as it was asked for. */
  id,
  locale: z.string(),
  label: z.string(),
  /** Name of the linked record that is written to; null where it is created. */
  target: z.string().nullable(),
  /** Exactly what will be written; of an update only what differs. */
  values: z.array(writeValue),
  /** Each keeps the record from being written. */
  problems: z.array(writeProblem),
});
export type WritePlan = z.infer<typeof writePlan>;

const writeRecord = z.strictObject({
  /** documentId (`create_external`), external id (`create_local`) or link id (updates). */
  id,
  locale: z.string().max(32).default(''),
  /** Values to write instead of those of the record; an empty one is left out. */
  edits: roleValues.optional(),
  /** What was there when somebody looked: if it is something else by then, the record is not written. Updates only. */
  before: roleValues.optional(),
});
export type WriteRecord = z.infer<typeof writeRecord>;

const writeRequest = {
  /** Values to carry over; all that the other side takes if absent. Updates only. */
  roles: z.array(fieldRole).min(1).optional(),
  choices: z.record(z.string(), z.string()).default({}),
};

/**
 * What would be written, record by record, and what stands in the way. Changes nothing. The names of new records are
 * looked up in the external system, inactive records included.
 */
export const previewWrites = endpoint({
  method: 'POST',
  path: '/mappings/:id/writes/preview',
  permission: 'read',
  params: idParams,
  body: z.strictObject({ act: writeAct, records: z.array(writeRecord).min(1).max(100), ...writeRequest }),
  response: dataOf(
    z.object({
      choices: z.array(writeChoice),
      /** Values that can be written, in the order in which people read them. */
      fields: z.array(z.object({ role: fieldRole, label: z.string() })),
      /** Roles of the mapping that the other side has no place for. */
      unsent: z.array(fieldRole),
      records: z.array(writePlan),
    }),
  ),
});

const started = dataOf(z.object({ run }));

/**
 * Starts a run that writes to the external system, one record after the other, each exactly once, and links what it
 * creates. Refused with 422 and the problems of each record before anything starts.
 */
export const writeExternal = endpoint({
  method: 'POST',
  path: '/mappings/:id/writes/external',
  permission: 'write',
  params: idParams,
  body: z.strictObject({
    act: z.enum(['create_external', 'update_external', 'write_anchor']),
    records: z.array(writeRecord).min(1).max(1000),
    ...writeRequest,
  }),
  response: started,
});
/** The same towards Strapi, through the document service with its validation. */
export const writeLocal = endpoint({
  method: 'POST',
  path: '/mappings/:id/writes/local',
  permission: 'review',
  params: idParams,
  body: z.strictObject({
    act: z.enum(['create_local', 'update_local']),
    records: z.array(writeRecord).min(1).max(1000),
    ...writeRequest,
  }),
  response: started,
});

/** What became of one record of a run. */
export const write = z.object({
  id,
  act: writeAct,
  state: writeState,
  label: z.string(),
  /** documentId, where there is one. */
  localId: z.string().nullable(),
  locale: z.string(),
  externalId: z.string().nullable(),
  linkId: z.string().nullable(),
  /** Page of the external record. */
  url: z.string().nullable(),
  values: roleValues,
  before: roleValues,
  /** Why it failed and what to do, with the vendor's text and request id. */
  message: z.string().nullable(),
  words: words.optional(),
  holder: nameHolder.nullable(),
  at: timestamp.nullable(),
});
export type Write = z.infer<typeof write>;

export const listWrites = endpoint({
  method: 'GET',
  path: '/runs/:id/writes',
  permission: 'read',
  params: idParams,
  query: z.object({ ...pageQuery, state: writeState.optional() }),
  response: pageOf(write),
});
