import type { Core, UID } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import type { Context, Next } from 'koa';
import { TABLES } from '../constants';
import type { EntryReference } from '../contracts/content-api';
import { chunksOf, type Database, databaseOf } from '../utils/database';
import { mayRead } from './caller';

const PARAM = 'crosswalk';
const LINK_SCOPE = 'plugin::crosswalk.link.find';

interface Route {
  method?: string;
  handler?: unknown;
  info?: { type?: string; apiName?: string };
}

/** uid of the collection type that a route of the users' own API reads; null for all other routes. */
function contentTypeOf(strapi: Core.Strapi, route: Route | undefined): string | null {
  if (route?.method !== 'GET' || route.info?.apiName === undefined || typeof route.handler !== 'string') return null;
  const [, uid] = /^(api::[^.]+\.[^.]+)\.(find|findOne)$/.exec(route.handler) ?? [];
  if (uid === undefined) return null;
  const kind = (strapi.contentTypes as unknown as Record<string, { kind?: string } | undefined>)[uid]?.kind;
  return kind === 'collectionType' ? uid : null;
}

/**
 * Gives `find` and `findOne` of every users' collection type the parameter `?crosswalk=true`, which adds the
 * entry's confirmed links as `crosswalk`. Call it in `register`: the routes are not made yet.
 */
export function registerReferences(strapi: Core.Strapi): void {
  strapi.contentAPI.addQueryParams({
    [PARAM]: {
      // Text, as queries are; a boolean schema would refuse `?crosswalk=true`.
      schema: (z) => z.enum(['true', 'false']).optional(),
      matchRoute: (route) => contentTypeOf(strapi, route) !== null,
    },
  });
  // On the router of the content API, so that Strapi's error handling is around it and the route is known.
  strapi.server.api('content-api').use(async (ctx: Context, next: Next) => {
    await next();
    const asked = ctx.query[PARAM];
    if (asked === undefined || ctx.status !== 200) return;
    const uid = contentTypeOf(strapi, ctx.state.route as Route | undefined);
    if (uid === null) return;
    if (asked !== 'true' && asked !== 'false') {
      throw new errors.ValidationError('query crosswalk: must be true or false', {
        errors: [{ path: [PARAM], message: 'must be true or false', name: 'ValidationError' }],
      });
    }
    if (asked === 'false') return;
    if (!(await mayRead(strapi, ctx, LINK_SCOPE))) {
      // Of all 403s, this is the one whose words Strapi lets through to the caller.
      throw new errors.PolicyError(
        `crosswalk=true shows links, which needs the permission to find links (${LINK_SCOPE})`,
      );
    }
    await addReferences(strapi, uid, ctx);
  });
}

type Entry = Record<string, unknown>;

/** One statement for all entries of the answer, whatever their number. */
async function addReferences(strapi: Core.Strapi, uid: string, ctx: Context): Promise<void> {
  const { data } = (ctx.body ?? {}) as { data?: unknown };
  const entries = (Array.isArray(data) ? data : [data]).filter(
    (entry): entry is Entry => typeof (entry as Entry | null)?.documentId === 'string',
  );
  if (entries.length === 0) return;
  const references = await findReferences(databaseOf(strapi), uid, [
    ...new Set(entries.map((entry) => String(entry.documentId))),
  ]);
  const localized = isLocalized(strapi, uid);
  const asked = typeof ctx.query.locale === 'string' ? ctx.query.locale : null;
  const fallback = localized ? (asked ?? (await defaultLocale(strapi))) : '';
  for (const entry of entries) {
    // `Strapi-Response-Format: v4` nests an entry's values.
    const values = (entry.attributes as Entry | undefined) ?? entry;
    const locale = localized ? (typeof values.locale === 'string' ? values.locale : fallback) : '';
    values.crosswalk = (references.get(String(entry.documentId)) ?? [])
      .filter((row) => row.locale === locale)
      .map(({ locale: _locale, ...reference }) => reference);
  }
}

interface Row {
  local_id: string;
  local_locale: string | null;
  document_id: string;
  connection_id: string;
  connection_name: string;
  connection_state: EntryReference['connectionState'];
  record_type: string;
  external_id: string;
  external_label: string | null;
  attention: EntryReference['attention'] | '';
  label: string | null;
  active: boolean | number | null;
  deleted_at: unknown;
}

/** Confirmed links of entries with their connection and external record, by documentId. */
export async function findReferences(
  db: Database,
  contentType: string,
  documentIds: readonly string[],
): Promise<Map<string, (EntryReference & { locale: string })[]>> {
  const found = new Map<string, (EntryReference & { locale: string })[]>();
  for (const ids of chunksOf(documentIds)) {
    const rows: Row[] = await db({ l: TABLES.links })
      .join({ c: TABLES.connections }, 'c.document_id', 'l.connection_id')
      .leftJoin({ e: TABLES.externalRecords }, (join) =>
        join
          .on('e.connection_id', 'l.connection_id')
          .andOn('e.record_type', 'l.record_type')
          .andOn('e.external_id', 'l.external_id'),
      )
      .where({ 'l.content_type': contentType, 'l.state': 'confirmed' })
      .whereIn('l.local_id', ids)
      .orderBy('l.id')
      .select(
        'l.local_id',
        'l.local_locale',
        'l.document_id',
        'l.connection_id',
        'l.record_type',
        'l.external_id',
        'l.external_label',
        'l.attention',
      )
      .select({ connection_name: 'c.name', connection_state: 'c.state' })
      .select('e.label', 'e.active', 'e.deleted_at');
    for (const row of rows) {
      const list = found.get(row.local_id) ?? [];
      found.set(row.local_id, list);
      list.push({
        locale: row.local_locale ?? '',
        connection: row.connection_id,
        connectionName: row.connection_name,
        connectionState: row.connection_state,
        recordType: row.record_type,
        externalId: row.external_id,
        label: row.label ?? row.external_label ?? row.external_id,
        linkId: row.document_id,
        attention: row.attention || null,
        active: Boolean(row.active) && row.deleted_at === null,
      });
    }
  }
  return found;
}

function isLocalized(strapi: Core.Strapi, uid: string): boolean {
  const options = strapi.contentType(uid as UID.ContentType).pluginOptions as
    { i18n?: { localized?: boolean } } | undefined;
  return options?.i18n?.localized === true;
}

async function defaultLocale(strapi: Core.Strapi): Promise<string> {
  const locales = strapi.plugin('i18n')?.service('locales') as { getDefaultLocale(): Promise<string> } | undefined;
  return (await locales?.getDefaultLocale()) ?? '';
}
