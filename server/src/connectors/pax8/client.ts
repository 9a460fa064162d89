import type { ConnectorContext } from '../contract';
import { HttpClient } from '../http';
import { isJson, type Json } from '../values';
import { notUnderstood, readError, vendor } from './errors';
import { optionsOf } from './options';
import { bearerOf, keysOf, limiterOf } from './token';
import { sentence } from '../../utils/sentence';

/** The largest page of the vendor's. */
export const pageSize = 200;

export interface Page {
  rows: unknown[];
  /** Number of the next page; null after the last one. */
  next: number | null;
  /** Rows of all pages, where the vendor tells. */
  total: number | null;
}

/** The Partner API as one partner sees it. Paths are those below `/v1`. */
export interface Partner {
  read(path: string): Promise<Json>;
  /** One page of a list, counted from 0. */
  page(path: string, number: number, query?: Record<string, string>, size?: number): Promise<Page>;
  patch(path: string, body: Json): Promise<Json>;
  /** Sent once: the vendor knows no idempotency key. */
  create(path: string, body: Json): Promise<Json>;
}

const object = (value: unknown): Json => {
  if (isJson(value)) return value;
  throw notUnderstood(sentence('pax8.answer', 'an answer'));
};

/** Reads `{ content, page: { size, totalElements, totalPages, number } }`. */
const pageOf = (answer: unknown, number: number, size: number): Page => {
  const { content, page } = object(answer);
  // Taken for an empty list, it would have all records marked as deleted.
  if (!Array.isArray(content)) throw notUnderstood(sentence('pax8.list', 'a list'));
  const { totalPages, totalElements } = isJson(page) ? page : {};
  const more = typeof totalPages === 'number' ? number + 1 < totalPages : content.length >= size;
  // Taken for the end, the rest would be marked as deleted; believed, it might never end.
  if (more && content.length === 0) throw notUnderstood(sentence('pax8.brokenList', 'a list that breaks off'));
  return {
    rows: content as unknown[],
    next: more ? number + 1 : null,
    total: typeof totalElements === 'number' && Number.isInteger(totalElements) ? totalElements : null,
  };
};

/** Whether an answer says that it is another page than the one asked for. */
const isOtherPage = (answer: unknown, number: number): boolean => {
  const { page } = object(answer);
  return isJson(page) && typeof page.number === 'number' && page.number !== number;
};

export const openPartner = async (ctx: ConnectorContext): Promise<Partner> => {
  const { clientId, clientSecret } = keysOf(await ctx.secrets.read());
  const client = new HttpClient({
    baseUrl: `${optionsOf(ctx).apiUrl}/v1`,
    vendor,
    readError,
    bearer: bearerOf(ctx),
    limiter: limiterOf(clientId),
    signal: ctx.signal,
    secrets: [clientId, clientSecret],
    // As the vendor's own client: 30 s, then 1, 2 and 4 s apart.
    timeoutMs: 30_000,
    backoffMs: 1000,
  });
  return {
    read: async (path) => object((await client.request({ method: 'GET', path })).json),
    page: async (path, number, query = {}, size = pageSize) => {
      const paging = { page: String(number), size: String(size) };
      const ask = async () => (await client.request({ method: 'GET', path, query: { ...query, ...paging } })).json;
      const answer = await ask();
      // A page sent twice comes right when it is asked for again. One that calls itself so again just counts otherwise,
      // as the examples of the vendor's own specification do.
      return pageOf(isOtherPage(answer, number) ? await ask() : answer, number, size);
    },
    create: async (path, body) => object((await client.request({ method: 'POST', path, body })).json),
    patch: async (path, body) => object((await client.request({ method: 'PATCH', path, body })).json),
  };
};

/** All rows of a list, page by page. */
export async function* eachRow(
  partner: Partner,
  path: string,
  query: Record<string, string> = {},
): AsyncGenerator<unknown> {
  for (let number: number | null = 0; number !== null;) {
    const page: Page = await partner.page(path, number, query);
    yield* page.rows;
    number = page.next;
  }
}
