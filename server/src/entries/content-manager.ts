import type { Context } from 'koa';
import type { Permission } from '../contracts/endpoint';

interface Ability {
  can(action: string): boolean;
}

/** Content type of a request for a list of the Content Manager; null for any other request. */
export const listedType = (path: string): string | null =>
  /^\/content-manager\/collection-types\/([^/]+)\/?$/.exec(path)?.[1] ?? null;

/** Content type of a request for the configuration of its views; null for any other request. */
export const configuredType = (path: string): string | null =>
  /^\/content-manager\/content-types\/([^/]+)\/configuration\/?$/.exec(path)?.[1] ?? null;

/** Whether the admin of a request of Strapi's own has one of our permissions. */
export const hasPermission = (ctx: Context, permission: Permission): boolean =>
  (ctx.state.userAbility as Ability | undefined)?.can(`plugin::crosswalk.${permission}`) ?? false;
