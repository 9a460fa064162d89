import type { BlockReason, PreflightResult, Reference, ResolvedLine } from '../contracts/invoices';
import { localKeyOf } from '../linking/keys';
import { amountOf, isNegative, readDecimal, sumOf } from './amounts';
import {
  type ConnectionFacts,
  type LinkIndex,
  mappingKey,
  type RecordRef,
  type SourceLine,
  type SourceRecord,
} from './types';

type Fix = NonNullable<BlockReason['fix']>;

const fix = (act: Fix['act'], ids: { mappingId?: string; linkId?: string } = {}): Fix => ({
  act,
  mappingId: ids.mappingId ?? null,
  linkId: ids.linkId ?? null,
});

/** Words for what a synced change made of an external record. */
const ATTENTION: Record<string, string> = {
  inactive: 'is inactive there now',
  deleted: 'was deleted there',
  merged: 'was merged into another one there',
  repurposed: 'was changed there into something that looks like another one',
  local_gone: 'has no record here any more',
};

/**
 * Turns records into what their invoices would say, or into every reason why not. Pure: all that it needs
 * to know of links and external records is in `links`. Nothing is read from a connection that is not live.
 */
export function resolveRecords(
  records: readonly SourceRecord[],
  connection: ConnectionFacts,
  links: LinkIndex,
): PreflightResult[] {
  return records.map((record) => resolveRecord(record, connection, links));
}

function resolveRecord(record: SourceRecord, connection: ConnectionFacts, links: LinkIndex): PreflightResult {
  const reasons: BlockReason[] = [];
  const self: RecordRef = {
    contentType: record.contentType,
    id: record.id,
    locale: record.locale,
    label: record.number || record.id,
  };
  const blocked = connectionReason(connection);
  if (blocked) reasons.push(blocked);

  let client: Reference | null = null;
  let clientCurrency: string | null = null;
  if (!record.client) {
    reasons.push({
      kind: 'client_missing',
      line: null,
      message: 'The client is not set',
      record: self,
      fix: fix('edit_record'),
    });
  } else if (!blocked) {
    const answer = resolveReference(record.client, connection.clientRecordType, connection, links, null);
    client = answer.reference;
    clientCurrency = answer.currency;
    if (answer.reason) reasons.push(answer.reason);
  }

  const currency = record.currency?.trim().toUpperCase() || null;
  if (currency && clientCurrency && currency !== clientCurrency.toUpperCase()) {
    reasons.push({
      kind: 'currency_mismatch',
      line: null,
      message: `The record is in ${currency}, but ${client?.label ?? 'the client'} is billed in ${clientCurrency.toUpperCase()}`,
      record: self,
      fix: fix('edit_record'),
    });
  }

  if (record.lines.length === 0) {
    reasons.push({
      kind: 'no_lines',
      line: null,
      message: 'There are no lines to bill',
      record: self,
      fix: fix('edit_record'),
    });
  }
  const lines = record.lines.map((line, index) =>
    resolveLine(line, index + 1, self, blocked === null, connection, links, reasons),
  );
  const total = sumOf(lines.map(({ amount }) => amount));
  if (isNegative(total)) {
    reasons.push({
      kind: 'bad_amount',
      line: null,
      message: `The total is ${total}; an invoice cannot be less than zero`,
      record: self,
      fix: fix('edit_record'),
    });
  }

  return {
    source: record.source,
    contentType: record.contentType,
    id: record.id,
    locale: record.locale,
    number: record.number,
    date: record.date,
    memo: record.memo,
    connectionId: connection.id,
    client: { record: record.client, reference: client },
    lines,
    total,
    currency: currency ?? clientCurrency?.toUpperCase() ?? null,
    ready: reasons.length === 0,
    reasons,
  };
}

function resolveLine(
  line: SourceLine,
  position: number,
  self: RecordRef,
  isLive: boolean,
  connection: ConnectionFacts,
  links: LinkIndex,
  reasons: BlockReason[],
): ResolvedLine {
  const quantity = readDecimal(line.quantity);
  const unitPrice = readDecimal(line.unitPrice);
  for (const [value, given, what] of [
    [quantity, line.quantity, 'quantity'],
    [unitPrice, line.unitPrice, 'unit price'],
  ] as const) {
    if (value !== null) continue;
    const isMissing = given === null || given === undefined || given === '';
    reasons.push({
      kind: 'bad_amount',
      line: position,
      message: `Line ${position}: ${isMissing ? `the ${what} is not set` : `the ${what} ${shown(given)} is not a number`}`,
      record: self,
      fix: fix('edit_record'),
    });
  }

  let reference: Reference | null = null;
  if (!line.record) {
    reasons.push({
      kind: 'line_record_missing',
      line: position,
      message: `Line ${position}: it refers to no record that could be billed`,
      record: self,
      fix: fix('edit_record'),
    });
  } else if (isLive) {
    const answer = resolveReference(line.record, connection.lineRecordType, connection, links, position);
    reference = answer.reference;
    if (answer.reason) reasons.push(answer.reason);
  }
  return {
    line: position,
    description: line.description || line.record?.label || '',
    record: line.record,
    quantity: quantity ?? '0',
    unitPrice: unitPrice ?? '0',
    amount: quantity !== null && unitPrice !== null ? amountOf(quantity, unitPrice) : '0.00',
    reference,
  };
}

