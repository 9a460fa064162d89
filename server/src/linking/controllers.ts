import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import * as attention from '../contracts/attention';
import * as batches from '../contracts/batches';
import { listCoverage } from '../contracts/coverage';
import * as ignored from '../contracts/ignored';
import * as links from '../contracts/links';
import * as mappings from '../contracts/mappings';
import { databaseOf } from '../utils/database';
import { invalidField, notFound } from '../utils/errors';
import { handle } from '../utils/http';
import { paginationOf } from '../utils/pagination';
import { getService } from '../utils/services';
import { canUse, readableMappings, requireAccess } from './access';
import { hasDraftAndPublish, schemaOf } from './content-types';
import { listJournal } from './journal';
import { findLink, findRawLinks, listLinkRows } from './link-repository';
import { describeLinks } from './link-view';

export const mappingController = ({ strapi }: { strapi: Core.Strapi }) => {
  const service = () => getService(strapi, 'mappings');
  return {
    contentTypes: handle(mappings.listContentTypes, async ({ ctx }) => ({
      data: service()
        .contentTypes()
        .filter(({ uid }) => canUse(ctx, 'read', uid)),
    })),
    find: handle(mappings.listMappings, async ({ query }) => ({ data: await service().list(query.connectionId) })),
    create: handle(mappings.createMapping, async ({ body, ctx }) => {
      requireAccess(ctx, 'read', body.contentType);
      return { data: await service().describeOne(await service().create(body)) };
    }),
    update: handle(mappings.updateMapping, async ({ params, body, actor }) => {
      await service().update(params.id, body, actor.name);
      return { data: await service().describeOne(params.id) };
    }),
    threshold: handle(mappings.mappingThreshold, async ({ params, query, ctx }) => {
      const mapping = await service().get(params.id);
      requireAccess(ctx, 'read', mapping.contentType);
      return { data: await getService(strapi, 'thresholds').consequences(mapping, query) };
    }),
    delete: handle(mappings.deleteMapping, async ({ params }) => {
      await service().remove(params.id);
      return { data: { id: params.id } };
    }),
  };
};

