import type { Core } from '@strapi/strapi';
import type { Problem } from '../contracts/attention';
import type { QueryOf } from '../contracts/endpoint';
import type { listProblems } from '../contracts/attention';
import { findConnections } from '../connections/repository';
import { TABLES } from '../constants';
import { type Database, databaseOf, toTimestamp } from '../utils/database';
import { getService } from '../utils/services';
import { listLinkRows, type RawLink } from './link-repository';
import { describeLinks } from './link-view';
import { findMappings } from './mapping-repository';

/** What needs somebody's attention, read from the state of connections, mappings and links as they are. */
export const problems = ({ strapi }: { strapi: Core.Strapi }) => {
  async function ofConnections(connectionId: string | undefined): Promise<Problem[]> {
    const db = databaseOf(strapi);
    const connections = (await findConnections(db)).filter(
      ({ id }) => connectionId === undefined || id === connectionId,
    );
    const runs = await getService(strapi, 'runs').latest(connections.map(({ id }) => id));
    const mappings = await findMappings(db);
    return connections.flatMap((connection): Problem[] => {
      const of = { connectionId: connection.id, connectionName: connection.name, mapping: null, link: null };
      const found: Problem[] = [];
      // What is being written is shown where it was asked for.
      const activeRun = runs.active.find((run) => run.connectionId === connection.id && run.kind !== 'write');
      const lastRun = runs.last.find((run) => run.connectionId === connection.id);
      if (connection.state === 'expired')
        found.push({
          ...of,
          key: `${connection.id}:expired`,
          kind: 'expired',
          since: null,
          message: connection.stateReason,
          ...(connection.stateReasonWords && { words: connection.stateReasonWords }),
        });
      if (activeRun?.state === 'asking')
        found.push({
          ...of,
          key: `${connection.id}:run_asks`,
          kind: 'run_asks',
          since: activeRun.startedAt,
          message: activeRun.message,
          ...(activeRun.words && { words: activeRun.words }),
        });
      // A run that works at this moment is the answer to the one that failed.
      if (!activeRun && lastRun?.state === 'failed')
        found.push({
          ...of,
          key: `${connection.id}:run_failed`,
          kind: 'run_failed',
          since: lastRun.finishedAt,
          message: lastRun.message,
          ...(lastRun.words && { words: lastRun.words }),
        });
      for (const mapping of mappings.filter((each) => each.connectionId === connection.id)) {
        const problem = getService(strapi, 'mappings').problemOf(mapping);
        if (problem !== null)
          found.push({
            ...of,
            key: `${mapping.id}:mapping_broken`,
            kind: 'mapping_broken',
            since: null,
            ...problem,
            mapping: { id: mapping.id, name: mapping.name },
          });
      }
      return found;
    });
  }

  return {
    /** One page: the problems of connections, then those of links in some mappings. */
    async list(
      { connectionId, page, pageSize }: QueryOf<typeof listProblems>,
      readable: string[],
    ): Promise<{ rows: Problem[]; total: number }> {
      const db = databaseOf(strapi);
      const first = await ofConnections(connectionId);
      const start = (page - 1) * pageSize;
      const shown = first.slice(start, start + pageSize);
      const { rows, total } = await listLinkRows(
        db,
        { state: ['confirmed'], attention: 'any', mappings: readable },
        'local:asc',
        { offset: Math.max(0, start - first.length), limit: pageSize - shown.length },
      );
      const since = await findSince(
        db,
        rows.map(({ id }) => id),
      );
      const ofLinks = (await describeLinks(strapi, rows)).flatMap((link): Problem[] =>
        link.attention === null
          ? []
          : [
              {
                key: link.id,
                kind: link.attention,
                connectionId: link.connectionId,
                connectionName: link.connectionName,
                since: since.get(link.id) ?? null,
                message: null,
                mapping: null,
                link,
              },
            ],
      );
      return { rows: [...shown, ...ofLinks], total: first.length + total };
    },
  };
};

/** When links were last found to need attention. */
async function findSince(db: Database, ids: string[]): Promise<Map<string, string | null>> {
  const rows = (await db(TABLES.decisions)
    .where({ act: 'attention' })
    .whereIn('link_id', ids)
    .groupBy('link_id')
    .select('link_id')
    .max({ at: 'at' })) as RawLink[];
  return new Map(rows.map((row) => [String(row.link_id), toTimestamp(row.at)]));
}
