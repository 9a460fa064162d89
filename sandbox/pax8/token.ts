import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

export interface ApiClient {
  clientId: string;
  clientSecret: string;
}

const lifeSeconds = 86_400;
const audiences = ['https://api.pax8.com', 'api://p8p.client', 'api://provisioning', 'api://usage'];
const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
const same = (left: string, right: string): boolean =>
  timingSafeEqual(Buffer.from(digest(left)), Buffer.from(digest(right)));

export interface TokenAnswer {
  status: number;
  body: Record<string, unknown>;
}

/** Client credentials for access tokens of a day; there are no refresh tokens. Tokens are kept by their digest. */
export class Tokens {
  private readonly issued = new Map<string, { audience: string; expiresAt: number }>();
  private readonly revoked = new Set<string>();
  private readonly used = new Set<string>();

  constructor(private readonly clients: ApiClient[]) {}

  /** Answer of `POST /v1/token`; null where a member is missing or not one of those allowed. */
  issue(body: unknown): TokenAnswer | null {
    const request = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
    const { client_id: id, client_secret: secret, audience, grant_type: grantType } = request;
    if (typeof id !== 'string' || typeof secret !== 'string' || typeof audience !== 'string') return null;
    if (!audiences.includes(audience) || grantType !== 'client_credentials') return null;
    const client = this.clients.find(({ clientId }) => clientId === id);
    if (!client || !same(client.clientSecret, secret) || this.revoked.has(id)) {
      return { status: 401, body: { error: 'access_denied', error_description: 'Unauthorized' } };
    }
    this.used.add(id);
    const token = `eyJ${randomBytes(48).toString('base64url')}`;
    this.issued.set(digest(token), { audience, expiresAt: Date.now() + lifeSeconds * 1000 });
    return { status: 200, body: { access_token: token, expires_in: lifeSeconds, token_type: 'Bearer' } };
  }

  /** Whether a token opens the Partner API. */
  opens(token: string): boolean {
    const held = this.issued.get(digest(token));
    return held !== undefined && held.audience === audiences[0] && held.expiresAt > Date.now();
  }

  expire(): void {
    this.issued.clear();
  }

  /** Somebody has deleted the credentials that were used so far. */
  revoke(): void {
    for (const id of this.used) this.revoked.add(id);
    this.issued.clear();
  }
}
