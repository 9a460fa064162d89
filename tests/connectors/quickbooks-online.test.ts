import { quickbooksOnline } from '../../server/src/connectors/quickbooks-online';
import { keepSecrets, realmId, startStandIn } from '../unit/connectors/quickbooks-online.fixture';
import { testConnector } from './conformance';
import { sandboxFault } from './faults';

const customers = Array.from({ length: 1_100 }, (_, at) => ({
  Id: String(at + 1),
  DisplayName: `Customer ${at + 1}`,
  Active: at % 10 !== 0,
}));
const vendors = [{ Id: '5001', DisplayName: 'Norrdal Distribution' }];
const items = [
  { Id: '6001', Name: 'Router', Type: 'NonInventory' as const, Sku: 'RT-1', UnitPrice: 129.9 },
  { Id: '6002', Name: 'Consulting', UnitPrice: 0.0000001 },
];

testConnector('QuickBooks Online', {
  connector: quickbooksOnline,
  callsService: true,
  records: {
    customer: { ids: customers.map(({ Id }) => Id) },
    vendor: { ids: ['5001'] },
    item: { ids: ['6001', '6002'] },
  },
  async start() {
    const service = await startStandIn({ companies: [{ realmId, name: 'Test', customers, vendors, items }] });
    const first = await service.connect();
    const wrong = { accessToken: 'not-an-access-token', refreshToken: 'not-a-refresh-token' };
    const issued = new Set<string>(Object.values(wrong));
    return {
      async context(given, credentials) {
        const stored = await first.secrets.read();
        const secrets = credentials === 'right' ? stored : { ...stored, ...wrong };
        for (const value of [stored.accessToken, stored.refreshToken]) if (value) issued.add(value);
        return { ...first, ...given, secrets: credentials === 'right' ? first.secrets : keepSecrets(secrets) };
      },
      secrets: () => [...issued, service.options.clientSecret],
      misbehave: (fault) => service.faults.add(sandboxFault(fault, '/query')),
      recover: () => service.faults.clear(),
      close: service.close,
    };
  },
});
