import { spawn } from 'node:child_process';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { books } from '../helpers/flow';
import { dataOf } from '../helpers/flow';
import { startInvoicing, statementsOf } from '../helpers/invoicing-flow';
import type { InvoicingService } from '../../server/src/invoicing/service';

/**
 * One database, one process: prints a line of JSON. An invoice of 100 lines, each with a part of its own, and one
 * record resolved over HTTP against a plain Strapi route that makes one query, turn by turn.
 */
const LINES = 100;
const ROUNDS = 7;
const ROUND_MS = 2_000;
const CONNECTIONS = 8;

const median = (values: number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

function rate(url: string, token: string, ms = ROUND_MS): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [
      path.join(__dirname, 'http-client.mjs'),
      url,
      token,
      String(ms),
      String(CONNECTIONS),
    ]);
    let text = '';
    let problem = '';
    child.stdout.on('data', (data: Buffer) => (text += data.toString()));
    child.stderr.on('data', (data: Buffer) => (problem += data.toString()));
    child.on('exit', (code) => (code === 0 ? resolve(Number(text)) : reject(new Error(problem))));
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
  for (const url of Object.values(urls)) await rate(url, accessKey, 1_000);
  const rates = { plain: [] as number[], resolve: [] as number[] };
  for (let round = 0; round < ROUNDS; round += 1) {
    rates.plain.push(await rate(urls.plain, accessKey));
    rates.resolve.push(await rate(urls.resolve, accessKey));
  }
  const ratios = rates.resolve.map((value, index) => value / (rates.plain[index] ?? Number.NaN));
  process.stdout.write(
    `RESULT ${JSON.stringify({
      statementsPerInvoice,
      statementsPerPreflight,
      statementsPerRequest: statements,
      resolutionsPerSecond: Math.round(median(rates.resolve)),
      plainPerSecond: Math.round(median(rates.plain)),
      ratios: ratios.map((ratio) => Number(ratio.toFixed(3))),
      ratioToOneQueryRoute: Number(median(ratios).toFixed(3)),
    })}\n`,
  );
  await app.stop();
  process.exit(0);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
