import type { Context } from 'koa';
import { errors } from '@strapi/utils';

interface Ability {
  can(action: string, subject: string): boolean;
}

/** Crosswalk shows fields of users' entries only to admins who may see them in the Content Manager. */
export function canUse(ctx: Context, action: 'read' | 'create' | 'update' | 'publish', contentType: string): boolean {
  const ability = ctx.state.userAbility as Ability | undefined;
  return ability?.can(`plugin::content-manager.explorer.${action}`, contentType) ?? false;
}

export function requireAccess(
  ctx: Context,
  action: 'read' | 'create' | 'update' | 'publish',
  contentType: string,
): void {
  if (!canUse(ctx, action, contentType)) {
    throw new errors.ForbiddenError(
      `Your role may not ${action} entries of ${contentType}. Ask an administrator for that permission in the Content Manager.`,
    );
  }
}
