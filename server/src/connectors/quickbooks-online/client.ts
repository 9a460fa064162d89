import type { ConnectorContext } from '../contract';
import { ConnectorError } from '../errors';
import { HttpClient, type BearerSource } from '../http';
import { Limiter } from '../limiter';
import { isJson, type Json } from '../values';
import { readFault, vendor } from './errors';
import { bearerOf } from './oauth';
import { optionsOf } from './options';
import { sentence } from '../../utils/sentence';

/** Version of the vendor's schema; 75 is the base since August 2025. */
const minorversion = '75';

/** The vendor's limits for one app and company; older documents say 10 at a time, newer ones 10 a second. */
const limits = { perMinute: 500, perSecond: 10, concurrent: 10 };
const limiters = new Map<string, Limiter>();

/** The one limiter of a company in this process. */
const limiterOf = (apiUrl: string, realmId: string): Limiter => {
  const key = `${apiUrl} ${realmId}`;
  const limiter = limiters.get(key) ?? new Limiter(limits);
  limiters.set(key, limiter);
  return limiter;
};

/** The accounting API of one company. */
export interface Company {
  /** Answer of `SELECT …`: the members of `QueryResponse`. */
  query(statement: string): Promise<Json>;
  read(path: string): Promise<Json>;
  /** Answer of change data capture for some entities. */
  changes(entities: readonly string[], since: Date): Promise<Json>;
  /** Creates an entity, once; `requestId` makes the vendor repeat its first answer. */
  create(entity: string, requestId: string, body: Json): Promise<Json>;
  /** Changes an entity. Its `SyncToken` keeps the vendor from doing it twice. */
  update(entity: string, body: Json): Promise<Json>;
}

/** Text of a query in single quotes: the vendor escapes with a backslash. */
export const quote = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`;

const object = (value: unknown): Json => {
  if (isJson(value)) return value;
  throw new ConnectorError(
    'unavailable',
    sentence('qbo.notUnderstood', 'QuickBooks sent an answer that Crosswalk does not understand.'),
  );
};

/** Opens the company `realmId` with tokens of `bearer`, by default those of the connection. */
export const openCompany = (
  ctx: Pick<ConnectorContext, 'options' | 'signal'>,
  realmId: string,
  bearer: BearerSource,
): Company => {
  if (!/^\d{1,20}$/.test(realmId))
    throw new ConnectorError('reauthorize', sentence('qbo.connectFirst', 'Connect to QuickBooks first.'));
  const { apiUrl, clientSecret } = optionsOf(ctx);
  const client = new HttpClient({
    baseUrl: apiUrl,
    vendor,
    readError: readFault,
    bearer,
    limiter: limiterOf(apiUrl, realmId),
    signal: ctx.signal,
    secrets: [clientSecret ?? ''],
    // The vendor gives up after 120 s; a write that is still working then must not look lost to us.
    timeoutMs: 125_000,
  });
  const base = `/v3/company/${realmId}`;
  const post = async (entity: string, body: Json, query: Record<string, string>): Promise<Json> =>
    object((await client.request({ method: 'POST', path: `${base}/${entity}`, query, body })).json);
  return {
    query: async (statement) => {
      const answer = await client.request({
        method: 'GET',
        path: `${base}/query`,
        query: { query: statement, minorversion },
      });
      return object(object(answer.json).QueryResponse);
    },
    read: async (path) => {
      const answer = await client.request({ method: 'GET', path: `${base}/${path}`, query: { minorversion } });
      return object(answer.json);
    },
    changes: async (entities, since) => {
      const answer = await client.request({
        method: 'GET',
        path: `${base}/cdc`,
        query: { entities: entities.join(','), changedSince: since.toISOString(), minorversion },
      });
      return object(answer.json);
    },
    create: (entity, requestId, body) => post(entity, body, { requestid: requestId, minorversion }),
    update: (entity, body) => post(entity, body, { minorversion }),
  };
};

/** The company of a connection. */
export const companyOf = (ctx: ConnectorContext): Company => openCompany(ctx, ctx.accountId, bearerOf(ctx));

/** Name of the company. */
export const companyName = async (company: Company, realmId: string): Promise<string | null> => {
  const { CompanyInfo: info } = await company.read(`companyinfo/${realmId}`);
  return isJson(info) && typeof info.CompanyName === 'string' ? info.CompanyName : null;
};
