import type { Core } from '@strapi/strapi';
import { cancelRun, getRun, listRuns, resumeRun } from '../contracts/runs';
import { handle } from '../utils/http';
import { paginationOf } from '../utils/pagination';
import { getService } from '../utils/services';

export const runController = ({ strapi }: { strapi: Core.Strapi }) => ({
  find: handle(listRuns, async ({ query }) => {
    const { rows, total } = await getService(strapi, 'runs').list(query, query.page, query.pageSize);
    return { data: rows, meta: { pagination: paginationOf(query, total) } };
  }),
  findOne: handle(getRun, async ({ params }) => ({ data: await getService(strapi, 'runs').get(params.id) })),
  cancel: handle(cancelRun, async ({ params }) => ({ data: await getService(strapi, 'runs').cancel(params.id) })),
  resume: handle(resumeRun, async ({ params, body }) => ({
    data: await getService(strapi, 'runs').resume(params.id, body.answer),
  })),
});
