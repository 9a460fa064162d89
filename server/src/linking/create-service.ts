import type { Core } from '@strapi/strapi';
import type { FieldRole, RoleValues } from '../contracts/common';
import type { CreateField, DecisionAct } from '../contracts/links';
import { findRecords } from '../sync/external-records';
import { type Database, databaseOf, inTransaction, isUniqueViolation } from '../utils/database';
import { ConflictError, invalidField, notFound } from '../utils/errors';
import type { Actor } from '../utils/http';
import { getService } from '../utils/services';
import { externalCard } from './cards';
import { asUid, type Attribute, hasDraftAndPublish, type Schema, schemaOf } from './content-types';
import { currentRunId, readEntries, upsertLocalRecords } from './local-records';
import type { MappingRow } from './mapping-repository';
import { sentence } from '../utils/sentence';

const inputTypes: Record<string, CreateField['type']> = {
  string: 'string',
  uid: 'string',
  text: 'text',
  richtext: 'text',
  email: 'email',
  integer: 'integer',
  biginteger: 'integer',
  decimal: 'decimal',
  float: 'decimal',
  boolean: 'boolean',
  date: 'date',
  datetime: 'datetime',
  enumeration: 'enumeration',
};
const ownFields = new Set([
  'createdAt',
  'updatedAt',
  'publishedAt',
  'createdBy',
  'updatedBy',
  'locale',
  'localizations',
]);

const labelOf = (name: string): string => {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[_.-]+/g, ' ')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** Creates local records from external ones, each with its link, both or neither. */
export const creating = ({ strapi }: { strapi: Core.Strapi }) => {
  function requireSchema(mapping: MappingRow): Schema {
    const schema = schemaOf(strapi, mapping.contentType);
    if (!schema)
      throw new ConflictError(
        sentence('mappings.contentTypeMissing', 'The content type {contentType} does not exist any more', {
          contentType: mapping.contentType,
        }),
      );
    return schema;
  }

  async function requireExternal(mapping: MappingRow, externalId: string) {
    const record = (await findRecords(databaseOf(strapi), mapping, [externalId])).get(externalId);
    if (!record || record.deleted) throw notFound(`${mapping.recordType} in the external system`, externalId);
    return record;
  }

  return {
    /** The content type's form, filled by role, with local records that may be the same. */
    async form(mapping: MappingRow, externalId: string) {
      const record = await requireExternal(mapping, externalId);
      const connection = await getService(strapi, 'connections').get(mapping.connectionId);
      const fields = fieldsOf(strapi, requireSchema(mapping), mapping, record.roles);
      const { suggestions } = await getService(strapi, 'suggestions').forRecord(
        mapping,
        'external',
        externalId,
        '',
        undefined,
        5,
      );
      return {
        external: externalCard(strapi, connection, mapping.recordType, record, { externalId, label: record.label }),
        fields,
        twins: suggestions.filter(({ score, refusal }) => refusal === null && (score ?? 0) >= 0.3),
      };
    },

    /** Validated by Strapi; its errors name the fields. Where the type has drafts the record is published, else nothing would be required. */
    async create(mapping: MappingRow, externalId: string, data: Record<string, unknown>, actor: Actor) {
      const schema = requireSchema(mapping);
      const record = await requireExternal(mapping, externalId);
      const known = new Set(fieldsOf(strapi, schema, mapping, record.roles).map(({ name }) => name));
      for (const name of Object.keys(data))
        if (!known.has(name))
          throw invalidField([name], `${schema.info.displayName} has no field ${name} that can be filled here`);
      try {
        return await inTransaction(strapi, async (trx) => {
          const { batchId, count, links } = await createLinked(strapi, trx, mapping, externalId, data, actor);
          return { batchId, count, links };
        });
      } catch (error) {
        if (isUniqueViolation(error))
          throw new ConflictError(
            sentence('links.linkedNotCreated', 'The record has been linked meanwhile. Nothing was created.'),
          );
        throw error;
      }
    },
  };
};

/** Creates the entry and its link in one transaction; `batch` is that of a run which creates many. */
export async function createLinked(
  strapi: Core.Strapi,
  trx: Database,
  mapping: MappingRow,
  externalId: string,
  data: Record<string, unknown>,
  actor: Actor,
  batch?: { batchId: string; act: DecisionAct },
) {
  const schema = schemaOf(strapi, mapping.contentType);
  const entry = (await strapi.documents(asUid(mapping.contentType)).create({
    data: nested(data),
    ...(schema && hasDraftAndPublish(schema) ? { status: 'published' } : {}),
  } as never)) as unknown as { documentId: string };
  const locals = await readEntries(strapi, mapping, null, [entry.documentId]);
  await upsertLocalRecords(trx, mapping.id, await currentRunId(trx), locals);
  const request = { localId: entry.documentId, locale: locals[0]?.locale ?? '', externalId };
  const result = await getService(strapi, 'review').mapInTransaction(trx, mapping, request, actor, 'created', batch);
  return { ...result, localId: request.localId, locale: request.locale };
}

/** Inputs for the attributes of a content type, filled from an external record where a role says so. */
export function fieldsOf(strapi: Core.Strapi, schema: Schema, mapping: MappingRow, roles: RoleValues): CreateField[] {
  const components = strapi.components as unknown as Record<string, Schema | undefined>;
  const roleOf = new Map<string, FieldRole>(mapping.fieldRoles.map(({ attribute, role }) => [attribute, role]));
  const fields: CreateField[] = [];
  const add = (path: string, attribute: Attribute, required: boolean) => {
    const type = inputTypes[attribute.type];
    if (!type) return;
    const role = roleOf.get(path);
    const value = role ? (roles[role] ?? null) : null;
    fields.push({
      name: path,
      label: labelOf(path),
      type,
      required,
      ...(attribute.maxLength ? { maxLength: attribute.maxLength } : {}),
      ...(attribute.enum ? { options: attribute.enum } : {}),
      value: value === null ? defaultOf(attribute) : valueFor(type, value),
      filledFrom: value === null ? null : (role ?? null),
    });
  };
  for (const [name, attribute] of Object.entries(schema.attributes)) {
    if (ownFields.has(name) || attribute.private) continue;
    const inner =
      attribute.type === 'component' && !attribute.repeatable && attribute.component
        ? components[attribute.component]
        : undefined;
    if (inner)
      for (const [innerName, innerAttribute] of Object.entries(inner.attributes))
        add(`${name}.${innerName}`, innerAttribute, attribute.required === true && innerAttribute.required === true);
    else add(name, attribute, attribute.required === true);
  }
  return fields;
}

const defaultOf = ({ default: value }: Attribute): CreateField['value'] =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;

/** A role's text as the input's type wants it; what does not fit is left to the admin. */
export function valueFor(type: CreateField['type'], value: string): CreateField['value'] {
  if (type === 'integer') return /^-?\d+$/.test(value) ? Number(value) : null;
  if (type === 'boolean') return value === 'true' ? true : value === 'false' ? false : null;
  return value;
}

/** `{ 'billing.city': 'Bend' }` → `{ billing: { city: 'Bend' } }`; empty inputs are left out. */
function nested(data: Record<string, unknown>): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [path, value] of Object.entries(data)) {
    if (value === '' || value === null) continue;
    const [head = '', inner] = path.split('.');
    if (inner === undefined) result[head] = value;
    else result[head] = { ...(result[head] as Record<string, unknown> | undefined), [inner]: value };
  }
  return result;
}
