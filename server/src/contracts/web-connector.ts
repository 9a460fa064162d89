import { z } from 'zod';
import { dataOf, idParams, timestamp, words } from './common';
import { endpoint } from './endpoint';

/** What a Web Connector needs to know of a connection, and its last visit. */
export const webConnectorAccess = z.object({
  /** Name and content (XML) of the file that adds the connection to a Web Connector. It holds no password. */
  fileName: z.string(),
  file: z.string(),
  url: z.string(),
  userName: z.string(),
  /** Why the Web Connector would refuse the address, in words. */
  urlProblem: z.string().nullable(),
  urlProblemWords: words.optional(),
  lastVisitAt: timestamp.nullable(),
  /** Name of the QuickBooks that was there, e.g. `QuickBooks Pro 2024`. */
  product: z.string().nullable(),
  /** Why the last visit could not do its work, in words. */
  problem: z.string().nullable(),
  problemWords: words.optional(),
  /** Requests that wait to be fetched. */
  openRequests: z.number().int(),
});
export type WebConnectorAccess = z.infer<typeof webConnectorAccess>;

/** The .qwc file of a QuickBooks Desktop connection and the state of its Web Connector. 400 for other connections. */
export const getWebConnector = endpoint({
  method: 'GET',
  path: '/connections/:id/web-connector',
  permission: 'configure',
  params: idParams,
  response: dataOf(webConnectorAccess),
});
