import { z } from 'zod';
import { dataOf, fieldRole, id, idParams, timestamp, words } from './common';
import { endpoint } from './endpoint';
import { run } from './runs';

/** One input of a connector's settings or credentials form. */
export const connectorField = z.object({
  name: z.string(),
  label: z.string(),
  kind: z.enum(['text', 'secret', 'choice']),
  required: z.boolean(),
  hint: z.string().optional(),
  choices: z.array(z.object({ value: z.string(), label: z.string() })).optional(),
});
export type ConnectorField = z.infer<typeof connectorField>;

/** How a connection gets at its records; `web-connector`: the QuickBooks Web Connector brings them. */
export const connectorAuth = z.enum(['oauth2', 'file', 'web-connector', 'none']);

export const connectorInfo = z.object({
  id: z.string(),
  displayName: z.string(),
  description: z.string(),
  auth: connectorAuth,
  fields: z.array(connectorField),
  recordTypes: z.array(z.object({ id: z.string(), label: z.string(), roles: z.array(fieldRole) })),
  canInvoice: z.boolean(),
});
export type ConnectorInfo = z.infer<typeof connectorInfo>;

/** Steps of the wizard, in order. */
export const wizardStep = z.enum(['sync', 'review', 'map', 'create', 'check', 'done']);
export type WizardStep = z.infer<typeof wizardStep>;

/**
 * draft: not authorised, or no file yet. setup: in the wizard. live: resolves invoices.
 * expired: the vendor refuses our credentials, all links are kept, Reconnect.
 */
export const connectionState = z.enum(['draft', 'setup', 'live', 'expired']);
export type ConnectionState = z.infer<typeof connectionState>;

export const mappingCounts = z.object({
  mappingId: id,
  name: z.string(),
  contentType: z.string(),
  localName: z.string(),
  recordType: z.string(),
  localTotal: z.number().int(),
  externalTotal: z.number().int(),
  confirmed: z.number().int(),
  proposed: z.number().int(),
  rejected: z.number().int(),
  /** Local records with no confirmed link and no proposal. */
  localUnlinked: z.number().int(),
  /** Active external records with no confirmed link and no proposal. */
  externalUnlinked: z.number().int(),
  /** Records that shall have no partner; they are not among the unlinked ones. */
  localIgnored: z.number().int(),
  externalIgnored: z.number().int(),
  attention: z.number().int(),
});
export type MappingCounts = z.infer<typeof mappingCounts>;

export const connection = z.object({
  id,
  name: z.string(),
  connector: z.string(),
  connectorName: z.string(),
  auth: connectorAuth,
  canInvoice: z.boolean(),
  state: connectionState,
  /** Why the connection is not usable, in words. */
  stateReason: z.string().nullable(),
  stateReasonWords: words.optional(),
  settings: z.record(z.string(), z.unknown()),
  /** Name and id of the account at the vendor (company name, realm id), or the file's name. */
  accountName: z.string().nullable(),
  accountId: z.string().nullable(),
  /** Furthest step reached; every step before it can be revisited. */
  wizardStep,
  /** When the authorisation ends; null where there is none, or the vendor does not say. */
  expiries: z
    .object({
      accessExpiresAt: timestamp.nullable(),
      refreshExpiresAt: timestamp.nullable(),
      grantExpiresAt: timestamp.nullable(),
    })
    .nullable(),
  /** The authorisation ends within 30, 7 or 2 days unless a person signs in again. */
  expiresWithinDays: z.union([z.literal(30), z.literal(7), z.literal(2)]).nullable(),
  /** What the account is set to, as read with the last complete sync. */
  facts: z
    .object({
      country: z.string().nullable(),
      homeCurrency: z.string().nullable(),
      multiCurrency: z.boolean().nullable(),
      customNumbers: z.boolean().nullable(),
      salesTax: z.boolean().nullable(),
      automatedSalesTax: z.boolean().nullable(),
    })
    .nullable(),
  /** Where the vendor can tell of changes; null for systems that do not. */
  webhook: z
    .object({
      url: z.string(),
      /** Why the vendor could not call it, in words. */
      problem: z.string().nullable(),
      problemWords: words.optional(),
      noticedAt: timestamp.nullable(),
    })
    .nullable(),
  /** The vendor can be asked for what changed, so that a sync need not read everything. */
  canReadChanges: z.boolean(),
  /** The vendor tells what it charges us; see `listClientCharges`. */
  hasCharges: z.boolean(),
  /** Id of the connector from whose connections links can be carried over; see `carryOver`. */
  movedFrom: z.string().nullable(),
  lastSyncAt: timestamp.nullable(),
  /** Start of the last sync that read everything. */
  lastFullSyncAt: timestamp.nullable(),
  nextSyncAt: timestamp.nullable(),
  syncIntervalMinutes: z.number().int(),
  activeRun: run.nullable(),
  lastRun: run.nullable(),
  counts: z.array(mappingCounts),
});
export type Connection = z.infer<typeof connection>;

