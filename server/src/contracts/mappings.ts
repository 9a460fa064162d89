import { z } from 'zod';
import { dataOf, fieldRole, id, idParams, timestamp, words } from './common';
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
  /** Whether records of the external system can be created from here, and values of theirs changed. */
  canCreateExternal: z.boolean(),
  canUpdateExternal: z.boolean(),
  /** Whether a linked record can carry the key of its entry, from which the link can be rebuilt. */
  canAnchor: z.boolean(),
  /** Given in config/plugins.ts: shown, not editable in the panel. */
  managedByConfig: z.boolean(),
  /** Why it cannot be used (content type gone …), in words; null when all is well. */
  problem: z.string().nullable(),
  problemWords: words.optional(),
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
/**
 * With another threshold or margin the proposals of a mapping that was matched before follow at once, by a short run
 * (`activeRun` of the connection) that decides anew on the stored candidates. Other changes take effect at the next match.
 */
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

/** A pair by name. */
const namedPair = z.object({
  /** The link's id, where the pair has one. */
  linkId: id.nullable(),
  localId: id,
  localLabel: z.string(),
  externalId: id,
  externalLabel: z.string(),
  score: z.number(),
});
export type NamedPair = z.infer<typeof namedPair>;
/** The first 50 of a list, and how many there are. */
const namedPairs = z.object({ total: z.number().int(), rows: z.array(namedPair).max(50) });
export type NamedPairs = z.infer<typeof namedPairs>;

/** What a threshold brings, with the margin asked for. */
export const thresholdPoint = z.object({
  threshold: z.number(),
  /** Local records without a decision that would be proposed. */
  autoLinked: z.number().int(),
  /** How many of those are wrong by the model's own probabilities: the sum of 1 - score. */
  expectedWrong: z.number(),
  /**
   * Past decisions, each scored by a model that was fitted without it: confirmed pairs at or over the threshold,
   * confirmed ones under it, and rejected ones at or over it.
   */
  found: z.number().int(),
  missed: z.number().int(),
  wrong: z.number().int(),
});
export type ThresholdPoint = z.infer<typeof thresholdPoint>;

/** The consequences of thresholds for a mapping, and of one of them by name. */
export const mappingThreshold = endpoint({
  method: 'GET',
  path: '/mappings/:id/threshold',
  permission: 'read',
  params: idParams,
  query: z.object({
    /** The threshold to tell by name; default: the mapping's. */
    at: z.coerce.number().min(0.5).max(0.9999).optional(),
    /** Default: the mapping's. */
    margin: z.coerce.number().min(0).max(0.5).optional(),
  }),
  response: dataOf(
    z.object({
      /** The mapping's own, in force now. */
      threshold: z.number(),
      margin: z.number(),
      /** What the scores come from; null: not matched yet, and the curve is empty. */
      model: z
        .object({
          version: z.string(),
          fittedAt: timestamp,
          /** Decisions that it learned from. */
          confirmed: z.number().int(),
          rejected: z.number().int(),
        })
        .nullable(),
      /** Local records that have no confirmed link: what `autoLinked` is out of. */
      undecided: z.number().int(),
      /** Past decisions that have a score: found + missed, and all rejected ones. */
      decisions: z.object({ confirmed: z.number().int(), rejected: z.number().int() }),
      /** Ascending by threshold, .5 to .999. */
      points: z.array(thresholdPoint),
      at: thresholdPoint.extend({
        /** Would be proposed and are not now, best first. */
        added: namedPairs,
        /** Are proposed now and would not be, worst first. */
        removed: namedPairs,
        /** Those nearest to the threshold first; of wrong ones the highest score first. */
        foundPairs: namedPairs,
        missedPairs: namedPairs,
        wrongPairs: namedPairs,
      }),
    }),
  ),
});
