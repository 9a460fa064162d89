import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Core } from '@strapi/strapi';
import type { Actor } from '../utils/http';
import { databaseOf } from '../utils/database';
import { ConflictError, invalidField } from '../utils/errors';
import { getService } from '../utils/services';
import { refuseTwice } from './credentials';
import { type ConnectionRow, findAuthStates, updateConnection } from './repository';
import { encryptSecrets, hasEncryptionKey } from './secrets';

const STATE_MINUTES = 10;
const hashOf = (state: string): string => createHash('sha256').update(state).digest('hex');
const equal = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

/** Page of the panel that vendors send the browser back to. */
export const redirectUriOf = (strapi: Core.Strapi): string =>
  `${String(strapi.config.get('admin.absoluteUrl')).replace(/\/$/, '')}/plugins/crosswalk/oauth/callback`;

/** Opens a state for one admin and one connection and answers with the vendor's page. */
export async function authorizeUrl(strapi: Core.Strapi, row: ConnectionRow, actor: Actor): Promise<string> {
  const connector = getService(strapi, 'connectors').get(row.connector);
  if (connector.auth.type !== 'oauth2') throw invalidField(['id'], `${connector.displayName} needs no authorisation`);
  if (!hasEncryptionKey(strapi)) encryptSecrets(strapi, {});
  const options = getService(strapi, 'connectors').options(row.connector);
  const state = randomBytes(32).toString('base64url');
  await updateConnection(databaseOf(strapi), row.id, {
    authState: { hash: hashOf(state), actorId: actor.id, expiresAt: Date.now() + STATE_MINUTES * 60_000 },
  });
  return connector.auth.authorizeUrl(
    { options, settings: row.settings },
    { state, redirectUri: redirectUriOf(strapi) },
  );
}

/**
 * Ends an authorisation. The state must be one that this admin opened less than ten minutes ago; it works once.
 * Another account than the connection's own is refused: its ids would point to other records.
 */
export async function completeAuthorization(
  strapi: Core.Strapi,
  answer: { state: string; code?: string; realmId?: string; error?: string },
  actor: Actor,
): Promise<string> {
  const db = databaseOf(strapi);
  const hash = hashOf(answer.state);
  const open = (await findAuthStates(db)).find(({ state }) => equal(state.hash, hash));
  if (!open || open.state.actorId !== actor.id) {
    throw invalidField(
      ['state'],
      'This authorisation was not started here, or was used already. Start again with Connect.',
    );
  }
  await updateConnection(db, open.id, { authState: null });
  if (open.state.expiresAt < Date.now())
    throw invalidField(
      ['state'],
      `The authorisation took longer than ${STATE_MINUTES} minutes. Start again with Connect.`,
    );

  const row = await getService(strapi, 'connections').get(open.id);
  const connector = getService(strapi, 'connectors').get(row.connector);
  if (connector.auth.type !== 'oauth2')
    throw invalidField(['state'], `${connector.displayName} needs no authorisation`);
  if (answer.error !== undefined) {
    const refused = answer.error === 'access_denied';
    throw invalidField(
      ['error'],
      refused
        ? `${connector.displayName} was not connected: access was refused there. Nothing has changed.`
        : `${connector.displayName} answered: ${answer.error}`,
    );
  }
  if (!answer.code) throw invalidField(['code'], `${connector.displayName} sent no code. Start again with Connect.`);

  const options = getService(strapi, 'connectors').options(row.connector);
  const { secrets, account } = await connector.auth.exchange(
    { options, settings: row.settings, signal: AbortSignal.timeout(30_000) },
    { code: answer.code, realmId: answer.realmId, redirectUri: redirectUriOf(strapi) },
  );
  await refuseOtherAccount(strapi, row, account.id);
  await updateConnection(db, row.id, {
    secrets: encryptSecrets(strapi, secrets),
    accountId: account.id,
    state: row.liveAt ? 'live' : 'setup',
    stateReason: null,
    ...(row.liveAt ? { nextSyncAt: new Date() } : {}),
  });
  await readAccountName(strapi, row.id, account.name);
  // Invoices whose sending was cut short by the expiry go on.
  await getService(strapi, 'invoicing').recover(row.id);
  return row.id;
}

async function refuseOtherAccount(strapi: Core.Strapi, row: ConnectionRow, accountId: string): Promise<void> {
  if (row.accountId && row.accountId !== accountId) {
    throw new ConflictError(
      `This connection belongs to ${row.accountName ?? `account ${row.accountId}`}, and another account was chosen. Its links were kept; sign in to the right company, or add a new connection for the other one.`,
    );
  }
  await refuseTwice(strapi, { id: row.id, connector: row.connector, accountId });
}

/** The name is a courtesy: if the vendor cannot be asked now, the connection stands all the same. */
async function readAccountName(strapi: Core.Strapi, id: string, known: string | null): Promise<void> {
  const connections = getService(strapi, 'connections');
  const row = await connections.get(id);
  const connector = getService(strapi, 'connectors').get(row.connector);
  try {
    const name =
      known ?? (await connector.account?.(connections.contextFor(row, AbortSignal.timeout(15_000))))?.name ?? null;
    if (name) await updateConnection(databaseOf(strapi), id, { accountName: name });
  } catch (error) {
    strapi.log.warn(
      `crosswalk: the name of ${row.name}'s account could not be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
