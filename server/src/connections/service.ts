import type { Core } from '@strapi/strapi';
import type { AccountFacts, ConnectorContext } from '../connectors/contract';
import { ConnectorError } from '../connectors/errors';
import type {
  BodyOf,
  Connection,
  createConnection,
  MappingCounts,
  setFileColumns,
  updateConnection as updateEndpoint,
  WizardStep,
} from '../contracts';
import { wizardStep } from '../contracts/connections';
import { previewFile } from '../connectors/csv/preview';
import { configOf } from '../utils/config';
import { databaseOf, inTransaction, toText } from '../utils/database';
import { ConflictError, invalidField, notFound } from '../utils/errors';
import { getService } from '../utils/services';
import type { RunContext } from '../runs/types';
import { requestQueue } from '../web-connector/queue';
import { describeWebhook } from '../webhooks/address';
import { requireConnected } from './connected';
import { changeAccess, firstAccess, logOf } from './credentials';
import { expiresWithinDays } from './expiry';
import { dropFile, keepFile, openFile, storeFile } from './files';
import {
  type ConnectionRow,
  countMappings,
  findConnection,
  findConnections,
  insertConnection,
  removeConnection,
  updateConnection,
} from './repository';
import { encryptSecrets, secretsOf } from './secrets';
import { type Said, saidBy, sentence } from '../utils/sentence';

/** Settings of a file connection that are ours, beside those of the connector. */
interface FileSettings {
  uploadId?: string;
  pendingUploadId?: string;
  pendingFile?: { fileName: string; bytes: number; delimiter: string; headerLine: number; encoding: string };
}

/** The chart of accounts is shown only where a new item needs one. */
function publicFacts(facts: AccountFacts | null): Connection['facts'] {
  if (!facts) return null;
  const { ledgerAccounts: _accounts, ...shown } = facts;
  return shown;
}

