import { csv } from '../../server/src/connectors/csv';
import { contextOf, openBytes } from '../unit/connectors/csv-helpers';
import { testConnector } from './conformance';

const rows = Array.from({ length: 2_300 }, (_, at) => `${at + 1},"Customer ${at + 1}",c${at + 1}@shop.example`);
const settings = {
  recordType: 'customer',
  idColumn: 'No',
  columns: [
    { name: 'No', role: null },
    { name: 'Name', role: 'name' },
    { name: 'Email', role: 'email' },
  ],
};

testConnector('A CSV file', {
  connector: csv,
  callsService: false,
  records: { customer: { ids: rows.map((_, at) => String(at + 1)), unreadable: 2 } },
  async start() {
    const lines = ['No,Name,Email', ...rows];
    // Cells are missing, and a quote has no end.
    lines.splice(1_200, 0, '9001,Half', '9002,"Open,x@shop.example');
    return {
      context: async (given) => ({
        ...contextOf(openBytes(Buffer.from(lines.join('\n')), 64 * 1024), settings, given.signal),
        log: given.log,
      }),
      secrets: () => [],
      remove: (_recordType, id) => {
        lines.splice(
          lines.findIndex((line) => line.startsWith(`${id},`)),
          1,
        );
      },
      close: async () => undefined,
    };
  },
});
