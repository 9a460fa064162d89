import type { BlockReason, Reference } from '../contracts/invoices';
import { localKeyOf } from '../linking/keys';
import {
  type ConnectionFacts,
  type ExternalFacts,
  type LinkIndex,
  mappingKey,
  type RecordRef,
  type SourceRecord,
  type SourceRef,
} from './types';
import { type Said, sayingOf, sentence, type Sentence } from '../utils/sentence';

type Fix = NonNullable<BlockReason['fix']>;

/** The act that mends something. */
export const fix = (
  act: Fix['act'],
  ids: { mappingId?: string | undefined; linkId?: string | null; url?: string | null } = {},
): Fix => ({
  act,
  mappingId: ids.mappingId ?? null,
  linkId: ids.linkId ?? null,
  url: ids.url ?? null,
});

/** Words for what a synced change made of an external record. */
const ATTENTION: Record<string, Sentence> = {
  inactive: sentence('invoicing.inactiveNow', 'is inactive there now'),
  deleted: sentence('invoicing.deletedThere', 'was deleted there'),
  merged: sentence('invoicing.mergedThere', 'was merged into another one there'),
  repurposed: sentence('invoicing.repurposed', 'was changed there into something that looks like another one'),
  local_gone: sentence('invoicing.localGone', 'has no record here any more'),
};

/** What is said of a line begins with its number; null: it is no line. */
export const atLine = (line: number | null, what: Said): Sentence =>
  line === null ? sayingOf(what) : sentence('invoicing.atLine', 'Line {line}: {what}', { line, what });

export interface ReferenceAnswer {
  reference: Reference | null;
  /** Its `field` is the caller's to fill in. */
  reason: BlockReason | null;
  external: ExternalFacts | null;
}

/** Why nothing of a connection resolves; null if it is live. */
export function connectionReason(connection: Pick<ConnectionFacts, 'name' | 'state'>): BlockReason | null {
  if (connection.state === 'live') return null;
  if (connection.state === 'expired') {
    return {
      kind: 'connection_expired',
      line: null,
      field: null,
      ...sentence(
        'invoicing.connectionExpired',
        'The connection {connection} has expired. Reconnect it; its links are kept.',
        { connection: connection.name },
      ),
      record: null,
      fix: fix('reconnect'),
    };
  }
  return {
    kind: 'connection_not_live',
    line: null,
    field: null,
    ...sentence('invoicing.notLive', 'The connection {connection} is not live yet. Finish its set-up.', {
      connection: connection.name,
    }),
    record: null,
    fix: fix('finish_setup'),
  };
}

/**
 * What one local record is at a live connection, or the first thing that prevents it. Where it has no link, those
 * who may stand in for it are asked, nearest first, then the default of its content type. Who has a link that cannot
 * be used is not stood in for: that would bill somebody else without anybody having said so.
 * @param line 1-based position for the words; null: the client, or a record by itself
 */
export function resolveReference(
  record: SourceRef,
  recordType: string,
  connection: ConnectionFacts,
  links: LinkIndex,
  line: number | null,
): ReferenceAnswer {
  const own = resolveByLink(record, recordType, connection, links, line);
  const ownAnswer = {
    ...own.answer,
    reason: own.answer.reason && { ...own.answer.reason, ...atLine(line, sayingOf(own.answer.reason)) },
  };
  if (own.found) return ownAnswer;
  for (const parent of record.parents ?? []) {
    const answer = resolveByLink(parent, recordType, connection, links, line);
    if (!answer.found) continue;
    const { reference, reason } = answer.answer;
    return {
      ...answer.answer,
      reference: reference && { ...reference, through: 'parent', parent },
      reason: reason && {
        ...reason,
        ...atLine(
          line,
          sentence('invoicing.throughParent', '{record} is billed through its parent: {why}', {
            record: record.label,
            why: sayingOf(reason),
          }),
        ),
      },
    };
  }
  return defaultOf(record.contentType, recordType, connection, atLine(line, record.label), line) ?? ownAnswer;
}