/** Accounts of external systems: their life from set-up to live, their credentials and files. */
export const connections = ({ strapi }: { strapi: Core.Strapi }) => {
  const registry = () => getService(strapi, 'connectors');

  async function get(id: string): Promise<ConnectionRow> {
    const row = await findConnection(databaseOf(strapi), id);
    if (!row) throw notFound('connection', id);
    return row;
  }

  /** What a connector is given to work with this connection. */
  function contextFor(row: ConnectionRow, signal: AbortSignal, runId?: number): ConnectorContext {
    const { uploadId } = row.settings as FileSettings;
    const { auth } = registry().get(row.connector);
    return {
      settings: row.settings,
      accountId: row.accountId ?? '',
      facts: row.facts,
      options: registry().options(row.connector),
      secrets: secretsOf(strapi, row.id, signal, auth.type === 'oauth2' ? auth.expiries : undefined),
      ...(uploadId ? { openFile: () => openFile(strapi, uploadId) } : {}),
      ...(runId !== undefined && auth.type === 'web-connector' ? { queue: requestQueue(strapi, row.id, runId) } : {}),
      signal,
      log: logOf(strapi, row.connector),
    };
  }

  async function describe(rows: ConnectionRow[]): Promise<Connection[]> {
    const ids = new Set(rows.map(({ id }) => id));
    const mappings = (await getService(strapi, 'mappings').list(undefined)).filter(({ connectionId }) =>
      ids.has(connectionId),
    );
    const counts = await countMappings(databaseOf(strapi), mappings);
    const runs = await getService(strapi, 'runs').latest(rows.map(({ id }) => id));
    return rows.map((row) => {
      const connector = registry().get(row.connector);
      const {
        uploadId: _upload,
        pendingUploadId: _pending,
        ...settings
      } = row.settings as FileSettings & Record<string, unknown>;
      return {
        id: row.id,
        name: row.name,
        connector: row.connector,
        connectorName: connector.displayName,
        auth: connector.auth.type,
        canInvoice: connector.invoicing !== undefined,
        state: row.state,
        stateReason: row.stateReason,
        ...(row.stateReasonWords && { stateReasonWords: row.stateReasonWords }),
        settings,
        accountName: row.accountName,
        accountId: row.accountId,
        wizardStep: row.wizardStep,
        expiries: row.expiries,
        expiresWithinDays: row.state === 'expired' ? null : expiresWithinDays(row.expiries, Date.now()),
        facts: publicFacts(row.facts),
        webhook: describeWebhook(strapi, connector, row.noticedAt),
        canReadChanges: connector.changes !== undefined,
        hasCharges: connector.charges !== undefined,
        movedFrom: connector.moved?.from ?? null,
        lastSyncAt: row.lastSyncAt,
        lastFullSyncAt: row.lastFullSyncAt,
        nextSyncAt: row.state === 'live' ? row.nextSyncAt : null,
        syncIntervalMinutes: row.syncIntervalMinutes,
        // What is being written is shown where it was asked for.
        activeRun: runs.active.find((run) => run.connectionId === row.id && run.kind !== 'write') ?? null,
        lastRun: runs.last.find((run) => run.connectionId === row.id) ?? null,
        counts: mappings
          .filter((mapping) => mapping.connectionId === row.id)
          .flatMap((mapping): MappingCounts[] => {
            const count = counts.get(mapping.id);
            return count ? [{ ...count, name: mapping.name, localName: mapping.localName }] : [];
          }),
      };
    });
  }

  async function describeOne(id: string): Promise<Connection> {
    const [described] = await describe([await get(id)]);
    if (!described) throw notFound('connection', id);
    return described;
  }

  /** Splits a form's values into public settings and secrets, and checks both. */
  function readFields(connectorId: string, fields: Record<string, string>) {
    const connector = registry().get(connectorId);
    const known = new Map(connector.fields.map((field) => [field.name, field]));
    for (const name of Object.keys(fields)) {
      if (!known.has(name)) throw invalidField(['fields', name], `${connector.displayName} has no field ${name}`);
    }
    const secrets: Record<string, string> = {};
    const values: Record<string, string> = {};
    for (const field of connector.fields) {
      const value = fields[field.name]?.trim();
      if (!value) continue;
      if (field.kind === 'secret') secrets[field.name] = value;
      else values[field.name] = value;
    }
    return { connector, secrets, values };
  }

  function parseSettings(connectorId: string, values: Record<string, unknown>): Record<string, unknown> {
    const result = registry().get(connectorId).settings.safeParse(values);
    if (result.success) return result.data;
    const issue = result.error.issues[0];
    throw invalidField(['fields', ...(issue?.path.map(String) ?? [])], issue?.message ?? 'is not valid');
  }

  return {
    get,
    contextFor,
    describeOne,
    list: async (): Promise<Connection[]> => describe(await findConnections(databaseOf(strapi))),

    async create(body: BodyOf<typeof createConnection>): Promise<Connection> {
      const { connector, secrets, values } = readFields(body.connector, body.fields);
      for (const field of connector.fields) {
        if (field.required && !body.fields[field.name]?.trim())
          throw invalidField(
            ['fields', field.name],
            sentence('connections.fieldRequired', '{field} is required', { field: { label: field.label } }),
          );
      }
      if (connector.auth.type !== 'file') registry().options(connector.id);
      const settings = connector.auth.type === 'file' ? values : parseSettings(connector.id, values);
      // Says that there is no key before the vendor is asked.
      if (Object.keys(secrets).length > 0) encryptSecrets(strapi, secrets);
      const access = await firstAccess(strapi, connector, { settings, secrets });
      const id = await insertConnection(databaseOf(strapi), {
        name: body.name,
        connector: connector.id,
        state: connector.auth.type === 'none' || connector.auth.type === 'web-connector' ? 'setup' : 'draft',
        settings,
        ...access,
        secrets: Object.keys(access.secrets).length > 0 ? encryptSecrets(strapi, access.secrets) : null,
        syncIntervalMinutes: configOf(strapi).sync.intervalMinutes,
      });
      await getService(strapi, 'mappings').applyConfig();
      return describeOne(id);
    },

    async update(id: string, body: BodyOf<typeof updateEndpoint>): Promise<Connection> {
      const row = await get(id);
      const { connector, secrets, values } = readFields(row.connector, body.fields ?? {});
      const settings =
        Object.keys(values).length === 0 ? row.settings : parseSettings(connector.id, { ...row.settings, ...values });
      if (Object.keys({ ...secrets, ...values }).length > 0) await changeAccess(strapi, row, { settings, secrets });
      await updateConnection(databaseOf(strapi), id, {
        ...(body.name === undefined ? {} : { name: body.name }),
        ...(body.syncIntervalMinutes === undefined ? {} : { syncIntervalMinutes: body.syncIntervalMinutes }),
        ...(body.syncIntervalMinutes !== undefined && row.state === 'live'
          ? { nextSyncAt: new Date(Date.now() + body.syncIntervalMinutes * 60_000) }
          : {}),
      });
      return describeOne(id);
    },

    async remove(id: string, confirm: string): Promise<void> {
      const row = await get(id);
      if (confirm !== row.name)
        throw invalidField(
          ['confirm'],
          sentence('connections.typeName', "Type the connection's name, {name}, to remove it with all its links", {
            name: row.name,
          }),
        );
      const { active } = await getService(strapi, 'runs').latest([id]);
      if (active.length > 0)
        throw new ConflictError(
          sentence('connections.runUnderWay', 'A run of this connection is under way. Cancel it first.'),
        );
      await inTransaction(strapi, (trx) => removeConnection(trx, id));
    },

    /** The vendor refuses our credentials: links are kept, the schedule stops, the panel says Reconnect. */
    async markExpired(id: string, why: Said): Promise<void> {
      await updateConnection(databaseOf(strapi), id, { state: 'expired', stateReason: why, nextSyncAt: null });
    },

    /** A step is reached; earlier ones stay open to be revisited. */
    async reachStep(id: string, step: WizardStep): Promise<void> {
      const row = await get(id);
      const order = wizardStep.options;
      if (order.indexOf(step) > order.indexOf(row.wizardStep))
        await updateConnection(databaseOf(strapi), id, { wizardStep: step });
    },

    async goLive(id: string): Promise<void> {
      const row = await get(id);
      requireConnected(row);
      const now = new Date();
      await updateConnection(databaseOf(strapi), id, {
        state: 'live',
        wizardStep: 'done',
        ...(row.liveAt ? {} : { liveAt: now }),
        ...(registry().get(row.connector).auth.type === 'file'
          ? {}
          : { nextSyncAt: new Date(now.getTime() + row.syncIntervalMinutes * 60_000) }),
      });
    },

    /** A sync that began at `at` has read everything, or all that changed. */
    async synced(id: string, at: Date, complete: boolean): Promise<void> {
      await updateConnection(databaseOf(strapi), id, {
        lastSyncAt: at,
        ...(complete ? { lastFullSyncAt: at } : {}),
      });
    },

    /** Reads what the account is set to, where its connector can. A vendor that does not answer keeps no sync from its work. */
    async readFacts(row: ConnectionRow, { signal, run }: RunContext): Promise<void> {
      const connector = registry().get(row.connector);
      if (!connector.facts) return;
      try {
        await updateConnection(databaseOf(strapi), row.id, {
          facts: await connector.facts(contextFor(row, signal, run.id)),
        });
      } catch (error) {
        if (signal.aborted || !(error instanceof ConnectorError)) throw error;
        logOf(strapi, row.connector).warn(`what ${row.name} is set to could not be read: ${error.message}`);
      }
    },

    /** Stores an uploaded file beside the present one and says what is in it. `setColumns` puts it into use. */
    async upload(id: string, file: { path: string; name: string; bytes: number }) {
      const row = await get(id);
      if (registry().get(row.connector).auth.type !== 'file')
        throw invalidField(['id'], sentence('connections.noFileTaken', 'This connection takes no file'));
      const { maxBytes } = configOf(strapi).files;
      if (file.bytes > maxBytes)
        throw invalidField(
          ['file'],
          sentence('connections.fileTooLarge', 'The file has {size} MB; at most {most} MB can be taken. Split it.', {
            size: Math.ceil(file.bytes / 1024 / 1024),
            most: Math.floor(maxBytes / 1024 / 1024),
          }),
        );
      const uploadId = await storeFile(strapi, id, file.path);
      try {
        const preview = await previewFile(() => openFile(strapi, uploadId), file.name, file.bytes);
        const settings = row.settings as FileSettings;
        if (settings.pendingUploadId) await dropFile(strapi, settings.pendingUploadId);
        const { fileName, bytes, delimiter, headerLine, encoding } = preview;
        await updateConnection(databaseOf(strapi), id, {
          settings: {
            ...row.settings,
            pendingUploadId: uploadId,
            pendingFile: { fileName, bytes, delimiter, headerLine, encoding },
          },
        });
        return preview;
      } catch (error) {
        await dropFile(strapi, uploadId);
        throw invalidField(
          ['file'],
          error instanceof Error ? saidBy(error) : sentence('connections.fileUnreadable', 'The file cannot be read'),
        );
      }
    },

    async setColumns(id: string, body: BodyOf<typeof setFileColumns>): Promise<Connection> {
      const row = await get(id);
      const {
        pendingUploadId,
        pendingFile,
        uploadId: current,
        ...rest
      } = row.settings as FileSettings & Record<string, unknown>;
      const uploadId = pendingUploadId ?? current;
      if (!uploadId) throw invalidField(['file'], sentence('connections.uploadFirst', 'Upload a file first'));
      const settings = parseSettings(row.connector, {
        ...rest,
        ...(pendingFile ?? {}),
        recordType: body.recordType,
        idColumn: body.idColumn,
        columns: body.columns,
      });
      await updateConnection(databaseOf(strapi), id, {
        settings: { ...settings, uploadId },
        accountName: toText(settings.fileName) || row.accountName,
        ...(row.state === 'draft' ? { state: 'setup' as const } : {}),
      });
      await keepFile(strapi, id, uploadId);
      return describeOne(id);
    },
  };
};
