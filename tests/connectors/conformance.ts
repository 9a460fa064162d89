import type { ChargeLine, ChargeLinePage } from '../../server/src/connectors/charges';
import type {
  Connector,
  ConnectorContext,
  ExternalRecordInput,
  ListPage,
  RecordProblem,
} from '../../server/src/connectors/contract';
import { ConnectorError, type ConnectorErrorKind } from '../../server/src/connectors/errors';
import { fieldRole } from '../../server/src/contracts/common';

/**
 * What every connector has to keep, tested against a running server. Made for third parties, too: describe a connector
 * and how to start its server, and call `testConnector` in a file of Jest. docs/connectors.md says why each rule is.
 */
export interface ConnectorUnderTest {
  connector: Connector;
  /** Whether the connector calls the service over a network itself; false for files and for programs that call us. */
  callsService: boolean;
  /**
   * What the server holds, by record type: the ids of all records, inactive ones included, and how many rows cannot be
   * read. At least one type has more than a page of them. Types that are left out are not listed.
   */
  records: Record<string, { ids: string[]; unreadable?: number }>;
  /** Where the connector reads charges: how many lines each document has that is not void, and how many are to come. */
  charges?: { documents: number[]; open: number };
  /** Starts the service, or a stand-in of it, anew with those records. */
  start(): Promise<RunningService>;
}

/** How a service can be told to misbehave. All requests do until `recover`. */
export type Fault =
  /** HTTP 503. */
  | 'down'
  /** HTTP 429, and to come back in a minute. */
  | 'throttled'
  /** An answer that breaks off in the middle. */
  | 'malformed'
  /** The connection breaks off without an answer. */
  | 'cut'
  /** An answer after ten minutes. */
  | 'slow'
  /** HTTP 401: credentials that were good are refused. */
  | 'refused';

export interface RunningService {
  /** A new context with working credentials, as after a restart; `wrong` ones are refused by the service. */
  context(given: Pick<ConnectorContext, 'signal' | 'log'>, credentials: 'right' | 'wrong'): Promise<ConnectorContext>;
  /** Every value that nobody may read: passwords, tokens, keys. Asked at the end, when all were issued. */
  secrets(): string[];
  /** Both are needed where `callsService`. */
  misbehave?(fault: Fault): void;
  recover?(): void;
  /** Takes a record away for good. */
  remove?(recordType: string, id: string): void | Promise<void>;
  /** Where the connector waits for a program that calls us (`pending`): lets that program come by. */
  visit?(): Promise<void>;
  close(): Promise<void>;
}

const words: Record<Exclude<Fault, 'slow'>, ConnectorErrorKind> = {
  down: 'unavailable',
  throttled: 'unavailable',
  malformed: 'unavailable',
  cut: 'unavailable',
  refused: 'reauthorize',
};

