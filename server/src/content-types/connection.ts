import { hidden } from './hidden';

/** One account of one external system. */
export const connection = {
  schema: {
    kind: 'collectionType',
    collectionName: 'crosswalk_connections',
    info: { singularName: 'connection', pluralName: 'connections', displayName: 'Crosswalk connection' },
    options: { draftAndPublish: false },
    pluginOptions: hidden,
    indexes: [{ name: 'crosswalk_connections_due_idx', columns: ['state', 'next_sync_at'] }],
    attributes: {
      name: { type: 'string', required: true },
      connector: { type: 'string', required: true },
      state: { type: 'string', required: true },
      stateReason: { type: 'text' },
      /** Code and values of that sentence. */
      stateReasonWords: { type: 'json', private: true, searchable: false },
      settings: { type: 'json' },
      /** Encrypted JSON; readable only through the secrets service. */
      secrets: { type: 'text', private: true, searchable: false },
      /** Holder and end of the lock under which secrets are renewed. */
      secretsLock: { type: 'string', private: true, searchable: false },
      secretsLockUntil: { type: 'datetime', private: true, searchable: false },
      /** Hash, admin and expiry of the one OAuth state that is open. */
      authState: { type: 'json', private: true, searchable: false },
      accountId: { type: 'string' },
      accountName: { type: 'string' },
      wizardStep: { type: 'string', required: true },
      syncIntervalMinutes: { type: 'integer', required: true },
      /** When the authorisation ends, as far as the vendor says. */
      expiries: { type: 'json' },
      /** What the account is set to. */
      facts: { type: 'json' },
      lastSyncAt: { type: 'datetime' },
      /** Start of the last sync that read everything. */
      lastFullSyncAt: { type: 'datetime' },
      /** When the vendor last told of a change. */
      noticedAt: { type: 'datetime' },
      nextSyncAt: { type: 'datetime' },
      liveAt: { type: 'datetime' },
    },
  },
} as const;
