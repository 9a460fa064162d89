/**
 * A connector of a third party: the articles of the warehouse service. `kit` is what Crosswalk hands out:
 * `strapi.plugin('crosswalk').service('connectors').kit`. How it is written and why: docs/connectors.md.
 */
interface Answer {
  status: number;
  json: unknown;
}
interface Client {
  request(request: { method: 'GET'; path: string; query: Record<string, string> }): Promise<Answer>;
}
interface Context {
  options: Record<string, unknown>;
  secrets: { read(): Promise<Record<string, string>> };
  signal: AbortSignal;
}
export interface Kit {
  HttpClient: new (options: Record<string, unknown>) => Client;
  ConnectorError: new (kind: 'reauthorize' | 'rejected' | 'unavailable', message: string) => Error;
  z: { object(shape: Record<string, unknown>): unknown; url(): { default(value: string): unknown } };
}
interface Row {
  code?: unknown;
  title?: unknown;
  price?: unknown;
  retired?: unknown;
}

export const warehouse = ({ HttpClient, ConnectorError, z }: Kit, url: string) => {
  async function page(ctx: Context, number: number): Promise<{ rows: Row[]; pages: number; total: number }> {
    const { apiKey = '' } = await ctx.secrets.read();
    const client = new HttpClient({
      baseUrl: ctx.options.url,
      vendor: 'Warehouse',
      headers: { 'x-api-key': apiKey },
      secrets: [apiKey],
      signal: ctx.signal,
      readError: ({ status }: Answer) =>
        status === 401 ? new ConnectorError('reauthorize', 'Warehouse refuses the API key. Enter it again.') : null,
    });
    const { json } = await client.request({ method: 'GET', path: '/articles', query: { page: String(number) } });
    const { articles, pages, total } = json as { articles?: unknown; pages?: unknown; total?: unknown };
    // A list that is not understood must not pass for an empty one: its records would be taken for deleted.
    if (!Array.isArray(articles) || typeof pages !== 'number')
      throw new ConnectorError('unavailable', 'Warehouse answered with something that is no list.');
    return { rows: articles as Row[], pages, total: Number(total) };
  }

  return {
    id: 'warehouse',
    displayName: 'Warehouse',
    description: 'Articles of the warehouse service: an example of a connector of your own.',
    fields: [
      { name: 'apiKey', label: 'API key', kind: 'secret', required: true, hint: 'The demo’s is demo-warehouse-key' },
    ],
    settings: z.object({}),
    options: z.object({ url: z.url().default(url) }),
    auth: { type: 'none' },
    recordTypes: () => [{ id: 'article', label: 'Articles', roles: ['name', 'sku', 'price'] }],
    account: async (ctx: Context) => {
      await page(ctx, 1);
      return { id: 'warehouse', name: 'Warehouse' };
    },
    async list(ctx: Context, { recordType, cursor }: { recordType: string; cursor: string | null }) {
      if (recordType !== 'article') throw new ConnectorError('rejected', `Warehouse has no ${recordType}.`);
      if (cursor !== null && !/^[1-9]\d*$/.test(cursor))
        throw new ConnectorError('rejected', 'That is no page of Warehouse. Start a full sync.');
      const number = Number(cursor ?? 1);
      const { rows, pages, total } = await page(ctx, number);
      const readable = rows.filter(({ code, title }) => typeof code === 'string' && typeof title === 'string' && title);
      return {
        records: readable.map(({ code, title, price, retired }) => ({
          externalId: code as string,
          label: title as string,
          active: retired !== true,
          roles: { name: title as string, sku: code as string, ...(typeof price === 'string' ? { price } : {}) },
          raw: { price, retired: retired === true },
        })),
        problems: rows
          .filter((row) => !readable.includes(row))
          .map(({ code }) => ({ line: null, recordId: String(code), message: `Article ${String(code)} has no title` })),
        cursor: number < pages ? String(number + 1) : null,
        total,
      };
    },
  };
};
