import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { ConnectorContext, CreateRequest, UpdateRequest } from '../../server/src/connectors/contract';
import { ConnectorError } from '../../server/src/connectors/errors';
import { pax8 } from '../../server/src/connectors/pax8';
import { freePort } from '../../scripts/lib/processes';
import { missingSpecs, specs } from '../helpers/specs';
import { contextFor } from '../unit/connectors/pax8.fixture';
import { check } from './check';

/**
 * A mock server that others made out of the vendor's OpenAPI: it refuses requests that the specification does not
 * know, and answers with the vendor's own examples. It is fetched when it is needed, as it has hundreds of packages
 * and only those who have the specification can run it.
 */
const PRISM = '@stoplight/prism-cli@5.14.2';
const FETCH_MS = 180_000;

/** Where npx has it; null if it cannot be fetched. */
function fetchPrism(): string | null {
  const args = ['--yes', '--prefer-offline', '--package', PRISM, '-c', 'command -v prism'];
  const { status, stdout } = spawnSync('npx', args, { timeout: FETCH_MS, encoding: 'utf8' });
  return status === 0 ? stdout.trim() : null;
}
const noSpecs = missingSpecs('pax8/pax8-partner-endpoints-openapi.json');
const prism = noSpecs === null ? fetchPrism() : null;
const missing = noSpecs ?? (prism === null ? `skipped, as npx cannot fetch ${PRISM}` : null);

describe("Pax8, against a mock server made from the vendor's OpenAPI", () => {
  const processes: ChildProcess[] = [];

  /** A mock of one document on a port of its own; its address. */
  async function mock(document: string): Promise<string> {
    const port = await freePort();
    const args = ['mock', '-h', '127.0.0.1', '-p', String(port), specs(document)];
    const child = spawn(prism ?? '', args, { stdio: 'ignore' });
    processes.push(child);
    const url = `http://127.0.0.1:${port}`;
    for (let tries = 0; tries < 2_400; tries += 1) {
      if (
        await fetch(url).then(
          () => true,
          () => false,
        )
      )
        return url;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`The mock of ${document} did not start`);
  }

  const asked: Array<{ method: string; path: string; status: number; said: string }> = [];
  /** What the mock is to answer: `code=429`. */
  let prefer: string | null = null;
  let url: string;
  const front = createServer();
  let clients = 0;

  beforeAll(async () => {
    if (missing !== null) return;
    const [authentication, partner] = await Promise.all([
      mock('pax8/pax8-authentication-openapi.json'),
      mock('pax8/pax8-partner-endpoints-openapi.json'),
    ]);
    // The two documents describe one host, whose paths begin with /v1.
    front.on('request', (request, response) => {
      const path = (request.url ?? '').replace(/^\/v1/, '');
      const isToken = path === '/token';
      const forward = async () => {
        const body = request.method === 'GET' ? undefined : await text(request);
        const answer = await fetch(`${isToken ? authentication : partner}${path}`, {
          method: request.method,
          headers: {
            'content-type': 'application/json',
            ...(isToken ? {} : { authorization: request.headers.authorization ?? '' }),
            ...(prefer !== null && !isToken ? { prefer } : {}),
          },
          body,
        });
        const said = await answer.text();
        asked.push({ method: request.method ?? '', path, status: answer.status, said });
        response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' }).end(said);
      };
      forward().catch(() => response.destroy());
    });
    await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(front.address() as AddressInfo).port}`;
  }, FETCH_MS);
  afterAll(() => {
    front.closeAllConnections();
    front.close();
    for (const child of processes) child.kill();
  });
  beforeEach(() => {
    prefer = null;
    asked.splice(0);
  });

  /** Credentials of its own, since a limiter is kept for each. */
  const open = (): ConnectorContext => {
    clients += 1;
    return contextFor(url, { clientId: `mock-${clients}`, clientSecret: 'mock-secret' }, AbortSignal.timeout(30_000));
  };
  const newCompany: CreateRequest = {
    requestId: 'r1',
    recordType: 'company',
    values: { name: 'Alder Dental', phone: '303-555-0133', domain: 'alderdental.example', country: 'US' },
    choices: { billOnBehalfOfEnabled: 'false', selfServiceAllowed: 'false', orderApprovalRequired: 'false' },
    since: new Date().toISOString(),
  };
  const changed = (externalId: string): UpdateRequest => ({
    requestId: 'r2',
    recordType: 'company',
    externalId,
    values: { phone: '303-555-0199' },
    before: { phone: '123-456-5555' },
  });
  /** Nothing that was asked was refused by the specification. */
  const allWereTaken = (): void => {
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.filter(({ status }) => status >= 400)).toEqual([]);
  };

  check('the credentials are proved', missing, async () => {
    await pax8.account?.(open());
    allWereTaken();
  });

  for (const recordType of ['company', 'contact', 'product', 'subscription'])
    check(`a list of the type ${recordType} is read`, missing, async () => {
      const { records, problems } = await pax8.list(open(), { recordType, cursor: null });
      allWereTaken();
      expect(problems).toEqual([]);
      expect(records.length).toBeGreaterThan(0);
      for (const { externalId, label } of records) expect([externalId, label].every(Boolean)).toBe(true);
    });

  check('invoices, their items and draft items are read', missing, async () => {
    const { charges } = pax8;
    const page = await charges?.documents(open(), { since: '2020-01-01', cursor: null });
    expect(page?.problems).toEqual([]);
    const [document] = page?.documents ?? [];
    expect(document).toMatchObject({ period: '2021-01', currency: 'USD', isVoid: false });
    const items = await charges?.lines(open(), { documentId: document?.externalId ?? '', cursor: null });
    expect(items?.lines).toMatchObject([{ kind: 'subscription', quantity: '11', cost: '27500', total: '550000' }]);
    // The examples have no ids.
    const drafts = await charges?.openLines(open(), { cursor: null });
    expect(drafts?.lines.map(({ externalId, cost }) => [externalId, cost])).toEqual([
      ['0:0', '100'],
      ['0:1', '375'],
    ]);
    allWereTaken();
  });

  check('a company is created, found, changed and given a key', missing, async () => {
    const { records } = await pax8.list(open(), { recordType: 'company', cursor: null });
    const [company] = records;
    const id = company?.externalId ?? '';
    expect(await pax8.writing?.create(open(), newCompany)).toMatchObject({ externalId: expect.any(String) });
    await pax8.writing?.find(open(), newCompany);
    // The mock shows one and the same company, which has this telephone.
    await pax8.writing?.update?.(open(), changed(id));
    const replaces = pax8.anchor?.read('company', company?.raw ?? {}) ?? null;
    await pax8.anchor?.write(open(), { recordType: 'company', externalId: id, key: 'ours', replaces });
    allWereTaken();
    expect(asked.map(({ method }) => method)).toEqual(expect.arrayContaining(['POST', 'PATCH', 'GET']));
  });

  const refusals = [
    ['a new company', 422, 'rejected', () => pax8.writing?.create(open(), newCompany)],
    ['a company that is not there', 404, 'rejected', () => pax8.writing?.update?.(open(), changed('c0ffee00'))],
    ['subscriptions', 403, 'misconfigured', () => pax8.list(open(), { recordType: 'subscription', cursor: null })],
  ] as const;
  for (const [what, status, kind, ask] of refusals)
    check(`the vendor's refusal of ${what} (${status}) is understood`, missing, async () => {
      prefer = `code=${status}`;
      const error: unknown = await ask()?.catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(ConnectorError);
      expect(error).toMatchObject({ kind, code: String(status) });
      expect(asked.at(-1)?.status).toBe(status);
    });
});
