import type { Core } from '@strapi/strapi';
import { writeQwc } from '../connectors/quickbooks-desktop/qwc';
import type { WebConnectorAccess } from '../contracts/web-connector';
import { databaseOf, toText } from '../utils/database';
import { invalidField } from '../utils/errors';
import { getService } from '../utils/services';
import { addressProblem, serviceUrl } from './address';
import { countOpen, findSession } from './repository';

/** The .qwc file of a connection, and what is known of its Web Connector. */
export async function describeAccess(strapi: Core.Strapi, connectionId: string): Promise<WebConnectorAccess> {
  const connection = await getService(strapi, 'connections').get(connectionId);
  const connector = getService(strapi, 'connectors').get(connection.connector);
  if (connector.auth.type !== 'web-connector')
    throw invalidField(['id'], `${connector.displayName} does not use the Web Connector`);
  const { settings } = connection;
  const url = serviceUrl(strapi, connectionId);
  const urlProblem = addressProblem(url);
  const session = await findSession(databaseOf(strapi), connectionId);
  const open = await countOpen(databaseOf(strapi), connectionId);
  const userName = toText(settings.userName);
  return {
    fileName: `${connection.name.replace(/[^\w.-]+/g, ' ').trim() || 'crosswalk'}.qwc`,
    file: writeQwc({
      name: `Crosswalk ${connection.name}`,
      url,
      userName,
      ownerId: toText(settings.ownerId),
      fileId: toText(settings.fileId),
    }),
    url,
    userName,
    urlProblem: urlProblem?.message ?? null,
    ...(urlProblem?.words && { urlProblemWords: urlProblem.words }),
    lastVisitAt: session?.openedAt ?? null,
    product: session?.product ?? null,
    problem: session?.problem ?? null,
    ...(session?.problemWords && { problemWords: session.problemWords }),
    openRequests: open.requests,
  };
}
