import { demoKey, startWarehouse, type Article } from '../../playground/src/warehouse/service';
import { warehouse, type Kit } from '../../playground/src/warehouse/connector';
import type { Connector } from '../../server/src/connectors/contract';
import { kit } from '../../server/src/connectors/kit';
import { testConnector, type Fault } from './conformance';

const stock = (): Article[] => [
  ...Array.from({ length: 250 }, (_, at) => ({
    code: `W-${at}`,
    title: `Article ${at}`,
    price: `${at}.50`,
    retired: at % 9 === 0,
  })),
  { code: 'W-untitled', title: '', price: '1.00' },
];

const answers: Record<Exclude<Fault, 'cut' | 'slow'>, { status: number; retryAfter?: number; body?: string }> = {
  down: { status: 503 },
  throttled: { status: 429, retryAfter: 60 },
  malformed: { status: 200, body: '{"articles": [{' },
  refused: { status: 401 },
};

const connector = warehouse(kit as unknown as Kit, 'http://127.0.0.1:1') as unknown as Connector;

testConnector('The example of a third party', {
  connector,
  callsService: true,
  records: { article: { ids: stock().flatMap(({ code, title }) => (title ? [code] : [])), unreadable: 1 } },
  async start() {
    const articles = stock();
    const service = await startWarehouse(articles, demoKey);
    return {
      context: async (given, credentials) => ({
        ...given,
        settings: {},
        accountId: '',
        options: { url: service.url },
        secrets: {
          read: async () => ({ apiKey: credentials === 'right' ? demoKey : 'another-key-entirely' }),
          renew: () => Promise.reject(new Error('There is nothing to renew')),
        },
      }),
      secrets: () => [demoKey, 'another-key-entirely'],
      misbehave: (fault) => {
        service.interfere(() => (fault === 'cut' || fault === 'slow' ? fault : answers[fault]));
      },
      recover: () => {
        service.interfere(() => null);
      },
      remove: (_recordType, id) => {
        articles.splice(
          articles.findIndex(({ code }) => code === id),
          1,
        );
      },
      close: service.close,
    };
  },
});
