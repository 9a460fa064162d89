import { benchBoth } from './both-databases';

/**
 * `npm run bench:sync`: 100,000 customers synced from a stand-in at full speed, as a ratio to a plain bulk insert of
 * the same rows, the time of an incremental sync of 100 changes as a share of the full one's, and the memory of the
 * process while it syncs, Strapi included; on SQLite and PostgreSQL. The last line is one JSON object. `--json` leaves
 * the rest out.
 */
benchBoth('sync-process.ts', ['ratioToBulkInsert', 'incrementalShare', 'peakRssMb']);
