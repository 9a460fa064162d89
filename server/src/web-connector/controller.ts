import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { findConnection } from '../connections/repository';
import { readCall, writeFault, writeResult, writeWsdl } from '../connectors/quickbooks-desktop/soap';
import { XmlError } from '../connectors/quickbooks-desktop/xml';
import { getWebConnector } from '../contracts/web-connector';
import { databaseOf } from '../utils/database';
import { handle } from '../utils/http';
import { getService } from '../utils/services';
import { serviceUrl } from './address';

const answerXml = (ctx: Context, status: number, xml: string): void => {
  ctx.status = status;
  ctx.type = 'text/xml; charset=utf-8';
  ctx.body = xml;
};

/** The admin's side: the .qwc file. */
export const webConnectorController = ({ strapi }: { strapi: Core.Strapi }) => ({
  findOne: handle(getWebConnector, async ({ params }) => ({
    data: await getService(strapi, 'webConnector').describe(params.id),
  })),
});

/** The Web Connector's side: SOAP 1.1 with a login of its own. */
export const webConnectorService = ({ strapi }: { strapi: Core.Strapi }) => {
  async function connectionOf(ctx: Context) {
    const { id } = ctx.params as { id: string };
    const row = await findConnection(databaseOf(strapi), id);
    const isVisited = row && getService(strapi, 'connectors').get(row.connector).auth.type === 'web-connector';
    return isVisited ? row : null;
  }

  return {
    /** `?wsdl` describes the service; without it, a person may have followed the address of the .qwc file. */
    async describe(ctx: Context): Promise<void> {
      const connection = await connectionOf(ctx);
      if (!connection) return ctx.throw(404, 'This address belongs to no connection');
      if (Object.keys(ctx.query).some((key) => key.toLowerCase() === 'wsdl'))
        return answerXml(ctx, 200, writeWsdl(serviceUrl(strapi, connection.id)));
      ctx.type = 'text/plain; charset=utf-8';
      ctx.body = 'This is where the QuickBooks Web Connector calls Crosswalk. Add the .qwc file to it.';
    },

    async serve(ctx: Context): Promise<void> {
      const { soap } = ctx.state as { soap?: string | null };
      if (soap === null) return answerXml(ctx, 413, writeFault('Client', 'The request is too long'));
      const connection = await connectionOf(ctx);
      if (!connection)
        return answerXml(
          ctx,
          404,
          writeFault(
            'Client',
            'This address belongs to no connection. Download the .qwc file of one and add it again.',
          ),
        );
      try {
        const call = readCall(soap ?? '');
        answerXml(ctx, 200, writeResult(call.method, await getService(strapi, 'webConnector').call(connection, call)));
      } catch (error) {
        // SOAP 1.1 answers faults with 500, the caller's too.
        if (error instanceof XmlError) return answerXml(ctx, 500, writeFault('Client', error.message));
        strapi.log.error(
          `crosswalk: a call of the Web Connector failed: ${error instanceof Error ? error.stack : String(error)}`,
        );
        answerXml(ctx, 500, writeFault('Server', 'Crosswalk could not answer; its log says why. Try again later.'));
      }
    },
  };
};
