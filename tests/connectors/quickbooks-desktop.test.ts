import { CompanyFile, WebConnector } from '../../sandbox/quickbooks-desktop';
import { quickbooksDesktop } from '../../server/src/connectors/quickbooks-desktop';
import { newGuid, writeQwc } from '../../server/src/connectors/quickbooks-desktop/qwc';
import { testConnector } from './conformance';
import { startHost } from './web-connector-host';

const password = 'a long password for it';

const newCompany = () =>
  new CompanyFile({
    file: 'C:\\Books\\Test.QBW',
    name: 'Test',
    records: [
      ...Array.from({ length: 230 }, (_, at) => ({
        type: 'Customer',
        members: { Name: `Customer ${at}`, Email: `c${at}@shop.example`, IsActive: String(at % 10 !== 0) },
      })),
      { type: 'Vendor', members: { Name: 'Norrdal Distribution' } },
      { type: 'ItemService', members: { Name: 'Consulting' } },
    ],
  });
const idsOf = (type: (name: string) => boolean) =>
  newCompany().records.flatMap((record) => (type(record.type) ? [record.id] : []));

testConnector('QuickBooks Desktop', {
  connector: quickbooksDesktop,
  callsService: false,
  records: {
    customer: { ids: idsOf((type) => type === 'Customer') },
    vendor: { ids: idsOf((type) => type === 'Vendor') },
    item: { ids: idsOf((type) => type.startsWith('Item')) },
  },
  async start() {
    const company = newCompany();
    const host = await startHost(password);
    const ownerId = newGuid();
    const fileId = newGuid();
    const qwc = writeQwc({ name: 'Test', url: host.url, userName: 'crosswalk', ownerId, fileId });
    const connector = new WebConnector({ qwc, password, company });
    return {
      context: async (given) => ({
        ...given,
        settings: { userName: 'crosswalk', ownerId, fileId },
        accountId: '',
        options: {},
        queue: host.queue,
        secrets: { read: async () => ({ password }), renew: () => Promise.reject(new Error('nothing to renew')) },
      }),
      secrets: () => [password],
      visit: async () => {
        expect((await connector.visit()).outcome).toBe('done');
      },
      remove: (_recordType, id) => {
        const record = company.records.find((each) => each.id === id);
        company.remove(record?.members.Name as string);
      },
      close: host.close,
    };
  },
});
