import type { Changes, ConnectorContext } from '../contract';
import { ConnectorError } from '../errors';
import { isJson, type Json } from '../values';
import { companyOf, quote } from './client';
import { faultOf } from './errors';
import { kindOf, recordsOf, rowsOf } from './records';
import { sentence } from '../../utils/sentence';

/** How far back change data capture looks, less a day for the way there. */
const lookBackMs = 29 * 24 * 3_600_000;
/** Most objects of one answer; there are no further pages. */
const mostObjects = 1000;
/** Ids of one query, so that its address stays short. */
const idsPerQuery = 100;

/** Changes and records that are gone say so in `status`. */
const isDeleted = (row: unknown): row is Json => isJson(row) && row.status === 'Deleted';

/**
 * `GET /cdc`: everything of a type that changed since a time. Null where that is more than one answer holds, longer ago
 * than the vendor remembers, or a type that it does not watch.
 */
export const changesSince = async (
  ctx: ConnectorContext,
  { recordType, since }: { recordType: string; since: Date },
): Promise<Changes | null> => {
  const kind = kindOf(recordType);
  if (!kind.watched || Date.now() - since.getTime() > lookBackMs) return null;
  const answer = await companyOf(ctx).changes([kind.entity], since);
  const [response] = Array.isArray(answer.CDCResponse) ? (answer.CDCResponse as unknown[]) : [];
  if (!isJson(response))
    throw new ConnectorError(
      'unavailable',
      sentence('qbo.changesNotUnderstood', 'QuickBooks sent changes that Crosswalk does not understand.'),
    );
  const fault = faultOf(response);
  if (fault) throw fault;
  const parts = Array.isArray(response.QueryResponse) ? (response.QueryResponse as unknown[]).filter(isJson) : [];
  const rows = parts.flatMap((part) => rowsOf(part, kind.entity));
  if (rows.length >= mostObjects) return null;
  const deleted = rows.filter(isDeleted).flatMap(({ Id: id }) => (typeof id === 'string' ? [id] : []));
  return {
    ...recordsOf(
      kind,
      rows.filter((row) => !isDeleted(row)),
    ),
    deleted,
  };
};

/** Records as they are now, inactive ones too; what the vendor does not have any more is `deleted`. */
export const readRecords = async (
  ctx: ConnectorContext,
  { recordType, externalIds }: { recordType: string; externalIds: string[] },
): Promise<Changes> => {
  const kind = kindOf(recordType);
  const company = companyOf(ctx);
  const read: Changes = { records: [], problems: [], deleted: [] };
  for (let start = 0; start < externalIds.length; start += idsPerQuery) {
    const ids = externalIds.slice(start, start + idsPerQuery);
    const answer = await company.query(
      `select * from ${kind.entity} where Id in (${ids.map(quote).join(',')}) and Active in (true,false) maxresults ${idsPerQuery}`,
    );
    const rows = rowsOf(answer, kind.entity);
    const { records, problems } = recordsOf(kind, rows);
    const there = new Set(rows.map((row) => (isJson(row) ? row.Id : undefined)));
    read.records.push(...records);
    read.problems.push(...problems);
    read.deleted.push(...ids.filter((id) => !there.has(id)));
  }
  return read;
};
