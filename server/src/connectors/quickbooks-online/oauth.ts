import { z } from 'zod';
import type { Account, Connector, ConnectorContext, Expiries, Secrets } from '../contract';
import { ConnectorError } from '../errors';
import { HttpClient, requestIdOf, type BearerSource, type HttpAnswer } from '../http';
import { vendor } from './errors';
import { appKeys, optionsOf, type QuickBooksOptions } from './options';
import { sayingOf, sentence } from '../../utils/sentence';

const scope = 'com.intuit.quickbooks.accounting';
const hosts = {
  authorize: 'https://appcenter.intuit.com',
  token: 'https://oauth.platform.intuit.com',
  revoke: 'https://developer.api.intuit.com',
};

/** A token is replaced this long before it ends, so that it does not end on the way. */
const marginMs = 60_000;

const tokenAnswer = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1),
  /** Seconds. */
  expires_in: z.number(),
  x_refresh_token_expires_in: z.number().optional(),
  x_refresh_token_hard_expires_in: z.number().optional(),
});

type OAuth = Extract<Connector['auth'], { type: 'oauth2' }>;

/** Address that the browser is sent to. `state` is checked by the caller when the browser comes back. */
export const authorizeUrl: OAuth['authorizeUrl'] = (ctx, { state, redirectUri }) => {
  const options = optionsOf(ctx);
  const url = new URL('/connect/oauth2', options.oauthUrl ?? hosts.authorize);
  url.search = new URLSearchParams({
    client_id: appKeys(options).clientId,
    response_type: 'code',
    scope,
    redirect_uri: redirectUri,
    state,
  }).toString();
  return url.href;
};

/** Trades the code, exactly once, for tokens. */
export const exchangeCode = async (
  ctx: Parameters<OAuth['exchange']>[0],
  { code, redirectUri }: { code: string; redirectUri: string },
): Promise<Secrets> => {
  try {
    return await requestTokens(
      optionsOf(ctx),
      { grant_type: 'authorization_code', code, redirect_uri: redirectUri },
      { idempotent: false, signal: ctx.signal, secrets: [code] },
    );
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.kind !== 'uncertain') throw error;
    // A code is good for one try, and nothing is stored yet: starting over is safe and the only way.
    throw new ConnectorError(
      'reauthorize',
      sentence('qbo.connectAgain', '{what} Connect to QuickBooks again.', { what: sayingOf(error) }),
      error,
    );
  }
};

/** The account that tokens were given for; the realm id comes with the browser and is proved by reading the company. */
export const accountOf = (realmId: string | undefined): Account => {
  if (realmId === undefined || !/^\d{1,20}$/.test(realmId)) {
    throw new ConnectorError(
      'rejected',
      sentence('qbo.noCompany', 'QuickBooks did not say which company was chosen. Connect again.'),
    );
  }
  return { id: realmId, name: null };
};

/** Access tokens of a connection, renewed under its lock so that one refresh token is used once. */
export const bearerOf = (ctx: ConnectorContext): BearerSource => {
  const options = optionsOf(ctx);
  const renew = async (isFresh: (secrets: Secrets) => boolean): Promise<string> => {
    let refused = '';
    const refresh = (secrets: Secrets): Promise<Secrets> => {
      refused = secrets.refreshToken ?? '';
      return refreshTokens(options, secrets, ctx.signal);
    };
    try {
      return accessToken(await ctx.secrets.renew(isFresh, refresh));
    } catch (error) {
      if (!(error instanceof ConnectorError) || error.kind !== 'reauthorize') throw error;
      // Another process may have rotated the token meanwhile, if the lock was lost: look once.
      const stored = await ctx.secrets.read();
      if (stored.refreshToken === undefined || stored.refreshToken === refused) throw error;
      return accessToken(await ctx.secrets.renew(isFresh, refresh));
    }
  };
  const lasts = (secrets: Secrets): boolean => Date.parse(secrets.accessExpiresAt ?? '') - marginMs > Date.now();
  return {
    current: async () => {
      const secrets = await ctx.secrets.read();
      return lasts(secrets) ? accessToken(secrets) : renew(lasts);
    },
    replace: (refused) => renew((secrets) => secrets.accessToken !== refused && lasts(secrets)),
  };
};

const accessToken = ({ accessToken: token }: Secrets): string => {
  if (token === undefined || token === '')
    throw new ConnectorError('reauthorize', sentence('qbo.connectFirst', 'Connect to QuickBooks first.'));
  return token;
};

