import { benchBoth } from './both-databases';

/**
 * `npm run bench:invoicing`: SQL statements that resolving an invoice of 100 lines takes, and records resolved a second
 * over HTTP as a ratio to a plain Strapi route that makes one query. The last line is one JSON object.
 * `--json` leaves the rest out.
 */
benchBoth('invoicing-process.ts', ['statementsPerInvoice', 'ratioToOneQueryRoute']);