export interface ReferenceAnswer {
  reference: Reference | null;
  reason: BlockReason | null;
  /** Currency that the external record is billed in; null: any. */
  currency: string | null;
}

/** Why nothing of a connection resolves; null if it is live. */
export function connectionReason(connection: Pick<ConnectionFacts, 'name' | 'state'>): BlockReason | null {
  if (connection.state === 'live') return null;
  if (connection.state === 'expired') {
    return {
      kind: 'connection_expired',
      line: null,
      message: `The connection ${connection.name} has expired. Reconnect it; its links are kept.`,
      record: null,
      fix: fix('reconnect'),
    };
  }
  return {
    kind: 'connection_not_live',
    line: null,
    message: `The connection ${connection.name} is not live yet. Finish its set-up.`,
    record: null,
    fix: fix('finish_setup'),
  };
}

/**
 * What one local record is at a live connection, or the first thing that prevents it.
 * @param line 1-based position for the words; null: the client, or a record by itself
 */
export function resolveReference(
  record: RecordRef,
  recordType: string,
  connection: ConnectionFacts,
  links: LinkIndex,
  line: number | null,
): ReferenceAnswer {
  const name = line === null ? record.label : `Line ${line}: ${record.label}`;
  const no = (kind: BlockReason['kind'], message: string, how: Fix): ReferenceAnswer => ({
    reference: null,
    reason: { kind, line, message: `${name} ${message}`, record, fix: how },
    currency: null,
  });

  const mappingId = connection.mappings.get(mappingKey(record.contentType, recordType));
  if (mappingId === undefined) {
    return no(
      'no_mapping',
      `is a ${record.contentType}, which is not mapped to ${recordType} on ${connection.name}`,
      fix('set_up_mapping'),
    );
  }
  const link = links.get(
    localKeyOf({
      connectionId: connection.id,
      recordType,
      contentType: record.contentType,
      localId: record.id,
      locale: record.locale,
    }),
  );
  const isLine = line !== null || recordType === connection.lineRecordType;
  const unlinked = isLine ? 'line_unlinked' : 'client_unlinked';
  if (!link) return no(unlinked, `is linked to no ${recordType} of ${connection.name}`, fix('link', { mappingId }));
  const ids = { mappingId: link.mappingId, linkId: link.linkId };
  if (link.state !== 'confirmed') {
    return no(unlinked, `has a proposed link to ${link.reference.label} that nobody has confirmed`, fix('review', ids));
  }
  const attention = link.attention ?? (link.external === null ? 'deleted' : link.external.active ? null : 'inactive');
  if (attention !== null) {
    return no(
      'needs_attention',
      `is linked to ${link.reference.label}, which ${ATTENTION[attention] ?? `needs attention (${attention})`}`,
      fix('relink', ids),
    );
  }
  if (link.external?.refusal) {
    return no(
      isLine ? 'not_sellable' : 'needs_attention',
      `is linked to ${link.reference.label}, which cannot be used on an invoice: ${link.external.refusal}`,
      fix('relink', ids),
    );
  }
  return { reference: link.reference, reason: null, currency: link.external?.currency ?? null };
}

/** The first of a text that was typed in place of a number. */
const shown = (value: unknown): string =>
  (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).slice(0, 40);

/** Local keys of all that the records refer to, each once. */
export function localKeysOf(records: readonly SourceRecord[], connection: ConnectionFacts): string[] {
  const keys = new Set<string>();
  const add = (record: RecordRef | null, recordType: string) => {
    if (!record || !connection.mappings.has(mappingKey(record.contentType, recordType))) return;
    keys.add(
      localKeyOf({
        connectionId: connection.id,
        recordType,
        contentType: record.contentType,
        localId: record.id,
        locale: record.locale,
      }),
    );
  };
  for (const record of records) {
    add(record.client, connection.clientRecordType);
    for (const line of record.lines) add(line.record, connection.lineRecordType);
  }
  return [...keys];
}
