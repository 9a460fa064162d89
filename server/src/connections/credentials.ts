import type { Core } from '@strapi/strapi';
import type { Account, Connector, ConnectorContext, Secrets } from '../connectors/contract';
import { ConnectorError } from '../connectors/errors';
import { databaseOf } from '../utils/database';
import { ConflictError } from '../utils/errors';
import { getService } from '../utils/services';
import { type ConnectionRow, findConnections, updateConnection } from './repository';
import { replaceSecrets } from './secrets';
import { sentence } from '../utils/sentence';

/** Longest time that a form waits for the vendor; below the time that a lock of secrets lasts. */
const PROOF_MS = 20_000;

/** Values of a form, checked by the connector's schema. */
interface Entered {
  settings: Record<string, unknown>;
  secrets: Secrets;
}

export const logOf = (strapi: Core.Strapi, connector: string): ConnectorContext['log'] => ({
  debug: (message) => strapi.log.debug(`crosswalk ${connector}: ${message}`),
  warn: (message) => strapi.log.warn(`crosswalk ${connector}: ${message}`),
});

/** Whether credentials of a form can be tried before they are stored. */
const canProve = (connector: Connector): boolean => connector.auth.type === 'none' && connector.account !== undefined;

/**
 * Has the vendor take credentials of a form. Answers with the account and with what is to be stored: the credentials
 * and what was got with them. Null where the connector has nothing to try.
 * @throws ConnectorError what the vendor says of them
 */
async function prove(
  strapi: Core.Strapi,
  connector: Connector,
  entered: Entered,
): Promise<{ account: Account; secrets: Secrets } | null> {
  if (!canProve(connector) || !connector.account) return null;
  let { secrets } = entered;
  try {
    const account = await connector.account({
      settings: entered.settings,
      options: getService(strapi, 'connectors').options(connector.id),
      accountId: '',
      signal: AbortSignal.timeout(PROOF_MS),
      log: logOf(strapi, connector.id),
      secrets: {
        read: async () => secrets,
        renew: async (isFresh, renew) => {
          if (!isFresh(secrets)) secrets = await renew(secrets);
          return secrets;
        },
      },
    });
    return { account, secrets };
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.kind !== 'cancelled') throw error;
    throw new ConnectorError(
      'unavailable',
      sentence(
        'connections.noAnswer',
        '{system} did not answer within {seconds} s. Nothing was stored; try again later.',
        { system: connector.displayName, seconds: PROOF_MS / 1000 },
      ),
    );
  }
}

/** One account of a system has one connection: its records would be linked twice otherwise. */
export async function refuseTwice(
  strapi: Core.Strapi,
  asked: { id?: string; connector: string; accountId: string },
): Promise<void> {
  const other = (await findConnections(databaseOf(strapi))).find(
    ({ id, connector, accountId }) => id !== asked.id && connector === asked.connector && accountId === asked.accountId,
  );
  if (other)
    throw new ConflictError(
      sentence('connections.companyTaken', 'This company is connected already, as {connection}. Use that connection.', {
        connection: other.name,
      }),
    );
}

/** What a new connection stores of its form, after the vendor has taken it. */
export async function firstAccess(strapi: Core.Strapi, connector: Connector, entered: Entered) {
  const proved = await prove(strapi, connector, entered);
  if (!proved) return { secrets: entered.secrets };
  await refuseTwice(strapi, { connector: connector.id, accountId: proved.account.id });
  return { secrets: proved.secrets, accountId: proved.account.id, accountName: proved.account.name };
}

/**
 * Stores changed values of a form, after the vendor has taken them. The secrets' lock is held meanwhile, so that a
 * token renewed with the old ones does not bring them back. A connection that had expired can be used again.
 */
export async function changeAccess(strapi: Core.Strapi, row: ConnectionRow, entered: Entered): Promise<void> {
  const connector = getService(strapi, 'connectors').get(row.connector);
  let account: Account | null = null;
  if (canProve(connector) || Object.keys(entered.secrets).length > 0) {
    await replaceSecrets(strapi, row.id, AbortSignal.timeout(PROOF_MS), async (stored) => {
      const secrets = { ...(canProve(connector) ? ofForm(connector, stored) : stored), ...entered.secrets };
      const proved = await prove(strapi, connector, { ...entered, secrets });
      if (!proved) return secrets;
      account = proved.account;
      await refuseTwice(strapi, { id: row.id, connector: connector.id, accountId: account.id });
      return proved.secrets;
    });
  }
  await updateConnection(databaseOf(strapi), row.id, {
    settings: entered.settings,
    ...(account === null ? {} : { accountId: (account as Account).id }),
  });
  if (account !== null && row.state === 'expired') await revive(strapi, row);
}

/** A token was got with the fields that are now replaced: only the fields count. */
const ofForm = (connector: Connector, stored: Secrets): Secrets =>
  Object.fromEntries(
    connector.fields.flatMap(({ name }) => (stored[name] === undefined ? [] : [[name, stored[name]]])),
  );

/** Invoices whose sending was cut short by the expiry go on. */
async function revive(strapi: Core.Strapi, row: ConnectionRow): Promise<void> {
  await updateConnection(databaseOf(strapi), row.id, {
    state: row.liveAt ? 'live' : 'setup',
    stateReason: null,
    ...(row.liveAt ? { nextSyncAt: new Date() } : {}),
  });
  await getService(strapi, 'invoicing').recover(row.id);
}
