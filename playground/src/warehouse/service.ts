import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Article {
  code: string;
  title: string;
  /** Decimal text. */
  price: string;
  retired?: boolean;
}

/** What the demo's warehouse holds. */
export const articles: Article[] = [
  { code: 'W-100', title: 'Cat6 patch cable 3 m', price: '6.50' },
  { code: 'W-101', title: 'UniFi U7 Pro access point', price: '189.00' },
  { code: 'W-102', title: 'ThinkCentre M70q', price: '749.00' },
  { code: 'W-103', title: 'Rack shelf, 2 HE', price: '38.90', retired: true },
];
export const demoKey = 'demo-warehouse-key';

/** A small REST service of the kind that a business writes itself: `GET /articles?page=1` with the header `x-api-key`. */
export async function startWarehouse(stock = articles, key = demoKey) {
  const size = 100;
  let interfere: (request: {
    path: string;
  }) => { status: number; retryAfter?: number; body?: string } | 'cut' | 'slow' | null = () => null;
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://warehouse');
    const answer = (status: number, body: unknown, headers: Record<string, string> = {}) => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
    };
    const met = interfere({ path: url.pathname });
    if (met === 'cut') return void request.socket.destroy();
    if (met === 'slow') return;
    if (met)
      return answer(
        met.status,
        met.body ?? { error: 'no' },
        met.retryAfter ? { 'retry-after': String(met.retryAfter) } : {},
      );
    if (request.headers['x-api-key'] !== key) return answer(401, { error: 'This key opens nothing' });
    if (url.pathname !== '/articles') return answer(404, { error: 'There are articles only' });
    const page = Number(url.searchParams.get('page') ?? 1);
    answer(200, {
      articles: stock.slice((page - 1) * size, page * size),
      total: stock.length,
      pages: Math.max(1, Math.ceil(stock.length / size)),
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** Lets tests answer in the place of the service. */
    interfere: (act: typeof interfere) => (interfere = act),
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
