import type { Core } from '@strapi/strapi';
import type { WriteField } from '../connectors/contract';
import type { FieldRole, RoleValues } from '../contracts/common';
import type { CreateField } from '../contracts/links';
import type { WriteChoice } from '../contracts/writes';
import { asUid, hasDraftAndPublish, isLocalized, schemaOf, type Schema } from '../linking/content-types';
import { fieldsOf, valueFor } from '../linking/create-service';
import type { MappingRow } from '../linking/mapping-repository';
import { ConflictError } from '../utils/errors';
import { type Sentence, sentence } from '../utils/sentence';

/** What a content type takes by role, and what a new entry needs that no role fills. */
export interface LocalForm {
  fields: WriteField[];
  choices: WriteChoice[];
  /** Required attributes that only a person can fill. */
  missing: string[];
  byRole: ReadonlyMap<FieldRole, CreateField>;
}

const integer = { pattern: /^-?\d+$/, words: sentence('writing.aWholeNumber', 'a whole number') };
const email = { pattern: /^[^\s@]+@[^\s@]+\.[^\s@]+$/, words: sentence('writing.anEmail', 'an e-mail address') };

function toWriteField(role: FieldRole, field: CreateField): WriteField {
  return {
    role,
    label: field.label,
    required: field.required,
    ...(field.maxLength === undefined ? {} : { maxLength: field.maxLength }),
    ...(field.options ? { options: field.options } : {}),
    // What a JSON number holds exactly; Strapi stores what the database keeps of it.
    ...(field.type === 'decimal' ? { decimals: 10 } : {}),
    ...(field.type === 'integer' ? { format: integer } : field.type === 'email' ? { format: email } : {}),
  };
}

export function requireSchema(strapi: Core.Strapi, mapping: MappingRow): Schema {
  const schema = schemaOf(strapi, mapping.contentType);
  if (!schema)
    throw new ConflictError(
      sentence('mappings.contentTypeMissing', 'The content type {contentType} does not exist any more', {
        contentType: mapping.contentType,
      }),
    );
  return schema;
}

export function localForm(strapi: Core.Strapi, mapping: MappingRow): LocalForm {
  const all = fieldsOf(strapi, requireSchema(strapi, mapping), mapping, {});
  const byName = new Map(all.map((field) => [field.name, field]));
  const byRole = new Map<FieldRole, CreateField>();
  // A role that is read through a relation has no attribute of its own here.
  for (const { role, attribute } of mapping.fieldRoles) {
    const field = byName.get(attribute);
    if (field) byRole.set(role, field);
  }
  const roled = new Set([...byRole.values()].map(({ name }) => name));
  const open = all.filter(({ name, required, value }) => required && value === null && !roled.has(name));
  return {
    fields: [...byRole].map(([role, field]) => toWriteField(role, field)),
    choices: open
      .filter(({ type }) => type === 'enumeration')
      .map(({ name, label, options }) => ({
        name,
        label,
        value: null,
        options: (options ?? []).map((value) => ({ value, label: value })),
      })),
    missing: open.filter(({ type }) => type !== 'enumeration').map(({ label }) => label),
    byRole,
  };
}

/** Values by role as the attributes want them, by path. */
export function attributesOfRoles(form: LocalForm, values: RoleValues): Record<string, unknown> {
  const data: Record<string, unknown> = {};
  for (const [role, value] of Object.entries(values)) {
    const field = form.byRole.get(role as FieldRole);
    if (field) data[field.name] = value === '' ? null : valueFor(field.type, value);
  }
  return data;
}

type Entry = Record<string, unknown> & { updatedAt?: string | Date };
const timeOf = (entry: Entry): number => new Date(entry.updatedAt ?? 0).getTime();
/** Publishing copies the draft a moment after it was saved. */
const publishingMs = 1_000;

/** Why an entry cannot be updated without publishing what somebody else has drafted; null if it can. */
export function draftProblem(draft: Entry, published: Entry | null): Sentence | null {
  return published && timeOf(draft) - timeOf(published) > publishingMs
    ? sentence(
        'writing.unpublished',
        'It has changes that are not published. Publish or discard them first: an update would publish them too.',
      )
    : null;
}

async function findVersions(
  strapi: Core.Strapi,
  mapping: MappingRow,
  at: { localId: string; locale: string },
  populate: string[],
): Promise<{ draft: Entry | null; published: Entry | null }> {
  const schema = requireSchema(strapi, mapping);
  const documents = strapi.documents(asUid(mapping.contentType));
  const read = (status: 'draft' | 'published') =>
    documents.findOne({
      documentId: at.localId,
      status,
      populate,
      ...(isLocalized(schema) && at.locale ? { locale: at.locale } : {}),
    } as never) as unknown as Promise<Entry | null>;
  const draft = await read('draft');
  return { draft, published: hasDraftAndPublish(schema) ? await read('published') : null };
}

/** Why entries cannot be updated now, by documentId. */
export async function findDraftProblems(
  strapi: Core.Strapi,
  mapping: MappingRow,
  ids: string[],
): Promise<Map<string, Sentence>> {
  const problems = new Map<string, Sentence>();
  if (ids.length === 0 || !hasDraftAndPublish(requireSchema(strapi, mapping))) return problems;
  const documents = strapi.documents(asUid(mapping.contentType));
  const read = (status: 'draft' | 'published') =>
    documents.findMany({
      filters: { documentId: { $in: ids } },
      fields: ['documentId', 'updatedAt'],
      status,
      limit: ids.length,
    } as never) as unknown as Promise<Array<Entry & { documentId: string }>>;
  const published = new Map((await read('published')).map((entry) => [entry.documentId, entry]));
  for (const draft of await read('draft')) {
    const problem = draftProblem(draft, published.get(draft.documentId) ?? null);
    if (problem !== null) problems.set(draft.documentId, problem);
  }
  return problems;
}

/**
 * Changes some attributes of an entry through the document service, published where it is published. The rest of a
 * component stays. Call inside a transaction.
 */
export async function updateEntry(
  strapi: Core.Strapi,
  mapping: MappingRow,
  at: { localId: string; locale: string },
  values: Record<string, unknown>,
): Promise<void> {
  const schema = requireSchema(strapi, mapping);
  const components = [
    ...new Set(Object.keys(values).flatMap((path) => (path.includes('.') ? [path.split('.')[0] ?? ''] : []))),
  ];
  const { draft, published } = await findVersions(strapi, mapping, at, components);
  if (!draft) throw new ConflictError(sentence('writing.entryGone', 'The entry does not exist any more.'));
  const problem = draftProblem(draft, published);
  if (problem) throw new ConflictError(problem);
  const data: Record<string, unknown> = {};
  for (const [path, value] of Object.entries(values)) {
    const [head = '', inner] = path.split('.');
    if (inner === undefined) data[head] = value;
    else data[head] = { ...((data[head] ?? draft[head] ?? {}) as Record<string, unknown>), [inner]: value };
  }
  await strapi.documents(asUid(mapping.contentType)).update({
    documentId: at.localId,
    data,
    ...(isLocalized(schema) && at.locale ? { locale: at.locale } : {}),
    ...(published ? { status: 'published' } : {}),
  } as never);
}
