import { idOf } from '../../sandbox/pax8';
import type { CreateRequest, UpdateRequest } from '../../server/src/connectors/contract';
import { pax8 } from '../../server/src/connectors/pax8';
import { quickbooksOnline } from '../../server/src/connectors/quickbooks-online';
import * as distributor from '../unit/connectors/pax8.fixture';
import * as books from '../unit/connectors/quickbooks-online.fixture';
import { creating, invoicing, listing, testFaults, type Attempt, type Operation } from './fault-table';

/** The site's clock when it first sent a request: the vendor's is behind by four minutes in one of the rows. */
const since = () => new Date(Date.now() + 240_000).toISOString();
const requestId = 'r5q2b8f0c1d3e4a6b7c9d8e0';
let realms = 0;

/** A company of its own, since a limiter is kept for each. */
async function quickbooks(customers: number) {
  realms += 1;
  const [seed] = books.seed.companies;
  if (!seed) throw new Error('No company');
  const realmId = String(9_130_000_000_100_000 + realms);
  const many = Array.from({ length: customers }, (_, at) => ({ Id: String(1000 + at), DisplayName: `Customer ${at}` }));
  const company = { ...seed, realmId, customers: [...(seed.customers ?? []), ...many] };
  const service = await books.startStandIn({ companies: [company] });
  const ctx = await service.connect();
  const { state } = service.company(realmId);
  const rowsOf = (entity: 'Customer' | 'Invoice') => Object.values(state.entities[entity]);
  const base: Pick<Attempt, 'misbehave' | 'close'> = {
    misbehave: (...faults) => service.faults.add(...faults),
    close: service.close,
  };
  return { ctx, state, rowsOf, base };
}

/** Something is read once; the fault meets it. */
const reading = (
  path: string,
  read: (service: Awaited<ReturnType<typeof quickbooks>>) => Promise<unknown>,
): Operation => ({
  path,
  writes: false,
  except: ['record vanished between pages', 'page or request twice'],
  async start() {
    const service = await quickbooks(0);
    let answer: unknown;
    return {
      ...service.base,
      run: async (ready) => {
        ready();
        answer = await read(service);
      },
      verify: () => expect(answer).toBeTruthy(),
    };
  },
});

testFaults('QuickBooks Online', {
  'list customers': {
    path: 'from customer',
    writes: false,
    async start() {
      // Two pages, and some of a third.
      const { ctx, rowsOf, state, base } = await quickbooks(2_100);
      const { run, stored } = listing(quickbooksOnline, ctx, 'customer');
      return {
        ...base,
        run,
        vanish: () => delete state.entities.Customer['1'],
        verify: () => {
          const ids = rowsOf('Customer').map(({ Id: id }) => id);
          expect([...stored.keys()].filter((id) => id !== '1').sort()).toEqual(ids.filter((id) => id !== '1').sort());
        },
      };
    },
  },
  'read changes': reading('/cdc', async ({ ctx }) => {
    const changes = await quickbooksOnline.changes?.(ctx, {
      recordType: 'vendor',
      since: new Date(Date.now() - 60_000),
    });
    return changes?.records.length === 2;
  }),
  'read by id': reading('/query', async ({ ctx }) => {
    const read = await quickbooksOnline.read?.(ctx, { recordType: 'customer', externalIds: ['1', '999'] });
    return read?.records.length === 1 && read.deleted.length === 1;
  }),
  'read account': reading('/companyinfo', ({ ctx }) => quickbooksOnline.account!(ctx)),
  'create customer': {
    path: '/customer',
    writes: true,
    async start() {
      const { ctx, rowsOf, base } = await quickbooks(0);
      const values = { name: 'Vasquez Land Survey' };
      const request: CreateRequest = { requestId, recordType: 'customer', values, choices: {}, since: since() };
      const { run, made, note } = creating(quickbooksOnline, ctx, request);
      return {
        ...base,
        run,
        note,
        verify: () => {
          const there = rowsOf('Customer').filter(({ DisplayName: name }) => name === values.name);
          expect(made.map(({ externalId }) => externalId)).toEqual(there.map(({ Id: id }) => id));
          expect(there).toHaveLength(1);
        },
      };
    },
  },
  'update customer': {
    path: '/customer',
    writes: true,
    async start() {
      const { ctx, rowsOf, base } = await quickbooks(0);
      const request: UpdateRequest = {
        requestId,
        recordType: 'customer',
        externalId: '2',
        values: { phone: '555-0199' },
        before: { phone: '' },
      };
      return {
        ...base,
        run: async (ready) => {
          ready();
          await quickbooksOnline.writing?.update?.(ctx, request);
        },
        verify: () => {
          const row = rowsOf('Customer').find(({ Id: id }) => id === '2');
          // Saved once: the token counts.
          expect(row).toMatchObject({ PrimaryPhone: { FreeFormNumber: '555-0199' }, SyncToken: '1' });
        },
      };
    },
  },
  'create invoice': {
    path: '/invoice',
    writes: true,
    async start() {
      const { ctx, rowsOf, base } = await quickbooks(0);
      const { run, made, note } = invoicing(quickbooksOnline, ctx, books.invoiceRequest());
      return {
        ...base,
        run,
        note,
        verify: () => {
          expect(rowsOf('Invoice')).toHaveLength(1);
          expect(made.map(({ externalId }) => externalId)).toEqual(rowsOf('Invoice').map(({ Id: id }) => id));
        },
      };
    },
  },
});

