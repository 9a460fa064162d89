import { ConnectorError, type ConnectorErrorKind } from '../../../server/src/connectors/errors';
import type { InvoiceReceipt, InvoiceRequest } from '../../../server/src/connectors/contract';
import type { InvoiceState } from '../../../server/src/contracts/invoices';
import { sendInvoice, type SendPorts } from '../../../server/src/invoicing/send';
import { textOf } from '../../../server/src/utils/sentence';

const request: InvoiceRequest = {
  requestId: 'request-1',
  number: 'WO-1',
  customerId: '10',
  currency: null,
  date: null,
  memo: '',
  lines: [{ itemId: '20', description: 'x', quantity: '1', unitPrice: '5', amount: '5.00' }],
};

class Killed extends Error {}

/** What survives a killed process: the row and the vendor's books. */
class World {
  state: InvoiceState = 'planned';
  message: string | null = null;
  externalId: string | null = null;
  invoices: InvoiceRequest[] = [];
  /** Another invoice of the vendor has the number. */
  numberTaken = false;
  failedByNumber: boolean | null = null;
  requestIds: string[] = [];
  steps = 0;
  killAt = Infinity;
  /** Behaviour of the next sends: before (nothing is made) or after (it is made, the answer lost). */
  faults: Array<{ kind: ConnectorErrorKind; made: boolean } | null> = [];
  /** How many looks do not see a new invoice yet. */
  blindLooks = 0;
  looks = 0;

  private step(): void {
    this.steps += 1;
    if (this.steps === this.killAt) throw new Killed();
  }
  private receipt = (): InvoiceReceipt => ({ externalId: '99', number: request.number, total: '5.00', url: null });

  ports(): SendPorts {
    return {
      create: (wanted) =>
        this.act(() => {
          this.requestIds.push(wanted.requestId);
          const fault = this.faults.shift() ?? null;
          // The vendor itself forgets request ids: only looking first can keep a second invoice away.
          if (!fault || fault.made) this.invoices.push(wanted);
          this.step();
          if (fault) throw new ConnectorError(fault.kind, `vendor: ${fault.kind}`, { code: '610' });
          return this.receipt();
        }),
      find: () =>
        this.act(() => {
          this.looks += 1;
          if (this.blindLooks > 0) {
            this.blindLooks -= 1;
            return null;
          }
          if (this.numberTaken) throw new ConnectorError('rejected', 'the number is taken', { code: '6140' });
          return this.invoices.length > 0 ? this.receipt() : null;
        }),
      take: (state) =>
        this.act(() => {
          this.state = state;
          return true;
        }),
      checking: (message) =>
        this.act(() => {
          this.state = 'checking';
          this.message = textOf(message);
        }),
      created: (receipt) =>
        this.act(() => {
          this.state = 'created';
          this.externalId = receipt.externalId;
        }),
      failed: (message, numberTaken) =>
        this.act(() => {
          this.failedByNumber = numberTaken;
          this.state = 'failed';
          this.message = textOf(message);
        }),
      pause: () => this.act(() => undefined),
    };
  }

  /** One step of the process; it may be killed before it and after it. */
  private act<T>(work: () => T): Promise<T> {
    return Promise.resolve().then(() => {
      this.step();
      const result = work();
      this.step();
      return result;
    });
  }
}

const send = (world: World) => sendInvoice(world.ports(), world.state, request);

describe('sending one invoice', () => {
  test('a planned invoice is sent at once', async () => {
    const world = new World();
    expect(await send(world)).toBe('created');
    expect(world).toMatchObject({ state: 'created', externalId: '99', looks: 0 });
    expect(world.invoices).toHaveLength(1);
  });

  test.each([true, false])('a lost answer (made: %s) is looked into before anything is sent again', async (made) => {
    const world = new World();
    world.faults = [{ kind: 'uncertain', made }];
    world.blindLooks = made ? 2 : 0;
    expect(await send(world)).toBe('created');
    expect(world.invoices).toHaveLength(1);
    expect(world.requestIds).toEqual(made ? ['request-1'] : ['request-1', 'request-1']);
  });

  test('a refusal fails with the words and code of the vendor', async () => {
    const world = new World();
    world.faults = [{ kind: 'rejected', made: false }];
    expect(await send(world)).toBe('failed');
    expect(world).toMatchObject({ state: 'failed', message: 'vendor: rejected (code 610)', failedByNumber: false });
  });

  test.each([[{ kind: 'rejected', made: false } as const], [{ kind: 'uncertain', made: false } as const]])(
    'a number that another invoice has (%j) fails this one and is not asked for again',
    async (fault) => {
      const world = new World();
      world.faults = [fault];
      world.numberTaken = true;
      expect(await send(world)).toBe('failed');
      expect(world).toMatchObject({ state: 'failed', failedByNumber: true, externalId: null });
      expect(world.requestIds).toHaveLength(1);
    },
  );

  test('a refusal of a repeated request is not believed before the vendor was asked', async () => {
    const world = new World();
    world.faults = [
      { kind: 'uncertain', made: true },
      { kind: 'rejected', made: false },
    ];
    world.blindLooks = 3;
    expect(await send(world)).toBe('created');
    expect(world.invoices).toHaveLength(1);
  });

  test.each(['unavailable', 'reauthorize', 'misconfigured'] as const)(
    '%s stops the run and leaves the invoice open',
    async (kind) => {
      const world = new World();
      world.faults = [{ kind, made: false }];
      await expect(send(world)).rejects.toMatchObject({ kind });
      expect(world.state).toBe('sending');
      expect(await send(world)).toBe('created');
      expect(world.invoices).toHaveLength(1);
    },
  );

  test('answers that are always lost make the run wait, not send for ever', async () => {
    const world = new World();
    world.faults = Array.from({ length: 9 }, () => ({ kind: 'uncertain' as const, made: false }));
    await expect(send(world)).rejects.toMatchObject({ kind: 'unavailable' });
    expect(world.state).toBe('checking');
    expect(world.requestIds).toHaveLength(3);
  });

  test('somebody else has it: nothing is sent', async () => {
    const world = new World();
    expect(await sendInvoice({ ...world.ports(), take: () => Promise.resolve(false) }, 'planned', request)).toBe(
      'skipped',
    );
    expect(world.requestIds).toEqual([]);
  });

  test('a process killed at any step, and again after that, leaves exactly one invoice', async () => {
    const scenarios: World['faults'][] = [
      [],
      [{ kind: 'uncertain', made: true }],
      [{ kind: 'uncertain', made: false }],
    ];
    let kills = 0;
    for (const faults of scenarios) {
      for (let first = 1; ; first += 1) {
        const world = new World();
        world.faults = [...faults];
        world.killAt = first;
        const ended = await send(world).catch((error: unknown) => error);
        if (!(ended instanceof Killed)) break;
        kills += 1;
        for (let second = 1; second <= 12; second += 1) {
          const again = Object.assign(new World(), {
            ...world,
            invoices: [...world.invoices],
            faults: [...world.faults],
            steps: 0,
            killAt: second,
          });
          const second_ = await send(again).catch((error: unknown) => error);
          again.killAt = Infinity;
          if (second_ instanceof Killed && again.state !== 'created') await send(again);
          expect(again.state).toBe('created');
          expect(again.invoices).toHaveLength(1);
        }
      }
    }
    expect(kills).toBeGreaterThan(15);
  });
});