/** The record that stands in for a content type; null: the site has declared none. */
export function defaultOf(
  contentType: string,
  recordType: string,
  connection: ConnectionFacts,
  name: Said,
  line: number | null,
): ReferenceAnswer | null {
  const standIn = connection.defaults.get(contentType);
  if (!standIn) return null;
  const { external, externalId, label } = standIn;
  const problem =
    external === null
      ? sentence('invoicing.notThere', 'does not exist there (any more)')
      : !external.active
        ? sentence('invoicing.inactiveThere', 'is inactive there')
        : external.refusal &&
          sentence('invoicing.unusable', 'cannot be used on an invoice: {why}', { why: external.refusal });
  if (problem) {
    return {
      reference: null,
      reason: {
        kind: 'needs_attention',
        line,
        field: null,
        ...sentence(
          'invoicing.badDefault',
          '{name}: the default {record} of {connection} {problem}. Correct it there, or in config/plugins.ts.',
          { name, record: label, connection: connection.name, problem },
        ),
        record: null,
        fix: fix('edit_external', { url: connection.urlOf(recordType, externalId) }),
      },
      external: null,
    };
  }
  return {
    reference: { recordType, externalId, label, linkId: null, through: 'default', parent: null },
    reason: null,
    external,
  };
}

/** `found`: the record has a link, so nobody else is asked. Its reason does not name the line. */
function resolveByLink(
  record: RecordRef,
  recordType: string,
  connection: ConnectionFacts,
  links: LinkIndex,
  line: number | null,
): { found: boolean; answer: ReferenceAnswer } {
  const no = (kind: BlockReason['kind'], said: Sentence, how: Fix, found = true) => ({
    found,
    answer: {
      reference: null,
      reason: { kind, line, field: null, ...said, record: toRef(record), fix: how },
      external: null,
    },
  });

  const mappingId = connection.mappings.get(mappingKey(record.contentType, recordType));
  if (mappingId === undefined) {
    return no(
      'no_mapping',
      sentence(
        'invoicing.notMapped',
        '{record} is a {contentType}, which is not mapped to {recordType} on {connection}',
        { record: record.label, contentType: record.contentType, recordType, connection: connection.name },
      ),
      fix('set_up_mapping'),
      false,
    );
  }
  const link = links.get(keyOf(record, recordType, connection.id));
  const isLine = line !== null || recordType === connection.lineRecordType;
  const unlinked = isLine ? 'line_unlinked' : 'client_unlinked';
  if (!link)
    return no(
      unlinked,
      sentence('invoicing.unlinked', '{record} is linked to no {recordType} of {connection}', {
        record: record.label,
        recordType,
        connection: connection.name,
      }),
      fix('link', { mappingId }),
      false,
    );
  const ids = { mappingId: link.mappingId, linkId: link.linkId };
  const names = { record: record.label, external: link.reference.label };
  if (link.state !== 'confirmed') {
    return no(
      unlinked,
      sentence('invoicing.onlyProposed', '{record} has a proposed link to {external} that nobody has confirmed', names),
      fix('review', ids),
    );
  }
  const attention = link.attention ?? (link.external === null ? 'deleted' : link.external.active ? null : 'inactive');
  if (attention !== null) {
    return no(
      'needs_attention',
      sentence('invoicing.linkedButChanged', '{record} is linked to {external}, which {what}', {
        record: record.label,
        external: link.reference.label,
        what:
          ATTENTION[attention] ?? sentence('invoicing.needsAttention', 'needs attention ({kind})', { kind: attention }),
      }),
      fix('relink', ids),
    );
  }
  if (link.external?.refusal) {
    return no(
      isLine ? 'not_sellable' : 'needs_attention',
      sentence('invoicing.linkedButChanged', '{record} is linked to {external}, which {what}', {
        record: record.label,
        external: link.reference.label,
        what: sentence('invoicing.unusable', 'cannot be used on an invoice: {why}', { why: link.external.refusal }),
      }),
      fix('relink', ids),
    );
  }
  return { found: true, answer: { reference: link.reference, reason: null, external: link.external } };
}

/** Without those that may stand in for it. */
export function toRef(record: SourceRef | null): RecordRef | null {
  return record && { contentType: record.contentType, id: record.id, locale: record.locale, label: record.label };
}

export const keyOf = (record: RecordRef, recordType: string, connectionId: string): string =>
  localKeyOf({
    connectionId,
    recordType,
    contentType: record.contentType,
    localId: record.id,
    locale: record.locale,
  });

/** Local keys of all that the records refer to, and of those that may stand in, each once. */
export function localKeysOf(records: readonly SourceRecord[], connection: ConnectionFacts): string[] {
  const keys = new Set<string>();
  const add = (record: SourceRef | null, recordType: string) => {
    if (!record) return;
    for (const one of [record, ...(record.parents ?? [])]) {
      if (connection.mappings.has(mappingKey(one.contentType, recordType)))
        keys.add(keyOf(one, recordType, connection.id));
    }
  };
  for (const record of records) {
    add(record.client, connection.clientRecordType);
    for (const line of record.lines) add(line.record, connection.lineRecordType);
  }
  return [...keys];
}