async function partner(companies: number) {
  const many = Array.from({ length: companies }, (_, at) => ({
    id: idOf('company', `Company ${at}`),
    name: `Company ${at}`,
    phone: '303-555-0133',
  }));
  const service = await distributor.startStandIn({
    ...distributor.seed,
    companies: [...(distributor.seed.companies ?? []), ...many],
  });
  const base: Pick<Attempt, 'misbehave' | 'close'> = {
    misbehave: (...faults) => service.faults.add(...faults),
    close: service.close,
  };
  return { ctx: service.connect(), partner: service.partner, base };
}

const listOf = (recordType: string, path: string, count: number): Operation => ({
  path,
  writes: false,
  except: count === 0 ? ['record vanished between pages', 'page or request twice'] : undefined,
  async start() {
    const { ctx, partner: held, base } = await partner(count);
    const { run, stored } = listing(pax8, ctx, recordType);
    const lists = { company: held.companies, product: held.products, subscription: held.subscriptions };
    const rows = lists[recordType as keyof typeof lists];
    const first = [...rows].sort((a, b) => String(a.name).localeCompare(String(b.name), 'en'))[0]?.id;
    return {
      ...base,
      run: (ready) => {
        // What has one page only meets the fault there.
        if (count === 0) ready();
        return run(ready);
      },
      vanish: () =>
        rows.splice(
          rows.findIndex(({ id }) => id === first),
          1,
        ),
      verify: () => {
        const ids = rows.map(({ id }) => id).filter((id) => id !== first);
        expect([...stored.keys()].filter((id) => id !== first).sort()).toEqual(ids.sort());
      },
    };
  },
});

testFaults('Pax8', {
  'list companies': listOf('company', '/companies', 450),
  'list products': listOf('product', '/products', 0),
  'list subscriptions': listOf('subscription', '/subscriptions', 0),
  'create company': {
    path: '/companies',
    writes: true,
    // The vendor has no idempotency key: what repeats a request on its way makes two, and nobody can tell it.
    except: ['page or request twice'],
    async start() {
      const { ctx, partner: held, base } = await partner(0);
      const values = { name: 'Vasquez Land Survey', phone: '303-555-0177', domain: 'vasquez.example' };
      const choices = { billOnBehalfOfEnabled: 'false', selfServiceAllowed: 'false', orderApprovalRequired: 'false' };
      const request: CreateRequest = { requestId, recordType: 'company', values, choices, since: since() };
      const { run, made, note } = creating(pax8, ctx, request);
      return {
        ...base,
        run,
        note,
        verify: () => {
          const there = held.companies.filter(({ name }) => name === values.name);
          expect(there).toHaveLength(1);
          expect(made.map(({ externalId }) => externalId)).toEqual(there.map(({ id }) => id));
        },
      };
    },
  },
  'write anchor': {
    path: '/companies',
    writes: true,
    async start() {
      const { ctx, partner: held, base } = await partner(0);
      const externalId = idOf('company', 'Café Zürich');
      return {
        ...base,
        run: async (ready) => {
          ready();
          await pax8.anchor?.write(ctx, { recordType: 'company', externalId, key: 'ours', replaces: null });
        },
        verify: () => expect(held.companies.find(({ id }) => id === externalId)?.externalId).toBe('ours'),
      };
    },
  },
});