export const listConnectors = endpoint({
  method: 'GET',
  path: '/connectors',
  permission: 'read',
  response: z.object({
    data: z.array(connectorInfo),
    meta: z.object({ encryptionKeySet: z.boolean(), redirectUri: z.string() }),
  }),
});
export const listConnections = endpoint({
  method: 'GET',
  path: '/connections',
  permission: 'read',
  response: dataOf(z.array(connection)),
});
export const getConnection = endpoint({
  method: 'GET',
  path: '/connections/:id',
  permission: 'read',
  params: idParams,
  response: dataOf(connection),
});
export const createConnection = endpoint({
  method: 'POST',
  path: '/connections',
  permission: 'configure',
  body: z.strictObject({
    connector: z.string().min(1),
    name: z.string().trim().min(1).max(120),
    /** Values of `connectorInfo.fields`; secrets among them are stored encrypted and never returned. */
    fields: z.record(z.string(), z.string().max(4000)).default({}),
  }),
  response: dataOf(connection),
});
export const updateConnection = endpoint({
  method: 'PUT',
  path: '/connections/:id',
  permission: 'configure',
  params: idParams,
  body: z.strictObject({
    name: z.string().trim().min(1).max(120).optional(),
    /** An absent or empty secret keeps the stored one. */
    fields: z.record(z.string(), z.string().max(4000)).optional(),
    syncIntervalMinutes: z.number().int().min(5).max(10_080).optional(),
  }),
  response: dataOf(connection),
});
/** Removes the connection with its external records, mappings, links and journal. Refused without `confirm` = its name. */
export const deleteConnection = endpoint({
  method: 'DELETE',
  path: '/connections/:id',
  permission: 'configure',
  params: idParams,
  query: z.object({ confirm: z.string() }),
  response: dataOf(z.object({ id })),
});

/** Starts OAuth: the panel sends the browser to `url`. */
export const authorizeConnection = endpoint({
  method: 'POST',
  path: '/connections/:id/authorize',
  permission: 'configure',
  params: idParams,
  response: dataOf(z.object({ url: z.string() })),
});
/** Ends OAuth with what the vendor put into the redirect. */
export const completeAuthorization = endpoint({
  method: 'POST',
  path: '/connections/authorize/complete',
  permission: 'configure',
  body: z.strictObject({
    state: z.string().min(1).max(512),
    code: z.string().max(512).optional(),
    realmId: z.string().max(64).optional(),
    error: z.string().max(512).optional(),
  }),
  response: dataOf(connection),
});

/**
 * Gives an OAuth authorisation back: the vendor ends it and the tokens are forgotten. Links and records are kept;
 * Reconnect goes on with them. 503 and no change where the vendor cannot be reached.
 */
export const disconnectConnection = endpoint({
  method: 'POST',
  path: '/connections/:id/disconnect',
  permission: 'configure',
  params: idParams,
  response: dataOf(connection),
});

/** A look into an uploaded file, and what its columns seem to be. */
export const filePreview = z.object({
  fileName: z.string(),
  bytes: z.number().int(),
  delimiter: z.string(),
  encoding: z.string(),
  /** 1-based line of the header row. */
  headerLine: z.number().int(),
  columns: z.array(
    z.object({ name: z.string(), role: fieldRole.nullable(), isId: z.boolean(), samples: z.array(z.string()) }),
  ),
  rows: z.array(z.array(z.string())),
  badRows: z.array(z.object({ line: z.number().int(), message: z.string(), words: words.optional() })),
});
export type FilePreview = z.infer<typeof filePreview>;

/** multipart/form-data with one part `file`. Keeps the file for the sync and answers with a preview. */
export const uploadFile = endpoint({
  method: 'POST',
  path: '/connections/:id/file',
  permission: 'configure',
  params: idParams,
  response: dataOf(filePreview),
});
/** Says what the columns mean; from then on the connection can be synced. */
export const setFileColumns = endpoint({
  method: 'PUT',
  path: '/connections/:id/file/columns',
  permission: 'configure',
  params: idParams,
  body: z.strictObject({
    recordType: z
      .string()
      .trim()
      .regex(/^[a-z][a-z0-9-]{0,31}$/, 'lower-case letters, digits and dashes')
      .default('record'),
    /** Column that holds the record's id; null: a hash of what names the row (name, codes, address) identifies it. */
    idColumn: z.string().nullable(),
    columns: z.array(z.strictObject({ name: z.string(), role: fieldRole.nullable() })).min(1),
  }),
  response: dataOf(connection),
});

/**
 * Starts a sync now, or answers with the one that is under way. `full: false` reads what changed since the last one,
 * where the vendor can tell and the last complete sync is recent.
 */
export const syncConnection = endpoint({
  method: 'POST',
  path: '/connections/:id/sync',
  permission: 'review',
  params: idParams,
  body: z.object({ full: z.boolean().default(true) }),
  response: dataOf(run),
});
/** Matches again without reading from the vendor (after a change of field roles or local records). */
export const matchConnection = endpoint({
  method: 'POST',
  path: '/connections/:id/match',
  permission: 'review',
  params: idParams,
  response: dataOf(run),
});

/**
 * Leaves a wizard step for the next. `check` is "Confirm all & finalize": confirms what is still
 * proposed and sets the connection live. `review` is left by `confirmAll` or by this.
 */
export const completeStep = endpoint({
  method: 'POST',
  path: '/connections/:id/steps/:step/complete',
  permission: 'review',
  params: z.object({ id, step: wizardStep.exclude(['done']) }),
  response: dataOf(connection),
});
