import { z } from 'zod';
import { dataOf, fieldRole, id, idParams } from './common';
import { endpoint } from './endpoint';

/** `one_to_one`: an external record takes one local record. `many_to_one`: several may share it (head-office billing). */
export const cardinality = z.enum(['one_to_one', 'many_to_one']);
export type Cardinality = z.infer<typeof cardinality>;

/** Path of an attribute of the content type (`billing.city` goes into a component or relation) and what it means. */
export const fieldRoleEntry = z.strictObject({ role: fieldRole, attribute: z.string().min(1).max(255) });
export type FieldRoleEntry = z.infer<typeof fieldRoleEntry>;

const mappingFields = {
  name: z.string().trim().min(1).max(80),
  contentType: z.string().min(1),
  recordType: z.string().min(1),
  fieldRoles: z.array(fieldRoleEntry).min(1),
  cardinality,
  /** Probability at or over which a match is proposed. */
  threshold: z.number().min(0.5).max(0.9999),
  /** Least distance of probabilities to the runner-up. */
  margin: z.number().min(0).max(0.5),
};

export const mapping = z.object({
  id,
  connectionId: id,
  ...mappingFields,
  /** Display name of the content type, singular and plural. */
  localName: z.string(),
  localNamePlural: z.string(),
  recordTypeLabel: z.string(),
  /** Given in config/plugins.ts: shown, not editable in the panel. */
  managedByConfig: z.boolean(),
  /** Why it cannot be used (content type gone …), in words; null when all is well. */
  problem: z.string().nullable(),
});
export type Mapping = z.infer<typeof mapping>;

export const localContentType = z.object({
  uid: z.string(),
  displayName: z.string(),
  attributes: z.array(z.object({ path: z.string(), type: z.string(), required: z.boolean() })),
  proposedRoles: z.array(fieldRoleEntry),
});
export type LocalContentType = z.infer<typeof localContentType>;

/** Content types that can be mapped, with field roles proposed from attribute names and types. */
export const listContentTypes = endpoint({
  method: 'GET',
  path: '/content-types',
  permission: 'read',
  response: dataOf(z.array(localContentType)),
});
export const listMappings = endpoint({
  method: 'GET',
  path: '/mappings',
  permission: 'read',
  query: z.object({ connectionId: id.optional() }),
  response: dataOf(z.array(mapping)),
});
export const createMapping = endpoint({
  method: 'POST',
  path: '/mappings',
  permission: 'configure',
  body: z.strictObject({
    connectionId: id,
    ...mappingFields,
    threshold: mappingFields.threshold.default(0.95),
    margin: mappingFields.margin.default(0.05),
  }),
  response: dataOf(mapping),
});
export const updateMapping = endpoint({
  method: 'PUT',
  path: '/mappings/:id',
  permission: 'configure',
  params: idParams,
  body: z.strictObject({
    name: mappingFields.name.optional(),
    fieldRoles: mappingFields.fieldRoles.optional(),
    cardinality: mappingFields.cardinality.optional(),
    threshold: mappingFields.threshold.optional(),
    margin: mappingFields.margin.optional(),
  }),
  response: dataOf(mapping),
});
/** Removes the mapping with its proposals; refused while it has confirmed links. */
export const deleteMapping = endpoint({
  method: 'DELETE',
  path: '/mappings/:id',
  permission: 'configure',
  params: idParams,
  response: dataOf(z.object({ id })),
});
