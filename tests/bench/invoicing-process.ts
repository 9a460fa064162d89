import { spawn } from 'node:child_process';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { books, dataOf } from '../helpers/flow';
import { startInvoicing, statementsOf } from '../helpers/invoicing-flow';
import type { InvoicingService } from '../../server/src/invoicing/service';

/**
 * One database, one process: prints a line of JSON. An invoice of 100 lines, each with a part of its own, and one
 * record resolved over HTTP against a plain Strapi route that makes one query. The two take short turns, many times, and
 * the median of the rounds counts: other work on the machine changes speeds twofold within seconds.
 */
const LINES = 100;
const ROUNDS = 31;
const TURN_MS = 250;
const CONNECTIONS = 8;

const ascending = (values: number[]): number[] => [...values].sort((a, b) => a - b);
/** 0.5: the median. */
const quantile = (values: number[], share: number): number =>
  ascending(values)[Math.floor((values.length - 1) * share)] ?? 0;

/** Answers a second of both URLs, by round. */
function ratesOf(urls: readonly [string, string], token: string, rounds: number): Promise<[number, number][]> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [
      path.join(__dirname, 'http-client.mjs'),
      ...urls,
      token,
      String(rounds),
      String(TURN_MS),
      String(CONNECTIONS),
    ]);
    let text = '';
    let problem = '';
    child.stdout.on('data', (data: Buffer) => (text += data.toString()));
    child.stderr.on('data', (data: Buffer) => (problem += data.toString()));
    child.on('exit', (code) =>
      code === 0 ? resolve(JSON.parse(text) as [number, number][]) : reject(new Error(problem)),
    );
  });
}

async function main(): Promise<void> {
  const [company] = books.companies;
  if (!company) throw new Error('No company');
  const sku = (index: number) => `BENCH-${String(index).padStart(3, '0')}`;
  const items = Array.from({ length: LINES }, (_, index) => ({
    Id: String(1000 + index),
    Name: `Bench part ${sku(index)}`,
    Sku: sku(index),
    Type: 'NonInventory' as const,
    UnitPrice: index + 1,
  }));
  const app = await startInvoicing({
    books: { companies: [{ ...company, items: [...(company.items ?? []), ...items] }] },
  });
  const parts: string[] = [];
  for (const { Name: name, Sku, UnitPrice: price } of items) {
    const entry = await app.strapi.documents('api::part.part' as 'api::client.client').create({
      data: { name, sku: Sku, price },
      status: 'published',
    } as never);
    parts.push(entry.documentId);
  }
  const sync = dataOf<{ id: string }>(await app.admin.post(`/crosswalk/connections/${app.connection.id}/sync`));
  for (;;) {
    const { state } = dataOf<{ state: string }>(await app.admin.get(`/crosswalk/runs/${sync.id}`));
    if (state === 'succeeded') break;
    if (state === 'failed') throw new Error('The sync failed');
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  const present = new Set(
    dataOf<Array<{ local: { id: string } }>>(
      await app.admin.get(`/crosswalk/links?pageSize=100&state=confirmed&connectionId=${app.connection.id}`),
    ).map(({ local }) => local.id),
  );
  for (const [index, localId] of parts.entries()) {
    if (present.has(localId)) continue;
    const body = { mappingId: app.mappings.Parts?.id, localId, externalId: String(1000 + index) };
    dataOf(await app.admin.post('/crosswalk/links/map', body));
  }
  await app.goLive();
  const order = await app.strapi.documents('api::work-order.work-order' as 'api::client.client').create({
    data: {
      number: 'BENCH',
      client: app.ids.get('Alder & Finch Dental'),
      lines: parts.map((part, index) => ({ quantity: 1, unitPrice: index + 1, part })),
    },
  } as never);

  const service = app.strapi.plugin('crosswalk').service<InvoicingService>('invoicing');
  const connectionId = app.connection.id;
  const records = [
    { contentType: 'api::client.client', documentId: app.ids.get('Alder & Finch Dental') ?? '' },
    ...parts.map((documentId) => ({ contentType: 'api::part.part', documentId })),
  ];
  const statementsPerInvoice = await statementsOf(app, async () => {
    const answers = await service.resolveMany({ connectionId, records });
    if (!answers.every(({ reference }) => reference)) throw new Error('Not all lines resolved');
  });
  const request = { source: 'work-orders', connectionId, ids: [order.documentId] };
  const statementsPerPreflight = await statementsOf(app, async () => {
    const [result] = await service.preflight(request);
    if (!result?.ready) throw new Error('The invoice is not ready');
  });

  const tokens = app.strapi.service('admin::api-token-content-api') as unknown as {
    create(token: object): Promise<{ accessKey: string }>;
  };
  const { accessKey } = await tokens.create({ name: 'bench', description: '', type: 'full-access', lifespan: null });
  await new Promise<void>((resolve) => app.server.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}/api`;
  const urls = {
    plain: `${base}/parts/${parts[0] ?? ''}`,
    resolve: `${base}/crosswalk/resolve?contentType=api::part.part&documentId=${parts[0] ?? ''}&connection=${connectionId}`,
  };
  const statementsOfUrl = (url: string) =>
    statementsOf(app, () => fetch(url, { headers: { authorization: `Bearer ${accessKey}` } }));
  const statements = { plain: await statementsOfUrl(urls.plain), resolve: await statementsOfUrl(urls.resolve) };
  const both = [urls.resolve, urls.plain] as const;
  await ratesOf(both, accessKey, 4);
  const rates = await ratesOf(both, accessKey, ROUNDS);
  const ratios = rates.map(([resolve, plain]) => resolve / plain);
  const [low = 0, middle = 0, high = 0] = [0.25, 0.5, 0.75].map((share) => Number(quantile(ratios, share).toFixed(3)));
  process.stdout.write(
    `RESULT ${JSON.stringify({
      statementsPerInvoice,
      statementsPerPreflight,
      statementsPerRequest: statements,
      resolutionsPerSecond: Math.round(
        quantile(
          rates.map(([resolve]) => resolve),
          0.5,
        ),
      ),
      plainPerSecond: Math.round(
        quantile(
          rates.map(([, plain]) => plain),
          0.5,
        ),
      ),
      middleHalfOfRatios: [low, high],
      ratioToOneQueryRoute: middle,
    })}\n`,
  );
  await app.stop();
  process.exit(0);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
