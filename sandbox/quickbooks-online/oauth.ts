import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

export interface OAuthClient {
  clientId: string;
  clientSecret: string;
  /** Addresses that may be called back; any if absent. */
  redirectUris?: string[];
}

/** Everything the sign-in service keeps; plain JSON. Tokens are kept by their digest. */
export interface OAuthState {
  codes: Record<string, { realmId: string; clientId: string; redirectUri: string; expiresAt: number }>;
  access: Record<string, { realmId: string; grantId: string; expiresAt: number }>;
  refresh: Record<string, { realmId: string; grantId: string; clientId: string; expiresAt: number }>;
  /** When grants end for good; absent in files of earlier versions. */
  grants?: Record<string, number>;
}

export const emptyOAuthState = (): OAuthState => ({ codes: {}, access: {}, refresh: {} });

const accessSeconds = 3600;
const refreshSeconds = 8_726_400;
/** Five years, whatever is refreshed. */
const grantSeconds = 5 * 365 * 86_400;
const codeSeconds = 600;
const digest = (token: string): string => createHash('sha256').update(token).digest('hex');
const random = (prefix: string): string => `${prefix}${randomBytes(24).toString('base64url')}`;
const same = (left: string, right: string): boolean =>
  timingSafeEqual(Buffer.from(digest(left)), Buffer.from(digest(right)));

const dropWhere = <T>(entries: Record<string, T>, drop: (value: T) => boolean): void => {
  for (const [key, value] of Object.entries(entries)) if (drop(value)) delete entries[key];
};

export interface TokenAnswer {
  status: number;
  body: Record<string, unknown>;
}
const refused = (error: string, description: string, status = 400): TokenAnswer => ({
  status,
  body: { error, error_description: description },
});

/** Authorisation codes and tokens. Refresh tokens rotate on each use and the old one dies at once: the strict reading. */
export class SignIn {
  constructor(
    readonly state: OAuthState,
    private readonly clients: OAuthClient[],
  ) {}

  /** The client, if it may be called back at `redirectUri`. */
  client(clientId: string, redirectUri: string): OAuthClient | undefined {
    const client = this.clients.find((candidate) => candidate.clientId === clientId);
    if (!client || !/^https?:\/\//.test(redirectUri)) return undefined;
    return client.redirectUris && !client.redirectUris.includes(redirectUri) ? undefined : client;
  }

  issueCode(grant: { realmId: string; clientId: string; redirectUri: string }): string {
    const code = random('AB11');
    this.state.codes[digest(code)] = { ...grant, expiresAt: Date.now() + codeSeconds * 1000 };
    return code;
  }

  /** Seconds that are left of refresh tokens and grants from now on, for tests of warnings; undefined: as usual. */
  lifetimes: { refresh?: number; grant?: number } = {};

  /** Answer of the token endpoint; when the grant ends is told only to those who ask. */
  token(authorization: string | undefined, form: URLSearchParams, tellsGrantEnd = false): TokenAnswer {
    const answer = this.tokenAnswer(authorization, form);
    if (!tellsGrantEnd) delete answer.body.x_refresh_token_hard_expires_in;
    return answer;
  }

  private tokenAnswer(authorization: string | undefined, form: URLSearchParams): TokenAnswer {
    const client = this.authenticate(authorization);
    if (!client) return refused('invalid_client', 'Client authentication failed', 401);
    const grantType = form.get('grant_type');
    if (grantType === 'authorization_code') {
      const key = digest(form.get('code') ?? '');
      const code = this.state.codes[key];
      delete this.state.codes[key];
      const valid =
        code !== undefined &&
        code.expiresAt > Date.now() &&
        code.clientId === client.clientId &&
        code.redirectUri === form.get('redirect_uri');
      if (!valid) return refused('invalid_grant', 'Invalid authorization code');
      return this.issueTokens(code.realmId, client.clientId, random('G'));
    }
    if (grantType === 'refresh_token') {
      const key = digest(form.get('refresh_token') ?? '');
      const refresh = this.state.refresh[key];
      if (!refresh || refresh.expiresAt <= Date.now() || refresh.clientId !== client.clientId) {
        return refused('invalid_grant', 'Incorrect or invalid refresh token');
      }
      delete this.state.refresh[key];
      return this.issueTokens(refresh.realmId, client.clientId, refresh.grantId);
    }
    return refused('unsupported_grant_type', 'Unsupported grant type');
  }

  /** Ends the grant that an access or refresh token belongs to. */
  revoke(authorization: string | undefined, token: string): TokenAnswer {
    if (!this.authenticate(authorization)) return refused('invalid_client', 'Client authentication failed', 401);
    const held = this.state.refresh[digest(token)] ?? this.state.access[digest(token)];
    if (!held) return refused('invalid_request', 'Token invalid');
    const ofGrant = ({ grantId }: { grantId: string }): boolean => grantId === held.grantId;
    dropWhere(this.state.refresh, ofGrant);
    dropWhere(this.state.access, ofGrant);
    return { status: 200, body: {} };
  }

  /** Realm that an access token opens; undefined if it is not valid. */
  realmOf(accessToken: string): string | undefined {
    const access = this.state.access[digest(accessToken)];
    return access && access.expiresAt > Date.now() ? access.realmId : undefined;
  }

  expireAccessTokens(): void {
    this.state.access = {};
  }

  revokeRefreshTokens(): void {
    this.state.refresh = {};
    this.state.access = {};
  }

  private issueTokens(realmId: string, clientId: string, grantId: string): TokenAnswer {
    const now = Date.now();
    const ended = ({ expiresAt }: { expiresAt: number }): boolean => expiresAt <= now;
    dropWhere(this.state.access, ended);
    dropWhere(this.state.codes, ended);
    dropWhere(this.state.refresh, ended);
    const accessToken = random('eyJ');
    const refreshToken = random('RT1-');
    this.state.access[digest(accessToken)] = { realmId, grantId, expiresAt: now + accessSeconds * 1000 };
    const grants = (this.state.grants ??= {});
    const grantEnd = this.lifetimes.grant === undefined ? grants[grantId] : now + this.lifetimes.grant * 1000;
    const grantExpiresAt = (grants[grantId] = grantEnd ?? now + grantSeconds * 1000);
    const refreshFor = this.lifetimes.refresh ?? refreshSeconds;
    this.state.refresh[digest(refreshToken)] = { realmId, grantId, clientId, expiresAt: now + refreshFor * 1000 };
    return {
      status: 200,
      body: {
        access_token: accessToken,
        refresh_token: refreshToken,
        token_type: 'bearer',
        expires_in: accessSeconds,
        x_refresh_token_expires_in: refreshFor,
        x_refresh_token_hard_expires_in: Math.floor((grantExpiresAt - now) / 1000),
      },
    };
  }

  private authenticate(authorization: string | undefined): OAuthClient | undefined {
    const encoded = /^Basic (.+)$/i.exec(authorization ?? '')?.[1] ?? '';
    const [clientId = '', clientSecret = ''] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
    const client = this.clients.find((candidate) => candidate.clientId === clientId);
    return client && same(client.clientSecret, clientSecret) ? client : undefined;
  }
}
