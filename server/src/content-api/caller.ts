import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import type { Context } from 'koa';

interface Auth {
  strategy?: { name?: string };
  credentials?: { id?: number | string; name?: string | null; username?: string | null; email?: string | null } | null;
}

/** Throws where the caller lacks a scope. */
interface Verifier {
  verify(auth: unknown, config: { scope: string[] }): Promise<void>;
}

/** Who calls the content API: for the journal, and to keep Idempotency-Keys of callers apart. */
export function callerOf(ctx: Context): { id: string; name: string } {
  const { strategy, credentials } = (ctx.state.auth ?? {}) as Auth;
  if (!credentials) return { id: 'public', name: 'Public API' };
  const id = `${strategy?.name ?? 'api'}:${credentials.id ?? ''}`;
  if (strategy?.name === 'users-permissions') {
    return { id, name: credentials.username ?? credentials.email ?? `User ${credentials.id ?? ''}` };
  }
  return { id, name: credentials.name ? `API token ${credentials.name}` : 'API token' };
}

/** Whether the caller of an authenticated request may also do `scope`, e.g. `api::client.client.find`. */
export async function mayRead(strapi: Core.Strapi, ctx: Context, scope: string): Promise<boolean> {
  try {
    await strapi.get<Verifier>('auth').verify(ctx.state.auth, { scope: [scope] });
    return true;
  } catch (error) {
    if (error instanceof errors.ForbiddenError || error instanceof errors.UnauthorizedError) return false;
    throw error;
  }
}