const refreshTokens = async (options: QuickBooksOptions, stored: Secrets, signal: AbortSignal): Promise<Secrets> => {
  const { refreshToken = '', grantExpiresAt = '' } = stored;
  if (refreshToken === '')
    throw new ConnectorError('reauthorize', sentence('qbo.connectFirst', 'Connect to QuickBooks first.'));
  const renewed = await requestTokens(
    options,
    { grant_type: 'refresh_token', refresh_token: refreshToken },
    // If the answer is lost, sending the same token again is the only way to keep the connection.
    { idempotent: true, signal, secrets: [refreshToken] },
  );
  return { ...renewed, grantExpiresAt: renewed.grantExpiresAt || grantExpiresAt };
};

/** When the stored tokens end. */
export const expiriesOf = ({ accessExpiresAt, refreshExpiresAt, grantExpiresAt }: Secrets): Expiries => ({
  accessExpiresAt: accessExpiresAt || null,
  refreshExpiresAt: refreshExpiresAt || null,
  grantExpiresAt: grantExpiresAt || null,
});

/** Ends the grant at the vendor, with all its tokens; one that is gone there already is no error. */
export const revokeTokens = async (ctx: ConnectorContext): Promise<void> => {
  const options = optionsOf(ctx);
  const { refreshToken } = await ctx.secrets.read();
  if (refreshToken === undefined || refreshToken === '') return;
  const client = signInClient(options, options.oauthUrl ?? hosts.revoke, ctx.signal, [refreshToken]);
  try {
    await client.request({
      method: 'POST',
      path: '/v2/oauth2/tokens/revoke',
      headers: basic(options),
      body: { token: refreshToken },
      idempotent: true,
    });
  } catch (error) {
    const isGone = error instanceof ConnectorError && ['invalid_grant', 'invalid_request'].includes(error.code ?? '');
    if (!isGone) throw error;
  }
};

const requestTokens = async (
  options: QuickBooksOptions,
  form: Record<string, string>,
  { idempotent, signal, secrets }: { idempotent: boolean; signal: AbortSignal; secrets: string[] },
): Promise<Secrets> => {
  const client = signInClient(options, options.oauthUrl ?? hosts.token, signal, secrets);
  const answer = await client.request({
    method: 'POST',
    path: '/oauth2/v1/tokens/bearer',
    // The vendor says when the grant ends for good only if it is asked to.
    headers: { ...basic(options), 'x-include-refresh-token-hard-expires-in': 'true' },
    body: new URLSearchParams(form),
    idempotent,
  });
  const tokens = tokenAnswer.safeParse(answer.json);
  if (!tokens.success)
    throw new ConnectorError('reauthorize', sentence('qbo.noTokens', 'QuickBooks sent no tokens. Connect again.'));
  const { access_token, refresh_token, expires_in, x_refresh_token_expires_in, x_refresh_token_hard_expires_in } =
    tokens.data;
  const after = (seconds: number | undefined): string =>
    seconds === undefined ? '' : new Date(Date.now() + seconds * 1000).toISOString();
  return {
    accessToken: access_token,
    refreshToken: refresh_token,
    accessExpiresAt: after(expires_in),
    refreshExpiresAt: after(x_refresh_token_expires_in),
    grantExpiresAt: after(x_refresh_token_hard_expires_in),
  };
};

const basic = (options: QuickBooksOptions): Record<string, string> => {
  const { clientId, clientSecret } = appKeys(options);
  return { authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}` };
};

const signInClient = (options: QuickBooksOptions, baseUrl: string, signal: AbortSignal, secrets: string[]) =>
  new HttpClient({
    baseUrl,
    vendor: `${vendor} sign-in`,
    readError: readOAuthError,
    signal,
    secrets: [...secrets, options.clientSecret ?? ''],
    timeoutMs: 30_000,
  });

/** `{ error, error_description }`, as RFC 6749 has it. */
const readOAuthError = (answer: HttpAnswer): ConnectorError | null => {
  const body = z.object({ error: z.string(), error_description: z.string().optional() }).safeParse(answer.json);
  if (!body.success) return null;
  const { error, error_description: description } = body.data;
  const details = { code: error, requestId: requestIdOf(answer.headers) };
  const said = sentence('qbo.signIn', 'QuickBooks sign-in: {said}.', { said: description ?? error });
  if (error === 'invalid_grant') {
    return new ConnectorError(
      'reauthorize',
      sentence('qbo.reconnect', '{said} Reconnect to QuickBooks; all links are kept.', { said }),
      details,
    );
  }
  if (error === 'invalid_client' || error === 'unauthorized_client' || error === 'invalid_scope') {
    return new ConnectorError(
      'misconfigured',
      sentence('qbo.checkKeys', '{said} Check clientId and clientSecret in config/plugins.ts.', { said }),
      details,
    );
  }
  return new ConnectorError('rejected', said, details);
};
