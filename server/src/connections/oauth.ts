import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Core } from '@strapi/strapi';
import { ConnectorError } from '../connectors/errors';
import type { Actor } from '../utils/http';
import { databaseOf } from '../utils/database';
import { ConflictError, invalidField } from '../utils/errors';
import { getService } from '../utils/services';
import { refuseTwice } from './credentials';
import { type ConnectionRow, findAuthStates, updateConnection } from './repository';
import { encryptSecrets, hasEncryptionKey } from './secrets';
import { sentence } from '../utils/sentence';

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
      sentence(
        'connections.authorisationUnknown',
        'This authorisation was not started here, or was used already. Start again with Connect.',
      ),
    );
  }
  await updateConnection(db, open.id, { authState: null });
  if (open.state.expiresAt < Date.now())
    throw invalidField(
      ['state'],
      sentence(
        'connections.authorisationLate',
        'The authorisation took longer than {minutes} minutes. Start again with Connect.',
        { minutes: STATE_MINUTES },
      ),
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
        ? sentence(
            'connections.accessRefused',
            '{system} was not connected: access was refused there. Nothing has changed.',
            { system: connector.displayName },
          )
        : sentence('connections.authorisationError', '{system} answered: {error}', {
            system: connector.displayName,
            error: answer.error,
          }),
    );
  }
  if (!answer.code)
    throw invalidField(
      ['code'],
      sentence('connections.noCode', '{system} sent no code. Start again with Connect.', {
        system: connector.displayName,
      }),
    );

  const options = getService(strapi, 'connectors').options(row.connector);
  const { secrets, account } = await connector.auth.exchange(
    { options, settings: row.settings, signal: AbortSignal.timeout(30_000) },
    { code: answer.code, realmId: answer.realmId, redirectUri: redirectUriOf(strapi) },
  );
  await refuseOtherAccount(strapi, row, account.id);
  await updateConnection(db, row.id, {
    secrets: encryptSecrets(strapi, secrets),
    expiries: connector.auth.expiries?.(secrets) ?? null,
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
      sentence(
        'connections.otherAccount',
        'This connection belongs to {account}, and another account was chosen. Its links were kept; sign in to the right company, or add a new connection for the other one.',
        {
          account: row.accountName ?? sentence('connections.account', 'account {id}', { id: row.accountId }),
        },
      ),
    );
  }
  await refuseTwice(strapi, { id: row.id, connector: row.connector, accountId });
}

/** Longest time that a person waits for the vendor to end an authorisation. */
const REVOKE_MS = 20_000;

/**
 * Gives an authorisation back: the vendor ends it, our tokens are forgotten, the schedule stops. Links and records are
 * kept for a later Reconnect. Nothing changes where the vendor cannot be reached.
 */
export async function disconnect(strapi: Core.Strapi, row: ConnectionRow, actor: Actor): Promise<void> {
  const connector = getService(strapi, 'connectors').get(row.connector);
  if (connector.auth.type !== 'oauth2' || !connector.auth.revoke)
    throw invalidField(['id'], `${connector.displayName} has no authorisation that could be given back`);
  if (row.state === 'draft')
    throw new ConflictError(sentence('connections.notAuthorised', 'The connection is not authorised yet'));
  const { active } = await getService(strapi, 'runs').latest([row.id]);
  if (active.length > 0)
    throw new ConflictError(
      sentence('connections.runUnderWay', 'A run of this connection is under way. Cancel it first.'),
    );
  try {
    await connector.auth.revoke(getService(strapi, 'connections').contextFor(row, AbortSignal.timeout(REVOKE_MS)));
  } catch (error) {
    // Secrets that cannot be read any more, or a grant that has ended: there is nothing left to give back.
    if (!(error instanceof ConnectorError) || error.kind !== 'reauthorize') throw error;
  }
  await updateConnection(databaseOf(strapi), row.id, {
    state: 'expired',
    stateReason: sentence(
      'connections.disconnected',
      'Disconnected by {name}. All links and records are kept; reconnect to go on.',
      { name: actor.name },
    ),
    secrets: null,
    expiries: null,
    nextSyncAt: null,
  });
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
