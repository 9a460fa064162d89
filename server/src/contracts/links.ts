import { z } from 'zod';
import {
  csvOf,
  dataOf,
  type FieldRole,
  fieldRole,
  id,
  idParams,
  pageOf,
  pageQuery,
  recordCard,
  side,
  timestamp,
  words,
} from './common';
import { endpoint } from './endpoint';
import { mapping } from './mappings';

export const linkState = z.enum(['proposed', 'confirmed', 'rejected']);
export type LinkState = z.infer<typeof linkState>;
/** `merged`: proposed because the record it was linked to went into this one at the vendor. */
export const linkOrigin = z.enum(['auto', 'manual', 'created', 'merged']);
export type LinkOrigin = z.infer<typeof linkOrigin>;
export const attentionKind = z.enum(['inactive', 'deleted', 'merged', 'repurposed', 'local_gone']);
export type AttentionKind = z.infer<typeof attentionKind>;

/** How one field of a pair compares. */
export const fieldEvidence = z.object({
  role: fieldRole,
  left: z.string().nullable(),
  right: z.string().nullable(),
  /** `missing`: one side has no value, which is no evidence. */
  verdict: z.enum(['same', 'close', 'different', 'missing']),
  /** What normalisation made of the two values, as they were compared. Null where there is no value. */
  leftNormal: z.string().nullable(),
  rightNormal: z.string().nullable(),
  /** Similarity of the two values, 0 to 1; null when missing. */
  similarity: z.number().nullable(),
  /** Bits (log2) by which the field speaks for (+) or against (-) the pair. */
  weight: z.number(),
});
export type FieldEvidence = z.infer<typeof fieldEvidence>;

/**
 * A reason never to link the pair by itself, whatever agrees: another tax id, a contradicting external key, or a
 * variant of the same thing (annual and monthly, 6 mm and 8 mm). `left` and `right` are the values that contradict.
 */
export const veto = z.object({
  kind: z.enum(['tax_id', 'external_key', 'variant']),
  /** Of a variant: what differs (`term`, `size`, …). */
  what: z.string().nullable(),
  left: z.string(),
  right: z.string(),
});
export type Veto = z.infer<typeof veto>;

/** What moves a score beside the fields: rivals for the same record, and what the lists teach of wrong pairs. */
export const adjustment = z.object({
  kind: z.enum(['competition', 'calibration']),
  /** Bits, as the weights of fields. */
  weight: z.number(),
});

export const evidence = z.object({
  /** Log2 odds that a candidate pair is a match before any field is read. */
  prior: z.number(),
  fields: z.array(fieldEvidence),
  adjustments: z.array(adjustment),
  /** prior + weights of fields + weights of adjustments; the score is 1 / (1 + 2^-total). */
  total: z.number(),
  vetoes: z.array(veto),
  /** `Same email and phone, close street. The name differs in its legal form.` */
  sentence: z.string(),
});
export type Evidence = z.infer<typeof evidence>;

export const rejectReason = z.enum(['another_company', 'branch', 'old_record', 'other', 'unlinked']);
export type RejectReason = z.infer<typeof rejectReason>;

/** What an admin should look at before confirming. Stored as bits in this order: new ones go to the end. */
export const linkWarning = z.enum(['external_inactive', 'sub_record', 'shared_external', 'duplicate_name']);
export type LinkWarning = z.infer<typeof linkWarning>;

/** The best other partner of the local record. */
export const runnerUp = z.object({
  id: z.string(),
  label: z.string(),
  score: z.number(),
  sentence: z.string(),
  evidence: evidence.nullable(),
});

/** One value that differs from the one that was compared before. */
export const valueChange = z.object({
  role: fieldRole,
  side,
  before: z.string().nullable(),
  after: z.string().nullable(),
});
export type ValueChange = z.infer<typeof valueChange>;

/** A rejection, as it is remembered. */
export const rejection = z.object({
  reason: rejectReason.nullable(),
  at: timestamp.nullable(),
  by: z.string().nullable(),
});
export type Rejection = z.infer<typeof rejection>;

