import { createHash } from 'node:crypto';
import type { ConnectorContext, Secrets } from '../contract';
import { ConnectorError } from '../errors';
import { HttpClient, type BearerSource } from '../http';
import { Limiter } from '../limiter';
import { isJson } from '../values';
import { credentialsMenu, notUnderstood, readTokenError, vendor } from './errors';
import { decimal, text } from './lenient';
import { optionsOf } from './options';
import { sentence } from '../../utils/sentence';

/** The Partner API, for tokens; it is the same whatever the origin. */
const audience = 'https://api.pax8.com';

/** A token is replaced this long before it ends. It lasts a day, and there is nothing to refresh it with. */
const marginMs = 5 * 60_000;

/** A vendor that does not say how long a token lasts is asked again after this; seconds. */
const shortLife = 3600;

type Credentials = Pick<ConnectorContext, 'options' | 'signal' | 'secrets'>;

/** Client id and secret of the connection. @throws ConnectorError `reauthorize` if they are not there */
export const keysOf = ({ clientId, clientSecret }: Secrets): { clientId: string; clientSecret: string } => {
  if (!clientId || !clientSecret) {
    throw new ConnectorError(
      'reauthorize',
      sentence('pax8.enterKeys', 'Enter the client id and secret; they are in Pax8 under {menu}.', {
        menu: credentialsMenu,
      }),
    );
  }
  return { clientId, clientSecret };
};

/** The vendor does not say who the partner is, so that the client id stands for it, made unreadable. */
export const partnerOf = (clientId: string): string =>
  createHash('sha256').update(clientId).digest('base64url').slice(0, 16);

/** The vendor documents no number; its own client is slower than this. */
const limits = { perSecond: 5, concurrent: 4 };
const limiters = new Map<string, Limiter>();

/** The one limiter of a partner in this process. */
export const limiterOf = (clientId: string): Limiter => {
  const partner = partnerOf(clientId);
  const limiter = limiters.get(partner) ?? new Limiter(limits);
  limiters.set(partner, limiter);
  return limiter;
};

/** Access tokens of a connection, kept in its secrets and renewed under its lock. */
export const bearerOf = (ctx: Credentials): BearerSource => {
  const lasts = (secrets: Secrets): boolean => Date.parse(secrets.accessExpiresAt ?? '') - marginMs > Date.now();
  const renew = async (isFresh: (secrets: Secrets) => boolean): Promise<string> =>
    accessToken(await ctx.secrets.renew(isFresh, (secrets) => requestToken(ctx, secrets)));
  return {
    current: async () => {
      const secrets = await ctx.secrets.read();
      return lasts(secrets) ? accessToken(secrets) : renew(lasts);
    },
    replace: (refused) => renew((secrets) => secrets.accessToken !== refused && lasts(secrets)),
  };
};

const noToken = (): ConnectorError => notUnderstood(sentence('pax8.answerWithoutToken', 'an answer without a token'));

const accessToken = ({ accessToken: token }: Secrets): string => {
  if (!token) throw noToken();
  return token;
};

const requestToken = async (ctx: Credentials, secrets: Secrets): Promise<Secrets> => {
  const { clientId, clientSecret } = keysOf(secrets);
  const client = new HttpClient({
    baseUrl: optionsOf(ctx).apiUrl,
    vendor: `${vendor} sign-in`,
    readError: readTokenError,
    limiter: limiterOf(clientId),
    signal: ctx.signal,
    secrets: [clientId, clientSecret],
    timeoutMs: 10_000,
    // The request that needs the token is tried again; the lock of the secrets is free meanwhile.
    attempts: 1,
  });
  const answer = await client.request({
    method: 'POST',
    path: '/v1/token',
    body: { client_id: clientId, client_secret: clientSecret, audience, grant_type: 'client_credentials' },
    // A second token does no harm.
    idempotent: true,
  });
  const body = isJson(answer.json) ? answer.json : {};
  const token = text(body.access_token);
  if (token === undefined) throw noToken();
  const seconds = Number(decimal(body.expires_in) ?? shortLife);
  return { ...secrets, accessToken: token, accessExpiresAt: new Date(Date.now() + seconds * 1000).toISOString() };
};
