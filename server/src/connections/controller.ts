import type { Core } from '@strapi/strapi';
import {
  authorizeConnection,
  completeAuthorization as completeEndpoint,
  completeStep,
  createConnection,
  deleteConnection,
  disconnectConnection,
  getConnection,
  listConnections,
  listConnectors,
  matchConnection,
  setFileColumns,
  syncConnection,
  updateConnection,
  uploadFile,
} from '../contracts/connections';
import { ConflictError } from '../utils/errors';
import { handle, uploadedFile } from '../utils/http';
import { getService } from '../utils/services';
import { authorizeUrl, completeAuthorization, disconnect, redirectUriOf } from './oauth';
import { hasEncryptionKey } from './secrets';
import { sentence } from '../utils/sentence';

export const connectionController = ({ strapi }: { strapi: Core.Strapi }) => {
  const service = () => getService(strapi, 'connections');
  return {
    connectors: handle(listConnectors, async () => ({
      data: getService(strapi, 'connectors').list(),
      meta: { encryptionKeySet: hasEncryptionKey(strapi), redirectUri: redirectUriOf(strapi) },
    })),
    find: handle(listConnections, async () => ({ data: await service().list() })),
    findOne: handle(getConnection, async ({ params }) => ({ data: await service().describeOne(params.id) })),
    create: handle(createConnection, async ({ body }) => ({ data: await service().create(body) })),
    update: handle(updateConnection, async ({ params, body }) => ({ data: await service().update(params.id, body) })),
    delete: handle(deleteConnection, async ({ params, query }) => {
      await service().remove(params.id, query.confirm);
      return { data: { id: params.id } };
    }),
    authorize: handle(authorizeConnection, async ({ params, actor }) => ({
      data: { url: await authorizeUrl(strapi, await service().get(params.id), actor) },
    })),
    completeAuthorization: handle(completeEndpoint, async ({ body, actor }) => ({
      data: await service().describeOne(await completeAuthorization(strapi, body, actor)),
    })),
    disconnect: handle(disconnectConnection, async ({ params, actor }) => {
      await disconnect(strapi, await service().get(params.id), actor);
      return { data: await service().describeOne(params.id) };
    }),
    upload: handle(uploadFile, async ({ params, ctx }) => {
      const file = uploadedFile(ctx);
      return {
        data: await service().upload(params.id, {
          path: file.filepath,
          name: file.originalFilename ?? 'file.csv',
          bytes: file.size,
        }),
      };
    }),
    setColumns: handle(setFileColumns, async ({ params, body }) => ({
      data: await service().setColumns(params.id, body),
    })),
    sync: handle(syncConnection, async ({ params, body, actor }) => ({
      data: await getService(strapi, 'sync').start(params.id, actor.name, body),
    })),
    match: handle(matchConnection, async ({ params, actor }) => ({
      data: await getService(strapi, 'sync').startMatch(params.id, actor.name),
    })),
    completeStep: handle(completeStep, async ({ params, actor }) => {
      const next = { sync: 'review', review: 'map', map: 'create', create: 'check', check: 'done' } as const;
      const row = await service().get(params.id);
      if (row.state === 'draft')
        throw new ConflictError(sentence('connections.connectFirst', 'Connect the system first.'));
      if (params.step === 'check') await getService(strapi, 'review').finalize(params.id, actor);
      else await service().reachStep(params.id, next[params.step]);
      return { data: await service().describeOne(params.id) };
    }),
  };
};