export const link = z.object({
  id,
  connectionId: id,
  connectionName: z.string(),
  mappingId: id,
  mappingName: z.string(),
  recordType: z.string(),
  contentType: z.string(),
  state: linkState,
  origin: linkOrigin,
  /** Probability that the pair is right, 0 to 1; null for links made by hand. */
  score: z.number().nullable(),
  evidence: evidence.nullable(),
  runnerUp: runnerUp.nullable(),
  /** Score minus the runner-up's; null where there is no runner-up or no score. */
  margin: z.number().nullable(),
  /** The version of the model that the score and the evidence come from. */
  modelVersion: z.string().nullable(),
  /** The pair was rejected once and is back because fields that counted have changed: these. */
  changedSinceRejection: rejection.extend({ changes: z.array(valueChange).min(1) }).nullable(),
  attention: attentionKind.nullable(),
  /** The record that the external one was merged into, where the vendor has said so. */
  mergedInto: recordCard.nullable(),
  warnings: z.array(linkWarning),
  /** Why it was rejected. */
  reason: rejectReason.nullable(),
  local: recordCard,
  external: recordCard,
  /** Confirmed links that share the external record, this one included. */
  sharedBy: z.number().int(),
  proposedAt: timestamp.nullable(),
  decidedAt: timestamp.nullable(),
  decidedBy: z.string().nullable(),
});
export type Link = z.infer<typeof link>;

/** What lists of links and acts on them are filtered by. */
export const linkFilters = {
  connectionId: id.optional(),
  mappingId: id.optional(),
  state: csvOf(['proposed', 'confirmed', 'rejected']).optional(),
  attention: z.enum(['any', ...attentionKind.options]).optional(),
  origin: linkOrigin.optional(),
  /** Words of either side's label or id. */
  search: z.string().trim().max(200).optional(),
  minScore: z.coerce.number().min(0).max(1).optional(),
  maxScore: z.coerce.number().min(0).max(1).optional(),
  warning: z.enum(['any', 'none', ...linkWarning.options]).optional(),
  /** Roles of fields that agree exactly, separated by commas: all of them do. */
  agrees: csvOf(fieldRole.options as [FieldRole, ...FieldRole[]]).optional(),
  /** Links whose local record has an unbilled amount waiting; `listLinks` needs `connectionId` for it. */
  waiting: z.literal('any').optional(),
};

export const listLinks = endpoint({
  method: 'GET',
  path: '/links',
  permission: 'read',
  query: z.object({
    ...pageQuery,
    ...linkFilters,
    sort: z
      .enum([
        'score:desc',
        'score:asc',
        'local:asc',
        'local:desc',
        'external:asc',
        'external:desc',
        'decidedAt:desc',
        /** By the unbilled amount that waits on the local record; needs `connectionId`. */
        'waiting:desc',
      ])
      .default('score:desc'),
  }),
  response: pageOf(link.extend({ waiting: z.string().nullable().optional() })),
});
export const getLink = endpoint({
  method: 'GET',
  path: '/links/:id',
  permission: 'read',
  params: idParams,
  response: dataOf(link),
});

export const decisionAct = z.enum([
  'propose',
  'confirm',
  'reject',
  'map',
  'unlink',
  'create',
  'create_external',
  'update_external',
  'update_local',
  'attention',
  'import',
  'carry_over',
  'rebuild',
  'undo',
  'finalize',
  'restore',
]);
export type DecisionAct = z.infer<typeof decisionAct>;

/** One act as the journal tells it; a batch of many links is one entry. */
export const decision = z.object({
  /** Undo takes a batch back as a whole. */
  batchId: id,
  act: decisionAct,
  connectionId: id,
  mappingId: id.nullable(),
  mappingName: z.string().nullable(),
  /** How many links the batch touched. */
  count: z.number().int(),
  /** Set where the entry is about one link, or lists the first of many. */
  localLabel: z.string().nullable(),
  externalLabel: z.string().nullable(),
  reason: z.string().nullable(),
  actor: z.string(),
  at: timestamp,
  canUndo: z.boolean(),
  /** Why it cannot be undone (undone already, changed since by …), in words. */
  undoBlockedBy: z.enum(['undone', 'values', 'not_by_person']).nullable(),
});
export type Decision = z.infer<typeof decision>;

export const listDecisions = endpoint({
  method: 'GET',
  path: '/decisions',
  permission: 'read',
  query: z.object({ ...pageQuery, connectionId: id.optional(), linkId: id.optional() }),
  response: pageOf(decision),
});
/** Takes a whole batch back, or answers 409 and says which later act stands in the way. */
export const undoDecision = endpoint({
  method: 'POST',
  path: '/decisions/:id/undo',
  permission: 'review',
  params: idParams,
  response: dataOf(z.object({ batchId: id, count: z.number().int() })),
});

