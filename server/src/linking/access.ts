import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { databaseOf } from '../utils/database';
import { forbidden } from '../utils/errors';
import { sentence } from '../utils/sentence';
import { findMappings } from './mapping-repository';

interface Ability {
  can(action: string, subject: string): boolean;
}

/** Crosswalk shows fields of users' entries only to admins who may see them in the Content Manager. */
export function canUse(ctx: Context, action: 'read' | 'create' | 'update' | 'publish', contentType: string): boolean {
  const ability = ctx.state.userAbility as Ability | undefined;
  return ability?.can(`plugin::content-manager.explorer.${action}`, contentType) ?? false;
}

const ACT_WORDS = {
  read: sentence('entries.read', 'read'),
  create: sentence('entries.create', 'create'),
  update: sentence('entries.update', 'update'),
  publish: sentence('entries.publish', 'publish'),
};

export function requireAccess(
  ctx: Context,
  action: 'read' | 'create' | 'update' | 'publish',
  contentType: string,
): void {
  if (!canUse(ctx, action, contentType)) {
    throw forbidden(
      sentence(
        'entries.mayNot',
        'Your role may not {act} entries of {contentType}. Ask an administrator for that permission in the Content Manager.',
        { act: ACT_WORDS[action], contentType },
      ),
    );
  }
}

/** Mappings whose entries the caller may read; of one connection where that is asked for. */
export const readableMappings = async (strapi: Core.Strapi, ctx: Context, connectionId?: string): Promise<string[]> =>
  (await findMappings(databaseOf(strapi), connectionId)).flatMap(({ id, contentType }) =>
    canUse(ctx, 'read', contentType) ? id : [],
  );
