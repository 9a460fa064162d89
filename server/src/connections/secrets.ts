import { setTimeout as sleep } from 'node:timers/promises';
import { createId } from '@paralleldrive/cuid2';
import type { Core } from '@strapi/strapi';
import { ConnectorError } from '../connectors/errors';
import type { ConnectorContext, Expiries, Secrets } from '../connectors/contract';
import { databaseOf } from '../utils/database';
import { invalidField } from '../utils/errors';
import { lockSecrets, readSecrets, unlockSecrets, updateConnection } from './repository';
import { sentence } from '../utils/sentence';

const LOCK_MS = 30_000;
const LOCK_POLL_MS = 100;

interface Encryption {
  encrypt(value: string): string | null;
  decrypt(value: string): string | null;
}
const encryptionOf = (strapi: Core.Strapi) => strapi.service('admin::encryption') as unknown as Encryption;

export const hasEncryptionKey = (strapi: Core.Strapi): boolean =>
  Boolean(strapi.config.get('admin.secrets.encryptionKey'));

/** Throws a 400 that says which setting is missing. */
export function encryptSecrets(strapi: Core.Strapi, secrets: Secrets): string {
  const encrypted = hasEncryptionKey(strapi) ? encryptionOf(strapi).encrypt(JSON.stringify(secrets)) : null;
  if (!encrypted) {
    throw invalidField(
      ['secrets'],
      sentence(
        'connections.noEncryptionKey',
        'Credentials are only stored encrypted, and no encryption key is set. Set ENCRYPTION_KEY (admin.secrets.encryptionKey in config/admin), restart Strapi and try again. Nothing was saved.',
      ),
    );
  }
  return encrypted;
}

function decryptSecrets(strapi: Core.Strapi, stored: string | null): Secrets {
  if (!stored) return {};
  let text: string | null = null;
  try {
    text = encryptionOf(strapi).decrypt(stored);
  } catch {
    text = null;
  }
  if (text === null)
    throw new ConnectorError(
      'reauthorize',
      sentence(
        'connections.secretsUnreadable',
        'The stored credentials cannot be read with the present encryption key. Connect again.',
      ),
    );
  return JSON.parse(text) as Secrets;
}

/** Runs `work` while no other process renews or replaces the secrets of the connection. */
async function underLock<T>(
  strapi: Core.Strapi,
  connectionId: string,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  const holder = createId();
  for (;;) {
    const now = new Date();
    if (await lockSecrets(databaseOf(strapi), connectionId, holder, now, new Date(now.getTime() + LOCK_MS))) break;
    await sleep(LOCK_POLL_MS, undefined, { signal });
  }
  try {
    return await work();
  } finally {
    await unlockSecrets(databaseOf(strapi), connectionId, holder);
  }
}

const readStored = async (strapi: Core.Strapi, connectionId: string): Promise<Secrets> =>
  decryptSecrets(strapi, await readSecrets(databaseOf(strapi), connectionId));

const store = (strapi: Core.Strapi, connectionId: string, secrets: Secrets, expiries?: Expiries): Promise<void> =>
  updateConnection(databaseOf(strapi), connectionId, { secrets: encryptSecrets(strapi, secrets), expiries });

/** Access to the secrets of one connection, as connectors see it. `expiriesOf` says what people may know of them. */
export function secretsOf(
  strapi: Core.Strapi,
  connectionId: string,
  signal: AbortSignal,
  expiriesOf?: (secrets: Secrets) => Expiries,
): ConnectorContext['secrets'] {
  return {
    read: () => readStored(strapi, connectionId),
    renew: (isFresh, renew) =>
      underLock(strapi, connectionId, signal, async () => {
        const stored = await readStored(strapi, connectionId);
        if (isFresh(stored)) return stored;
        const renewed = await renew(stored);
        await store(strapi, connectionId, renewed, expiriesOf?.(renewed));
        return renewed;
      }),
  };
}

/** Stores what `make` makes of the stored secrets; it is given none where the key that they were stored with is gone. */
export const replaceSecrets = (
  strapi: Core.Strapi,
  connectionId: string,
  signal: AbortSignal,
  make: (stored: Secrets) => Promise<Secrets>,
): Promise<void> =>
  underLock(strapi, connectionId, signal, async () => {
    const stored = await readStored(strapi, connectionId).catch((error: unknown) => {
      if (error instanceof ConnectorError) return {};
      throw error;
    });
    await store(strapi, connectionId, await make(stored));
  });
