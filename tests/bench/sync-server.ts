import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { manyCustomers } from './many-customers';

/**
 * A stand-in that answers as fast as it can: customers by page, and those that changed last. A process of its own;
 * prints its address. Arguments: number of customers, customers a page.
 */
const [count = 0, size = 0] = process.argv.slice(2).map(Number);
const [, customers] = manyCustomers(count);
const rows = customers.map(({ id, roles }) => ({ id, roles }));
const pages: string[] = [];
for (let start = 0; start < rows.length; start += size)
  pages.push(JSON.stringify({ rows: rows.slice(start, start + size), pages: Math.ceil(count / size), total: count }));
let changed: typeof rows = [];

const server = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://stand-in');
  const number = Number(searchParams.get('number') ?? 0);
  if (pathname === '/change') {
    // Spread over the whole list.
    const step = Math.floor(count / number);
    changed = Array.from({ length: number }, (_, at) => rows[at * step]!).map(({ id, roles }) => ({
      id,
      roles: { ...roles, phone: `(503) 555-${String(Math.floor(Math.random() * 10_000)).padStart(4, '0')}` },
    }));
  }
  const body = pathname === '/page' ? pages[number] : JSON.stringify({ rows: changed });
  response.writeHead(200, { 'content-type': 'application/json' }).end(body);
});
// It ends with the process that started it.
process.on('disconnect', () => process.exit(0));
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