export function testConnector(name: string, subject: ConnectorUnderTest): void {
  const { connector, records: expected, callsService } = subject;
  /** Rules that have a meaning only for connectors that call. */
  const whereCalled = callsService ? it : () => undefined;
  const types = Object.keys(expected);
  const [firstType = ''] = types;
  /** All that may be shown or stored: messages of errors with their causes, and lines of the log. */
  const said: string[] = [];
  const running: RunningService[] = [];
  const log = { debug: (line: string) => said.push(line), warn: (line: string) => said.push(line) };

  const start = async (): Promise<RunningService> => {
    const service = await subject.start();
    running.push(service);
    return service;
  };
  const open = (service: RunningService, signal = new AbortController().signal) =>
    service.context({ signal, log }, 'right');

  /** One page; a program that has to call first is let in once. */
  async function page(service: RunningService, ctx: ConnectorContext, recordType: string, cursor: string | null) {
    try {
      return await connector.list(ctx, { recordType, cursor });
    } catch (error) {
      if (!(error instanceof ConnectorError) || error.kind !== 'pending' || !service.visit) throw error;
      await service.visit();
      return connector.list(ctx, { recordType, cursor });
    }
  }

  async function listAll(
    service: RunningService,
    ctx: ConnectorContext,
    recordType: string,
    from: string | null = null,
  ) {
    const pages: ListPage[] = [];
    const cursors: Array<string | null> = [];
    let cursor = from;
    do {
      cursors.push(cursor);
      const next: ListPage = await page(service, ctx, recordType, cursor);
      pages.push(next);
      cursor = next.cursor;
      if (cursor !== null && cursors.includes(cursor))
        throw new Error(`The cursor ${cursor} comes back: no end is in sight`);
    } while (cursor !== null);
    const records: ExternalRecordInput[] = pages.flatMap((each) => each.records);
    const problems: RecordProblem[] = pages.flatMap((each) => each.problems);
    return { pages, cursors, records, problems };
  }

  /** The error that a call ends with, which is kept for the search for secrets. */
  async function errorOf(call: Promise<unknown>): Promise<ConnectorError> {
    const error: unknown = await call.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    for (let cause = error, depth = 0; cause instanceof Error && depth < 8; cause = cause.cause, depth += 1)
      said.push(String(cause), cause.stack ?? '', JSON.stringify({ ...cause }));
    if (error instanceof ConnectorError) return error;
    throw new Error(`Expected a ConnectorError, got ${error instanceof Error ? error.message : typeof error}`);
  }

  /** Pages of charges from a cursor on. */
  async function chargePages<Page extends { cursor: string | null }>(read: (cursor: string | null) => Promise<Page>) {
    const pages: Page[] = [];
    for (let cursor: string | null = null; ;) {
      const page: Page = await read(cursor);
      pages.push(page);
      if (page.cursor === null) return pages;
      if (pages.length > 1_000) throw new Error('No end of the charges is in sight');
      ({ cursor } = page);
    }
  }

  function testCharges(expected: NonNullable<ConnectorUnderTest['charges']>): void {
    it('reads what is charged: documents, their lines and those to come, going on from every cursor', async () => {
      const service = await start();
      const ctx = await open(service);
      const { charges } = connector;
      if (!charges) throw new Error('The connector reads no charges');
      const known = connector.recordTypes(ctx.settings).map(({ id }) => id);
      expect(known).toEqual(expect.arrayContaining([charges.customerRecordType, charges.subscriptionRecordType]));
      const since = '2000-01-01';
      const listed = await chargePages((cursor) => charges.documents(ctx, { since, cursor }));
      const documents = listed.flatMap((page) => page.documents);
      expect(new Set(documents.map(({ externalId }) => externalId)).size).toBe(documents.length);
      for (const { externalId, date, period } of documents)
        expect([externalId, date, period].join(' ')).toMatch(/^\S+ \d{4}-\d{2}-\d{2} \d{4}-\d{2}$/);
      expect((await charges.documents(ctx, { since: '9999-01-01', cursor: null })).documents).toEqual([]);

      type Read = (ctx: ConnectorContext, cursor: string | null) => Promise<ChargeLinePage>;
      const readers = [
        ...documents
          .filter(({ isVoid }) => !isVoid)
          .map(
            ({ externalId: documentId }): Read =>
              (at, cursor) =>
                charges.lines(at, { documentId, cursor }),
          ),
        ((at, cursor) => charges.openLines(at, { cursor })) satisfies Read,
      ];
      const counts: number[] = [];
      for (const read of readers) {
        const pages = await chargePages((cursor) => read(ctx, cursor));
        const lines = pages.flatMap((page) => page.lines);
        for (const line of lines) checkLine(line);
        expect(new Set(lines.map(({ externalId }) => externalId)).size).toBe(lines.length);
        counts.push(lines.length);
        for (const [at, page] of pages.slice(0, -1).entries())
          expect((await read(await open(service), page.cursor)).lines).toEqual(pages[at + 1]!.lines);
        said.push(JSON.stringify(pages));
      }
      expect(counts).toEqual([...expected.documents, expected.open]);
      expect((await errorOf(charges.openLines(ctx, { cursor: '☃ no cursor' }))).kind).toBe('rejected');
    });
  }

  describe(`${name} keeps the contract of connectors`, () => {
    afterEach(async () => {
      for (const service of running) service.recover?.();
    });
    afterAll(async () => {
      await Promise.all(running.map((service) => service.close()));
    });

    it('describes itself', () => {
      expect(connector.id).toMatch(/^[a-z][a-z0-9-]*$/);
      expect(connector.displayName).not.toBe('');
      expect(connector.description).not.toBe('');
      const fields = connector.fields.map((field) => field.name);
      expect(new Set(fields).size).toBe(fields.length);
      expect(types.length).toBeGreaterThan(0);
    });

    it('reads every record once, page by page, and loses none for one that cannot be read', async () => {
      const service = await start();
      const ctx = await open(service);
      const known = connector.recordTypes(ctx.settings);
      let longest = 0;
      for (const recordType of types) {
        const declared = known.find(({ id }) => id === recordType);
        expect(declared?.label).toBeTruthy();
        const { pages, records, problems } = await listAll(service, ctx, recordType);
        longest = Math.max(longest, pages.length);
        expect(records.map(({ externalId }) => externalId).sort()).toEqual([...expected[recordType]!.ids].sort());
        expect([recordType, problems.length]).toEqual([recordType, expected[recordType]!.unreadable ?? 0]);
        for (const { message } of problems) expect(message).not.toBe('');
        for (const record of records) checkRecord(record, declared!.roles);
        const [first] = pages;
        if (first!.total !== null) expect(first!.total).toBeGreaterThanOrEqual(records.length);
        said.push(JSON.stringify(pages));
      }
      // Otherwise nothing here tells of paging.
      expect(longest).toBeGreaterThan(1);
    });

    it('goes on from every cursor after a restart, with the same records', async () => {
      const service = await start();
      for (const recordType of types) {
        const whole = await listAll(service, await open(service), recordType);
        for (const [at, cursor] of whole.cursors.entries()) {
          if (cursor === null) continue;
          expect(JSON.parse(JSON.stringify(cursor))).toBe(cursor);
          const rest = await listAll(service, await open(service), recordType, cursor);
          const tail = whole.pages.slice(at).flatMap(({ records }) => records);
          expect(rest.records.map(({ externalId }) => externalId)).toEqual(tail.map(({ externalId }) => externalId));
        }
      }
    });

    it('refuses record types and cursors that it does not know, and never takes them for empty lists', async () => {
      const service = await start();
      const ctx = await open(service);
      if (connector.auth.type !== 'file')
        expect((await errorOf(page(service, ctx, 'no-such-type', null))).kind).toBe('rejected');
      const wrong = await errorOf(page(service, ctx, firstType, '☃ no cursor'));
      expect(['rejected', 'misconfigured']).toContain(wrong.kind);
    });

    it('names deleted records, or leaves them out of complete listings alone', async () => {
      const service = await start();
      if (!service.remove) return;
      const [id = ''] = expected[firstType]!.ids;
      await service.remove(firstType, id);
      const { records, pages } = await listAll(service, await open(service), firstType);
      const present = records.map(({ externalId }) => externalId);
      expect(present).not.toContain(id);
      expect(present.length).toBe(expected[firstType]!.ids.length - 1);
      for (const { deleted = [] } of pages) for (const gone of deleted) expect(present).not.toContain(gone);
    });

    it('stops when it is cancelled, before a request and while one is under way', async () => {
      const service = await start();
      const before = new AbortController();
      const cancelled = await open(service, before.signal);
      before.abort();
      if (!service.visit) expect((await errorOf(page(service, cancelled, firstType, null))).kind).toBe('cancelled');
      if (!callsService) return;
      const during = new AbortController();
      const ctx = await open(service, during.signal);
      // Signing in, if it takes a request, is over by then.
      await page(service, ctx, firstType, null);
      service.misbehave!('slow');
      setTimeout(() => during.abort(), 100);
      // Who went on waiting would say that there was no answer in time.
      expect((await errorOf(page(service, ctx, firstType, null))).kind).toBe('cancelled');
    });

    whereCalled(
      'sorts what goes wrong by what can be done about it, and breaks off rather than end a list early',
      async () => {
        await Promise.all(
          (Object.keys(words) as Array<keyof typeof words>).map(async (fault) => {
            const service = await start();
            const ctx = await open(service);
            const whole = await listAll(service, ctx, firstType);
            const later = whole.cursors.at(-1)!;
            service.misbehave!(fault);
            const error = await errorOf(page(service, ctx, firstType, later));
            expect([fault, error.kind]).toEqual([fault, words[fault]]);
            expect(error.message.length).toBeGreaterThan(20);
            if (fault === 'throttled') expect(error.retryAfterMs).toBe(60_000);
            service.recover?.();
            // Who was told to come back in a minute may hold all requests back for so long.
            if (fault === 'refused' || fault === 'throttled') return;
            const again = await page(service, await open(service), firstType, later);
            expect(again.records.length).toBe(whole.pages.at(-1)!.records.length);
          }),
        );
      },
    );

    whereCalled('gives up on a service that does not answer in time', async () => {
      const service = await start();
      const ctx = await open(service);
      await page(service, ctx, firstType, null);
      service.misbehave!('slow');
      const wait = setTimeout;
      // Minutes pass at once; sockets and the service go on in real time.
      jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'Date', 'performance'] });
      try {
        let over = false;
        const ended = errorOf(page(service, ctx, firstType, null)).finally(() => (over = true));
        while (!over) {
          await new Promise((resolve) => wait(resolve, 20));
          jest.advanceTimersByTime(30_000);
        }
        expect((await ended).kind).toBe('unavailable');
      } finally {
        jest.useRealTimers();
      }
    });

    whereCalled('says that credentials are refused, and by whom', async () => {
      const service = await start();
      const ctx = await service.context({ signal: new AbortController().signal, log }, 'wrong');
      const error = await errorOf(page(service, ctx, firstType, null));
      expect(error.kind).toBe('reauthorize');
      expect(error.message).toContain(connector.displayName.split(' ')[0]);
      if (connector.account) expect((await errorOf(connector.account(ctx))).kind).toBe('reauthorize');
    });

    if (subject.charges) testCharges(subject.charges);

    it('has said no secret in any log, error or record', () => {
      const secrets = running.flatMap((service) => service.secrets());
      if (connector.auth.type !== 'file') expect(secrets.length).toBeGreaterThan(0);
      expect(said.length).toBeGreaterThan(0);
      for (const secret of secrets) {
        expect(secret.length).toBeGreaterThanOrEqual(6);
        for (const form of [secret, Buffer.from(secret).toString('base64'), encodeURIComponent(secret)])
          expect(said.filter((text) => text.includes(form))).toEqual([]);
      }
    });
  });
}