/** The result of any act on links. `batchId` is what Undo takes. */
export const actResult = z.object({ data: z.object({ batchId: id, count: z.number().int(), links: z.array(id) }) });

export const confirmLinks = endpoint({
  method: 'POST',
  path: '/links/confirm',
  permission: 'review',
  body: z.strictObject({ ids: z.array(id).min(1).max(1000) }),
  response: actResult,
});
export const rejectLinks = endpoint({
  method: 'POST',
  path: '/links/reject',
  permission: 'review',
  body: z.strictObject({ ids: z.array(id).min(1).max(1000), reason: rejectReason.default('other') }),
  response: actResult,
});
/** Confirmed links become rejected with the reason `unlinked`, so that they do not come back by themselves. */
export const unlinkLinks = endpoint({
  method: 'POST',
  path: '/links/unlink',
  permission: 'review',
  body: z.strictObject({ ids: z.array(id).min(1).max(1000) }),
  response: actResult,
});
/** Says that links whose external record changed so much that it looks like another one are right all the same. */
export const keepLinks = endpoint({
  method: 'POST',
  path: '/links/keep',
  permission: 'review',
  body: z.strictObject({ ids: z.array(id).min(1).max(1000) }),
  response: actResult,
});
/**
 * Links two records by hand. A local record that has another confirmed link is refused with 409
 * unless `replace` names that link, which is then unlinked in the same act.
 */
export const mapRecords = endpoint({
  method: 'POST',
  path: '/links/map',
  permission: 'review',
  body: z.strictObject({
    mappingId: id,
    localId: id,
    locale: z.string().max(32).default(''),
    externalId: id,
    replace: id.optional(),
  }),
  response: actResult,
});

/** Exact numbers of what Confirm all would do, read when its dialog opens. */
export const reviewSummary = endpoint({
  method: 'GET',
  path: '/review/summary',
  permission: 'read',
  query: z.object({ connectionId: id }),
  response: dataOf(
    z.object({
      mappings: z.array(
        z.object({ mappingId: id, name: z.string(), proposed: z.number().int(), withWarning: z.number().int() }),
      ),
      proposed: z.number().int(),
      withWarning: z.number().int(),
    }),
  ),
});
/** Confirms every proposal of a connection. If the numbers differ from `expected`, nothing is done and 409 carries the new ones. */
export const confirmAll = endpoint({
  method: 'POST',
  path: '/review/confirm-all',
  permission: 'review',
  body: z.strictObject({
    connectionId: id,
    includeWarnings: z.boolean().default(false),
    expected: z.array(z.strictObject({ mappingId: id, count: z.number().int().min(0) })),
  }),
  response: actResult,
});

/**
 * Why a record has no proposal, told of one partner, `best`: the most probable one, or, where another one would be
 * more so if nothing stood in its way, that one with what does.
 * - `no_candidate`: no record of the other side resembles it.
 * - `below_threshold`: `best` does not reach the mapping's threshold.
 * - `ambiguous`: `rival` fits nearly as well as `best`: less than the mapping's margin lies between.
 * - `vetoed`: `best` would do, but `veto` forbids it.
 * - `rejected`: a person rejected `best`; `rejection` says who and when.
 * - `inactive`: `best` is inactive in the external system.
 * - `taken`: `best` is linked to `rival`, and the mapping allows one each.
 * - `preferred_other`: `best` fits `rival`, a record of the same side as this one, better.
 */
export const whyNotKind = z.enum([
  'no_candidate',
  'below_threshold',
  'ambiguous',
  'vetoed',
  'rejected',
  'inactive',
  'taken',
  'preferred_other',
]);
export type WhyNotKind = z.infer<typeof whyNotKind>;

const namedRecord = z.object({ id: z.string(), label: z.string(), score: z.number().nullable() });

