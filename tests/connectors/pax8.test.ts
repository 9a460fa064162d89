import { idOf } from '../../sandbox/pax8';
import { pax8 } from '../../server/src/connectors/pax8';
import { startStandIn } from '../unit/connectors/pax8.fixture';
import { keepSecrets } from '../unit/connectors/quickbooks-online.fixture';
import { testConnector } from './conformance';
import { sandboxFault } from './faults';

const companies = Array.from({ length: 260 }, (_, at) => ({
  id: idOf('company', `Company ${at}`),
  name: `Company ${at}`,
  phone: '303-555-0133',
  status: at % 10 === 0 ? ('Inactive' as const) : ('Active' as const),
}));
const products = [
  {
    id: idOf('product', 'Mail Plan'),
    name: 'Mail Plan',
    vendorName: 'Norvane',
    sku: 'NOR-MAIL',
    pricing: [{ billingTerm: 'Monthly' as const, rates: [{ partnerBuyRate: 4, suggestedRetailPrice: 4.5 }] }],
  },
];

const subscriptions = companies
  .slice(0, 210)
  .map(({ name }) => ({ company: name, product: 'Mail Plan', quantity: 3, price: 4.5 }));

testConnector('Pax8', {
  connector: pax8,
  callsService: true,
  records: {
    company: { ids: companies.map(({ id }) => id), unreadable: 1 },
    product: { ids: products.map(({ id }) => id) },
  },
  // The last invoice has three lines beside those of subscriptions.
  charges: { documents: [210, 213], open: 210 },
  async start() {
    const service = await startStandIn({
      partner: 'Test',
      companies: [...companies, { id: ' ', name: 'No id', phone: '303-555-0199' }],
      products,
      subscriptions,
    });
    const wrong = { clientId: 'not-a-client-id', clientSecret: 'not-a-client-secret' };
    return {
      context: async (given, credentials) => {
        const connected = service.connect();
        return { ...connected, ...given, ...(credentials === 'wrong' ? { secrets: keepSecrets(wrong) } : {}) };
      },
      secrets: () => [service.client.clientSecret, wrong.clientSecret],
      misbehave: (fault) => service.faults.add(sandboxFault(fault, '/companies')),
      recover: () => service.faults.clear(),
      close: service.close,
    };
  },
});
