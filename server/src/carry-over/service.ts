import { createHash } from 'node:crypto';
import type { Core } from '@strapi/strapi';
import { requireConnected } from '../connections/connected';
import type { ConnectionRow } from '../connections/repository';
import type { CarryOverReport } from '../contracts/carry-over';
import { writeChanges } from '../link-files/apply';
import { digestOf, type Plan } from '../link-files/plan';
import { planLinks } from '../link-files/plan-links';
import { type ActRow, type DetailRow, insertAct } from '../linking/journal';
import { findConfirmedOfMapping, type LinkRow, newBatchId } from '../linking/link-repository';
import { findMappings, type MappingRow } from '../linking/mapping-repository';
import { databaseOf, inTransaction, isUniqueViolation } from '../utils/database';
import { ConflictError, invalidField, UnprocessableError } from '../utils/errors';
import type { Actor } from '../utils/http';
import { shownOf } from '../utils/pagination';
import { getService } from '../utils/services';
import { sayingOf, sentence } from '../utils/sentence';

/** So many links are one transaction. */
const MOST_LINKS = 20_000;
/** How long the vendor is waited for while somebody looks. */
const LONGEST_LOOK_MS = 60_000;

interface Part {
  mapping: MappingRow;
  links: LinkRow[];
  plan: Plan;
}
/** Refuses readers who may not see entries of a content type. */
type RequireRead = (contentType: string) => void;

/** Carries links over from the connection of a system that an account was moved here from. */
export const carryOvers = ({ strapi }: { strapi: Core.Strapi }) => {
  async function connectionsOf(id: string, from: string): Promise<{ here: ConnectionRow; there: ConnectionRow }> {
    const connections = getService(strapi, 'connections');
    const here = await connections.get(id);
    const { moved, displayName } = getService(strapi, 'connectors').get(here.connector);
    if (!moved)
      throw new UnprocessableError(
        sentence('links.noFormerIds', '{system} keeps no ids of another system.', { system: displayName }),
      );
    requireConnected(here);
    const there = await connections.get(from);
    if (there.connector !== moved.from)
      throw invalidField(
        ['from'],
        sentence('links.carryFrom', 'Links can be carried over to {connection} from a connection of {system} only', {
          connection: here.name,
          system: moved.from,
        }),
      );
    return { here, there };
  }

  async function plan(here: ConnectionRow, there: ConnectionRow, requireRead: RequireRead): Promise<Part[]> {
    const db = databaseOf(strapi);
    const { moved } = getService(strapi, 'connectors').get(here.connector);
    const context = getService(strapi, 'connections').contextFor(here, AbortSignal.timeout(LONGEST_LOOK_MS));
    const former = await findMappings(db, there.id);
    const ids = new Map<string, ReadonlyMap<string, string>>();
    const parts: Part[] = [];
    for (const mapping of await findMappings(db, here.id)) {
      const { contentType, recordType } = mapping;
      const counterpart = former.find((row) => row.contentType === contentType && row.recordType === recordType);
      if (!counterpart || !moved) continue;
      requireRead(contentType);
      const known = ids.get(recordType) ?? (await moved.ids(context, { recordType }));
      ids.set(recordType, known);
      const links = await findConfirmedOfMapping(db, counterpart.id, MOST_LINKS + 1);
      if (links.length > MOST_LINKS)
        throw new UnprocessableError(
          sentence(
            'links.carryTooMany',
            '{connection} has more than {most, number} links. Export them, and import them in parts.',
            { connection: counterpart.name, most: MOST_LINKS },
          ),
        );
      const wanted = links.map((link) => ({ ...link, externalId: known.get(link.externalId) ?? '' }));
      parts.push({ mapping, links, plan: await planLinks(db, mapping, wanted) });
    }
    return parts;
  }

  return {
    async preview(id: string, from: string, requireRead: RequireRead): Promise<CarryOverReport> {
      const { here, there } = await connectionsOf(id, from);
      return reportOf(await plan(here, there, requireRead));
    },

    async carryOver(
      id: string,
      { from, expected }: { from: string; expected: string },
      actor: Actor,
      requireRead: RequireRead,
    ): Promise<{ batchId: string; count: number }> {
      const { here, there } = await connectionsOf(id, from);
      const parts = await plan(here, there, requireRead);
      const report = await reportOf(parts);
      if (report.digest !== expected)
        throw new ConflictError(
          sentence(
            'links.carryChanged',
            'The links are others than those you looked at. Nothing was changed; look again.',
          ),
          {
            report,
          },
        );
      if (report.count === 0)
        throw new UnprocessableError(sentence('links.carryNone', 'There is no link to carry over.'));
      const act: ActRow = {
        batchId: newBatchId(),
        act: 'carry_over',
        connectionId: here.id,
        reason: there.name.slice(0, 255),
        actor: actor.name,
      };
      try {
        await inTransaction(strapi, async (trx) => {
          let count = 0;
          let first: DetailRow | undefined;
          for (const { mapping, plan: found } of parts) {
            const written = await writeChanges(trx, mapping, found.changes, act);
            count += written.count;
            first ??= written.first;
          }
          await insertAct(trx, act, count, first, null);
        });
      } catch (error) {
        if (!isUniqueViolation(error)) throw error;
        throw new ConflictError(
          sentence(
            'links.oneLinkedJustNow',
            'One of these records has been linked just now. Nothing was changed; look again.',
          ),
        );
      }
      return { batchId: act.batchId, count: report.count };
    },
  };
};

async function reportOf(parts: Part[]): Promise<CarryOverReport> {
  const hash = createHash('sha256');
  for (const { mapping, plan } of parts) hash.update(await digestOf(mapping, plan));
  return {
    mappings: parts.map(({ mapping, links, plan }) => {
      const formerOf = (line: number): string => links[line - 1]?.externalLabel ?? '';
      const issues = [...plan.conflicts, ...plan.problems].sort((a, b) => a.line - b.line);
      return {
        mappingId: mapping.id,
        name: mapping.name,
        links: links.length,
        unchanged: plan.unchanged,
        changes: shownOf(
          plan.changes.map(({ line, localLabel, externalLabel }) => ({
            localLabel,
            formerLabel: formerOf(line),
            externalLabel,
          })),
        ),
        left: shownOf(
          issues.map(({ line, ...said }) => ({
            localLabel: links[line - 1]?.localLabel ?? '',
            formerLabel: formerOf(line),
            ...sayingOf(said),
          })),
        ),
      };
    }),
    count: parts.reduce((sum, { plan }) => sum + plan.changes.length, 0),
    digest: hash.digest('base64url'),
  };
}
