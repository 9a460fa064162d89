import type { Fault } from '../../sandbox/faults';
import type { Connector, ConnectorContext, InvoiceReceipt, InvoiceRequest } from '../../server/src/connectors/contract';
import type { CreateRequest, ExternalRecordInput } from '../../server/src/connectors/contract';
import { ConnectorError } from '../../server/src/connectors/errors';
import { sendInvoice } from '../../server/src/invoicing/send';
import { sendCreate } from '../../server/src/writing/send';
import { textOf } from '../../server/src/utils/sentence';

/**
 * What becomes of each thing that a connector does, under each fault, done as runs do it: put aside and gone on with,
 * looked for before it is sent again. Every cell ends with all that was asked for, once.
 */
export interface Operation {
  /** A service of its own, with the thing to be done in it. */
  start(): Promise<Attempt>;
  /** Part of the path of the request that meets the fault. */
  path: string;
  /** It changes something at the vendor. */
  writes: boolean;
  /** Faults that mean nothing to it. */
  except?: string[];
}
export interface Attempt {
  /** Does it once more, from where it was. Faults are due when `ready` was called. */
  run(ready: () => void): Promise<void>;
  misbehave(...faults: Fault[]): void;
  /** Takes one of the records away that were listed already; only where it lists. */
  vanish?(): void;
  /** Throws where something is lost or doubled. */
  verify(): Promise<void> | void;
  /** What to say beside the outcome. */
  note?(): string;
  close(): Promise<void>;
}

type Where = 'before' | 'after';
interface Row {
  fault: string;
  /** Undefined: it means nothing to such an operation. */
  of(operation: Operation): Fault[] | 'vanish' | undefined;
}
/** A fault that comes before the work is done, or in the place of its answer. */
const twice = (fault: string, of: (when: Where, operation: Operation) => Fault): Row[] => [
  { fault: `${fault}, before the work`, of: (operation) => [of('before', operation)] },
  { fault: `${fault}, after the work`, of: (operation) => (operation.writes ? [of('after', operation)] : undefined) },
];

/** Four minutes: vendors' clocks are taken to be off by five at most. */
const SKEW_SECONDS = -240;

export const rows: Row[] = [
  { fault: 'token expired', of: () => [{ kind: 'expire-access' }] },
  { fault: 'HTTP 429', of: ({ path }) => [{ kind: 'answer', status: 429, retryAfter: 1, path }] },
  ...twice('HTTP 500', (when, { path }) => ({ kind: 'answer', status: 500, when, path })),
  ...twice('HTTP 503', (when, { path }) => ({ kind: 'answer', status: 503, when, path })),
  ...twice('time-out', (when, { path }) => ({ kind: 'slow', ms: 3_600_000, when, path })),
  ...twice('connection cut', (when, { path }) => ({ kind: 'cut', when, path })),
  { fault: 'answer cut in its body', of: ({ path }) => [{ kind: 'cut', when: 'within', path }] },
  ...twice('HTML instead of JSON', (when, { path }) => ({ kind: 'page', when, path })),
  { fault: 'wrong content type', of: ({ path }) => [{ kind: 'type', contentType: 'text/plain', path }] },
  {
    fault: 'clock 4 min behind, answer lost',
    of: ({ path }) => [
      { kind: 'clock', seconds: SKEW_SECONDS, path },
      { kind: 'answer', status: 503, when: 'after', path },
    ],
  },
  {
    fault: 'page or request twice',
    of: ({ path, writes }) => [writes ? { kind: 'twice', path } : { kind: 'repeat', path }],
  },
  { fault: 'record vanished between pages', of: () => 'vanish' },
];

/** Attempts of a run; after each failure that may pass it is put aside, and goes on later. */
const MOST_ATTEMPTS = 4;

/** The outcome of one cell, in words. @throws where something was lost or doubled, or it did not end */
async function outcomeOf(operation: Operation, fault: Fault[] | 'vanish'): Promise<string> {
  const attempt = await operation.start();
  let asides = 0;
  let due = false;
  const ready = (): void => {
    if (due) return;
    due = true;
    if (fault === 'vanish') attempt.vanish?.();
    else attempt.misbehave(...fault);
  };
  try {
    for (let tries = 1; ; tries += 1) {
      try {
        await attempt.run(ready);
        break;
      } catch (error) {
        if (!(error instanceof ConnectorError) || error.kind !== 'unavailable' || tries === MOST_ATTEMPTS) throw error;
        asides += 1;
      }
    }
    if (!due) throw new Error('The fault was never due');
    await attempt.verify();
    return [asides === 0 ? 'done' : `put aside ${asides === 1 ? 'once' : `${asides} times`}, done`, attempt.note?.()]
      .filter(Boolean)
      .join(', ');
  } finally {
    await attempt.close();
  }
}