/** A line as tables and sums need it. */
function checkLine(line: ChargeLine): void {
  const { externalId, description, ...values } = line;
  expect(externalId).not.toBe('');
  expect(externalId.length).toBeLessThanOrEqual(255);
  expect(typeof description).toBe('string');
  for (const [name, value] of Object.entries(values)) {
    if (value === null) continue;
    expect([name, value]).not.toEqual([name, '']);
    if (/^(quantity|unitPrice|total|unitCost|cost)$/.test(name)) expect(value).toMatch(/^-?\d+(\.\d+)?$/);
    if (/^(startsOn|endsOn)$/.test(name)) expect(value).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  }
  expect(JSON.parse(JSON.stringify(line))).toEqual(line);
}

/** A record as tables and matching need it. */
function checkRecord(record: ExternalRecordInput, roles: string[]): void {
  expect(record.externalId).not.toBe('');
  expect(record.externalId.length).toBeLessThanOrEqual(255);
  expect(record.label.trim()).not.toBe('');
  expect(typeof record.active).toBe('boolean');
  for (const [role, value] of Object.entries(record.roles)) {
    expect(fieldRole.options).toContain(role);
    expect(roles).toContain(role);
    expect(typeof value).toBe('string');
    expect(value.trim()).not.toBe('');
    // Money is decimal text: no float, no currency sign.
    if (role === 'price') expect(value).toMatch(/^-?\d+(\.\d+)?$/);
  }
  expect(JSON.parse(JSON.stringify(record.raw))).toEqual(record.raw);
}