export const whyNot = z.object({
  kind: whyNotKind,
  /** English, for callers of the API; the panel composes its own from the rest. */
  sentence: z.string(),
  best: namedRecord.nullable(),
  /** `side`: which side the rival is of. Its score is that of the pair it makes, null where that was not compared. */
  rival: namedRecord.extend({ side }).nullable(),
  veto: veto.nullable(),
  rejection: rejection.nullable(),
  /** The mapping's, as the record was matched with them. */
  threshold: z.number(),
  margin: z.number(),
});
export type WhyNot = z.infer<typeof whyNot>;

/** Records of one side with neither a confirmed link nor a proposal. */
export const listUnlinked = endpoint({
  method: 'GET',
  path: '/mappings/:id/unlinked',
  permission: 'read',
  params: idParams,
  query: z.object({
    ...pageQuery,
    side: side.default('local'),
    search: z.string().trim().max(200).optional(),
    /** Only records without proposal for this reason; local side only. */
    why: whyNotKind.optional(),
    /** `ignored`: those that shall have no partner, in their place. */
    show: z.enum(['waiting', 'ignored']).default('waiting'),
    /** `waiting`: by the unbilled amount that waits on the record, largest first; local side only. */
    sort: z.enum(['name', 'waiting']).default('name'),
  }),
  response: pageOf(
    recordCard.extend({
      /** Unbilled amount that waits on it, decimal text; only when sorted by it. */
      waiting: z.string().nullable(),
      suggestions: z.number().int(),
      bestScore: z.number().nullable(),
      /** null: not matched yet. */
      why: whyNot.nullable(),
    }),
  ),
});

export const suggestion = z.object({
  record: recordCard,
  score: z.number().nullable(),
  evidence: evidence.nullable(),
  /** The pair was rejected before, and `rejection` says by whom and when. */
  rejected: z.boolean(),
  rejection: rejection.nullable(),
  /** Confirmed links that the suggested record has already. */
  takenBy: z.array(z.object({ linkId: id, label: z.string() })),
  /** null: can be mapped; else why not, in words. */
  refusal: z.string().nullable(),
  refusalWords: words.optional(),
});
export type Suggestion = z.infer<typeof suggestion>;

/** Ranked partners for one record; with `search`, hits of a search that tolerates typing errors and word order. */
export const listSuggestions = endpoint({
  method: 'GET',
  path: '/mappings/:id/suggestions',
  permission: 'read',
  params: idParams,
  query: z.object({
    side: side.default('local').describe('the side of the record that needs a partner'),
    recordId: id,
    locale: z.string().max(32).default(''),
    search: z.string().trim().max(200).optional(),
    limit: z.coerce.number().int().min(1).max(50).default(10),
  }),
  response: dataOf(
    z.object({
      record: recordCard,
      mapping,
      /** Why the record has no proposal; null where it has one or a link, or was not matched yet. */
      why: whyNot.nullable(),
      /** False: the search index is still being built, so these are plain hits of names. Ask again in a second. */
      indexed: z.boolean(),
      suggestions: z.array(suggestion),
    }),
  ),
});

/** One input of the form that creates a local record. */
export const createField = z.object({
  name: z.string(),
  label: z.string(),
  type: z.enum([
    'string',
    'text',
    'email',
    'integer',
    'decimal',
    'boolean',
    'date',
    'datetime',
    'enumeration',
    'relation',
  ]),
  required: z.boolean(),
  maxLength: z.number().int().optional(),
  options: z.array(z.string()).optional(),
  /** Content type that a relation leads to. */
  target: z.string().optional(),
  value: z.union([z.string(), z.number(), z.boolean(), z.null()]),
  /** Role the value was filled from. */
  filledFrom: fieldRole.nullable(),
});
export type CreateField = z.infer<typeof createField>;

/** The content type's form, filled from an external record. */
export const createForm = endpoint({
  method: 'GET',
  path: '/mappings/:id/create-form',
  permission: 'review',
  params: idParams,
  query: z.object({ externalId: id }),
  response: dataOf(
    z.object({
      external: recordCard,
      fields: z.array(createField),
      /** Local records that may be the same: link one instead of making a second. */
      twins: z.array(suggestion),
    }),
  ),
});
/** Creates the local record and its confirmed link, both or neither. Errors carry `details.errors[].path`. */
export const createLocal = endpoint({
  method: 'POST',
  path: '/mappings/:id/create-local',
  permission: 'review',
  params: idParams,
  body: z.strictObject({ externalId: id, data: z.record(z.string(), z.unknown()) }),
  response: actResult,
});