/** A check for each fault, and the table of what happened. */
export function testFaults(name: string, operations: Record<string, Operation>): void {
  describe(`${name}, nothing lost and nothing doubled`, () => {
    const table: string[][] = [];

    for (const { fault, of } of rows) {
      const cells = Object.entries(operations).map(([operation, each]) => {
        const faults = each.except?.includes(fault) ? undefined : of(each);
        return { operation, each, faults };
      });
      if (cells.every(({ faults, each }) => !meets(faults, each))) continue;
      it(fault, async () => {
        const isSlow = fault.startsWith('time-out');
        const work = () =>
          Promise.allSettled(
            cells.map(({ each, faults }) =>
              faults !== undefined && meets(faults, each) ? outcomeOf(each, faults) : Promise.resolve('–'),
            ),
          );
        const outcomes = await (isSlow ? hurry(work) : work());
        table.push([fault, ...outcomes.map((one) => (one.status === 'fulfilled' ? one.value : 'FAILED'))]);
        const failures = outcomes.flatMap((one, at) =>
          one.status === 'rejected' ? [`${cells[at]?.operation}: ${String(one.reason)}`] : [],
        );
        expect(failures).toEqual([]);
      });
    }

    afterAll(() => printTable(name, [['', ...Object.keys(operations)], ...table]));
  });
}

/** What happened, one line each; the first holds the titles. */
export function printTable(name: string, lines: string[][]): void {
  const widths = lines[0]!.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  const written = lines.map((line) =>
    line
      .map((cell, at) => cell.padEnd(widths[at]!))
      .join('  ')
      .trimEnd(),
  );
  console.log([name, ...written, ''].join('\n'));
}

const meets = (faults: Fault[] | 'vanish' | undefined, operation: Operation): boolean =>
  faults === 'vanish'
    ? operation.path !== '' && !operation.writes && operation.except === undefined
    : faults !== undefined;

/** Waits of a client for an answer, which no test should wait for, are a twentieth as long. */
async function hurry<T>(work: () => Promise<T>): Promise<T> {
  const wait = setTimeout;
  const shorter = jest
    .spyOn(globalThis, 'setTimeout')
    .mockImplementation(((call: () => void, ms = 0) => wait(call, ms >= 20_000 ? ms / 20 : ms)) as typeof setTimeout);
  try {
    return await work();
  } finally {
    shorter.mockRestore();
  }
}

/** Lists a type to its end, as a sync does: each page is stored with the cursor of the next, by id. */
export function listing(connector: Connector, ctx: ConnectorContext, recordType: string) {
  const stored = new Map<string, ExternalRecordInput>();
  let cursor: string | null = null;
  return {
    stored,
    async run(ready: () => void): Promise<void> {
      for (;;) {
        const page = await connector.list(ctx, { recordType, cursor });
        for (const record of page.records) stored.set(record.externalId, record);
        cursor = page.cursor;
        ready();
        if (cursor === null) return;
      }
    },
  };
}

/** Creates a record as a run does, with the state that is kept from one attempt to the next. */
export function creating(connector: Connector, ctx: ConnectorContext, request: CreateRequest) {
  let state: 'planned' | 'sending' | 'checking' = 'planned';
  let looks = 0;
  const made: ExternalRecordInput[] = [];
  const { writing } = connector;
  if (!writing) throw new Error(`${connector.displayName} creates nothing`);
  return {
    made,
    note: () => (looks > 0 ? 'looked for' : ''),
    async run(ready: () => void): Promise<void> {
      ready();
      await sendCreate(
        {
          create: () => writing.create(ctx, request),
          find: () => {
            looks += 1;
            return writing.find(ctx, request);
          },
          take: (next) => {
            state = next;
            return Promise.resolve(true);
          },
          checking: () => {
            state = 'checking';
            return Promise.resolve();
          },
          created: (record) => {
            made.push(record);
            return Promise.resolve();
          },
          failed: (error) => Promise.reject(error),
          pause: () => Promise.resolve(),
        },
        state,
      );
    },
  };
}

/** Creates an invoice as a run does. */
export function invoicing(connector: Connector, ctx: ConnectorContext, request: InvoiceRequest) {
  let state: 'planned' | 'sending' | 'checking' = 'planned';
  let looks = 0;
  const made: InvoiceReceipt[] = [];
  const { invoicing: able } = connector;
  if (!able) throw new Error(`${connector.displayName} makes no invoices`);
  return {
    made,
    note: () => (looks > 0 ? 'looked for' : ''),
    async run(ready: () => void): Promise<void> {
      ready();
      await sendInvoice(
        {
          create: (asked) => able.createInvoice(ctx, asked),
          find: (asked) => {
            looks += 1;
            return able.findInvoice(ctx, asked);
          },
          take: (next) => {
            state = next as typeof state;
            return Promise.resolve(true);
          },
          checking: () => {
            state = 'checking';
            return Promise.resolve();
          },
          created: (receipt) => {
            made.push(receipt);
            return Promise.resolve();
          },
          failed: (said) => Promise.reject(new Error(textOf(said))),
          pause: () => Promise.resolve(),
        },
        state,
        request,
      );
    },
  };
}
