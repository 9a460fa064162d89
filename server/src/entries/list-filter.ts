import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { errors } from '@strapi/utils';
import { entryFilter } from '../contracts/entries';
import { isLocalized, schemaOf } from '../linking/content-types';
import { databaseOf } from '../utils/database';
import { invalidField } from '../utils/errors';
import { hasPermission, listedType } from './content-manager';
import { entryIds } from './repository';

/** As it stands in the list view's URL: `filters[$and][0][__crosswalk][$eq]=linked`. */
const FILTER = '__crosswalk';

interface Wanted {
  uid: string;
  locale: string;
  /** As they were asked for: errors are thrown where Strapi answers them. */
  filters: unknown[];
}
type Where = Record<string, unknown>;

/**
 * The list view's filter by links. It is no attribute of the content type, so it is taken out of the query before the
 * Content Manager validates that, and put back as a condition of the statement: paging and counts stay the database's.
 */
export function takeFilter(strapi: Core.Strapi): (ctx: Context, next: () => Promise<unknown>) => Promise<unknown> {
  return (ctx, next) => {
    const uid = ctx.method === 'GET' ? listedType(ctx.path) : null;
    const filters = uid === null ? undefined : (ctx.query.filters as { $and?: Where[] } | undefined)?.$and;
    if (uid === null || !Array.isArray(filters)) return next();
    const mine = filters.filter((filter) => FILTER in filter);
    if (mine.length === 0) return next();
    const schema = schemaOf(strapi, uid);
    const locale = schema && isLocalized(schema) && typeof ctx.query.locale === 'string' ? ctx.query.locale : '';
    const wanted: Wanted = { uid, locale, filters: mine.map((filter) => (filter[FILTER] as Where | undefined)?.$eq) };
    ctx.state.crosswalk = wanted;
    const others = filters.filter((filter) => !(FILTER in filter));
    ctx.query = { ...ctx.query, filters: others.length > 0 ? { $and: others } : undefined } as typeof ctx.query;
    return next();
  };
}

/** Adds what `takeFilter` took to the statements that read the list. */
export function listFilter(strapi: Core.Strapi): void {
  const narrow = ({ model, params }: { model: { uid: string }; params: { where?: Where } }): void => {
    const ctx = strapi.requestContext.get() as Context | undefined;
    const wanted = ctx?.state.crosswalk as Wanted | undefined;
    if (!ctx || !wanted || wanted.uid !== model.uid) return;
    if (!hasPermission(ctx, 'read'))
      throw new errors.ForbiddenError('Your role may not see links. Ask an administrator for that permission.');
    const conditions = wanted.filters.map((value) => {
      const { data: filter } = entryFilter.safeParse(value);
      if (!filter) throw invalidField([FILTER], `${FILTER} is one of ${entryFilter.options.join(', ')}`);
      const ids = entryIds(databaseOf(strapi), wanted.uid, wanted.locale, filter);
      return { documentId: { [filter === 'none' ? '$notIn' : '$in']: ids } };
    });
    params.where = { $and: [params.where ?? {}, ...conditions] };
  };
  strapi.db.lifecycles.subscribe({ beforeFindMany: narrow, beforeCount: narrow } as never);
}
