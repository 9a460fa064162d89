import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { errorOf, readAnswer } from '../../server/src/connectors/quickbooks-desktop/answers';
import { jobOf } from '../../server/src/connectors/quickbooks-desktop/jobs';
import { messageSet } from '../../server/src/connectors/quickbooks-desktop/requests';
import {
  readCall,
  writeResult,
  writeWsdl,
  type SoapCall,
  type SoapResult,
} from '../../server/src/connectors/quickbooks-desktop/soap';
import type { RequestQueue } from '../../server/src/connectors/contract';
import { ConnectorError } from '../../server/src/connectors/errors';

interface Entry {
  kind: string;
  parameters: Record<string, unknown>;
  pages: unknown[];
  iterator: string | null;
  outcome: 'open' | 'done' | ConnectorError;
}

/** What the plugin does between a connector's queue and a Web Connector, in memory: no database, real SOAP. */
export async function startHost(password: string) {
  const entries = new Map<string, Entry>();
  const open = () => [...entries.values()].find(({ outcome }) => outcome === 'open');

  const queue: RequestQueue = {
    put: async (requests) => {
      for (const { key, kind, parameters } of requests)
        if (!entries.has(key)) entries.set(key, { kind, parameters, pages: [], iterator: null, outcome: 'open' });
    },
    read: async (key, page) => {
      const entry = entries.get(key);
      if (!entry) return null;
      if (entry.outcome instanceof ConnectorError) throw entry.outcome;
      if (entry.outcome === 'open') throw new ConnectorError('pending', 'QuickBooks has not answered yet.');
      return { answer: entry.pages[page], pages: entry.pages.length };
    },
    forget: async (key) => void entries.delete(key),
  };

  function take(entry: Entry, call: SoapCall): void {
    if (call.argument('hresult') !== '') {
      entry.outcome = new ConnectorError('rejected', call.argument('message'));
      return;
    }
    const answer = readAnswer(call.argument('response'));
    const error = errorOf(answer.status);
    if (error) {
      entry.outcome = error;
      return;
    }
    entry.pages.push(jobOf(entry.kind).read(answer));
    entry.iterator = answer.remaining > 0 ? answer.iteratorId : null;
    if (entry.iterator === null) entry.outcome = 'done';
  }

  function answer(call: SoapCall): SoapResult {
    const entry = open();
    switch (call.method) {
      case 'authenticate':
        return call.argument('strPassword') === password ? ['ticket', entry ? '' : 'none'] : ['', 'nvu'];
      case 'sendRequestXML':
        return entry ? messageSet('16.0', jobOf(entry.kind).build(entry.parameters, entry.iterator)) : '';
      case 'receiveResponseXML':
        if (entry) take(entry, call);
        return open() ? 50 : 100;
      default:
        return '';
    }
  }

  const server = createServer((request, response) => {
    const reply = async () => {
      const { port } = server.address() as AddressInfo;
      if (request.method === 'GET') return writeWsdl(`http://127.0.0.1:${port}/`);
      const call = readCall(await text(request));
      return writeResult(call.method, answer(call));
    };
    void reply().then(
      (xml) => response.writeHead(200, { 'content-type': 'text/xml; charset=utf-8' }).end(xml),
      () => response.writeHead(500).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    queue,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