export const linkController = ({ strapi }: { strapi: Core.Strapi }) => {
  const review = () => getService(strapi, 'review');
  const readable = (ctx: Context, connectionId?: string) => readableMappings(strapi, ctx, connectionId);
  /** Deciding on a link asks for the right to read its entry. */
  async function requireLinks(ctx: Context, ids: string[]): Promise<void> {
    const rows = await findRawLinks(databaseOf(strapi), ids);
    for (const uid of new Set(rows.map((row) => String(row.content_type)))) requireAccess(ctx, 'read', uid);
  }
  async function mappingFor(ctx: Context, id: string) {
    const mapping = await getService(strapi, 'mappings').get(id);
    requireAccess(ctx, 'read', mapping.contentType);
    return mapping;
  }

  return {
    find: handle(links.listLinks, async ({ query, ctx }) => {
      const { page, pageSize, sort, connectionId, ...filter } = query;
      const byAmount = sort === 'waiting:desc' || filter.waiting !== undefined;
      if (byAmount) {
        if (!connectionId) throw invalidField(['connectionId'], 'Name the connection whose unbilled amounts are meant');
        await getService(strapi, 'invoicing').refreshWaiting(connectionId);
      }
      const { rows, total } = await listLinkRows(
        databaseOf(strapi),
        { ...filter, mappings: await readable(ctx, connectionId) },
        sort,
        { offset: (page - 1) * pageSize, limit: pageSize },
      );
      const described = await describeLinks(strapi, rows);
      const meta = { pagination: paginationOf(query, total) };
      if (!byAmount) return { data: described, meta };
      const amounts = await getService(strapi, 'invoicing').findWaiting(rows.map(({ localKey }) => localKey));
      const keyOf = new Map(rows.map(({ id, localKey }) => [id, localKey]));
      return {
        data: described.map((link) => ({ ...link, waiting: amounts.get(keyOf.get(link.id) ?? '') ?? null })),
        meta,
      };
    }),
    findOne: handle(links.getLink, async ({ params, ctx }) => {
      const row = await findLink(databaseOf(strapi), params.id);
      if (!row) throw notFound('link', params.id);
      requireAccess(ctx, 'read', row.contentType);
      const [link] = await describeLinks(strapi, [row]);
      if (!link) throw notFound('link', params.id);
      return { data: link };
    }),
    confirm: handle(links.confirmLinks, async ({ body, actor, ctx }) => {
      await requireLinks(ctx, body.ids);
      return { data: await review().confirm(body.ids, actor) };
    }),
    keep: handle(links.keepLinks, async ({ body, actor, ctx }) => {
      await requireLinks(ctx, body.ids);
      return { data: await review().keep(body.ids, actor) };
    }),
    reject: handle(links.rejectLinks, async ({ body, actor, ctx }) => {
      await requireLinks(ctx, body.ids);
      return { data: await review().reject(body.ids, body.reason, actor) };
    }),
    unlink: handle(links.unlinkLinks, async ({ body, actor, ctx }) => {
      await requireLinks(ctx, body.ids);
      return { data: await review().unlink(body.ids, actor) };
    }),
    map: handle(links.mapRecords, async ({ body, actor, ctx }) => {
      await mappingFor(ctx, body.mappingId);
      return { data: await review().map(body, actor) };
    }),
    coverage: handle(listCoverage, async ({ query, ctx }) => ({
      data: await getService(strapi, 'coverage').history(await readable(ctx, query.connectionId), query.days),
    })),
    problems: handle(attention.listProblems, async ({ query, ctx }) => {
      const { rows, total } = await getService(strapi, 'problems').list(query, await readable(ctx, query.connectionId));
      return { data: rows, meta: { pagination: paginationOf(query, total) } };
    }),
    previewBatch: handle(batches.previewBatch, async ({ query, ctx }) => {
      const { act, connectionId, ...filter } = query;
      const mappings = await readable(ctx, connectionId);
      return { data: await getService(strapi, 'batches').preview(act, { ...filter, mappings }) };
    }),
    decideBatch: handle(batches.decideBatch, async ({ body, actor, ctx }) => {
      const { connectionId, ...asked } = body.filter;
      const filter = { ...asked, mappings: await readable(ctx, connectionId) };
      return { data: await getService(strapi, 'batches').decide({ ...body, filter }, actor) };
    }),
    summary: handle(links.reviewSummary, async ({ query }) => ({ data: await review().summary(query.connectionId) })),
    confirmAll: handle(links.confirmAll, async ({ body, actor }) => ({
      data: await review().confirmAll(body.connectionId, body.includeWarnings, body.expected, actor),
    })),
    decisions: handle(links.listDecisions, async ({ query }) => {
      const { rows, total } = await listJournal(databaseOf(strapi), query, query.page, query.pageSize);
      return { data: rows, meta: { pagination: paginationOf(query, total) } };
    }),
    undo: handle(links.undoDecision, async ({ params, actor }) => ({ data: await review().undo(params.id, actor) })),
    unlinked: handle(links.listUnlinked, async ({ params, query, ctx }) => {
      const mapping = await mappingFor(ctx, params.id);
      const { rows, total } = await getService(strapi, 'suggestions').unlinked(mapping, query);
      return { data: rows, meta: { pagination: paginationOf(query, total) } };
    }),
    ignore: handle(ignored.ignoreRecords, async ({ params, body, actor, ctx }) => {
      const mapping = await mappingFor(ctx, params.id);
      return { data: { count: await getService(strapi, 'ignoring').ignore(mapping, body.side, body.records, actor) } };
    }),
    stopIgnoring: handle(ignored.stopIgnoring, async ({ params, body, ctx }) => {
      const mapping = await mappingFor(ctx, params.id);
      return { data: { count: await getService(strapi, 'ignoring').stop(mapping, body.side, body.records) } };
    }),
    suggestions: handle(links.listSuggestions, async ({ params, query, ctx }) => {
      const mapping = await mappingFor(ctx, params.id);
      const result = await getService(strapi, 'suggestions').forRecord(
        mapping,
        query.side,
        query.recordId,
        query.locale,
        query.search,
        query.limit,
      );
      return { data: { ...result, mapping: await getService(strapi, 'mappings').describeOne(params.id) } };
    }),
    createForm: handle(links.createForm, async ({ params, query, ctx }) => ({
      data: await getService(strapi, 'creating').form(await mappingFor(ctx, params.id), query.externalId),
    })),
    createLocal: handle(links.createLocal, async ({ params, body, actor, ctx }) => {
      const mapping = await mappingFor(ctx, params.id);
      requireAccess(ctx, 'create', mapping.contentType);
      const schema = schemaOf(strapi, mapping.contentType);
      if (schema && hasDraftAndPublish(schema)) requireAccess(ctx, 'publish', mapping.contentType);
      return { data: await getService(strapi, 'creating').create(mapping, body.externalId, body.data, actor) };
    }),
  };
};
