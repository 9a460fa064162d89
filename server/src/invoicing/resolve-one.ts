import type { Core } from '@strapi/strapi';
import { type ConnectionRow, findConnections } from '../connections/repository';
import type { PreflightResult, Reference } from '../contracts';
import { localKeyOf } from '../linking/keys';
import { databaseOf } from '../utils/database';
import { invalidField, notFound } from '../utils/errors';
import { getService } from '../utils/services';
import { findLinks, findMappings } from './link-repository';
import { factsOf } from './facts';
import { readLabel } from './records';
import { connectionReason, resolveReference } from './resolve';
import { isLocalized, labelAttributeOf, type Schema } from './source';
import { type ConnectionFacts, mappingKey, type RecordRef } from './types';

/** Answer to "what is this record at that connection?". */
export interface Resolution {
  connection: { id: string; name: string };
  record: RecordRef;
  reference: (Reference & { connection: string }) | null;
  /** Null when there is a reference. */
  reason:
    | (Omit<PreflightResult['reasons'][number], 'kind'> & {
        kind: PreflightResult['reasons'][number]['kind'] | 'unlinked';
      })
    | null;
}

export interface ResolveRequest {
  connectionId?: string | undefined;
  contentType: string;
  documentId: string;
  locale?: string | undefined;
  /** Where the content type is mapped to several. */
  recordType?: string | undefined;
  /** False: the record is named by its documentId, for callers who may not read it. */
  showLabel?: boolean;
}

/**
 * What one local record is at a connection, or the first thing that prevents it. Without `connectionId` the
 * one live connection with a mapping of the content type is meant; 400 where there are several.
 */
export async function resolveOne(strapi: Core.Strapi, request: ResolveRequest): Promise<Resolution> {
  const { contentType, documentId } = request;
  const schema = (strapi.contentTypes as unknown as Record<string, Schema | undefined>)[contentType];
  if (!schema || !contentType.startsWith('api::'))
    throw invalidField(['contentType'], `There is no content type ${contentType}`);
  const localized = isLocalized(schema);
  const locale = localized ? (request.locale ?? (await defaultLocale(strapi))) : '';
  const path = {
    contentType,
    labelAttribute: labelAttributeOf(schema),
    draftAndPublish: schema.options?.draftAndPublish === true,
  };
  const found = await readLabel(strapi, path, documentId, locale);
  if (!found) throw notFound(`${schema.info?.displayName ?? contentType}`, documentId);
  const record: RecordRef = request.showLabel === false ? { ...found, label: documentId } : found;

  const connection = await connectionFor(strapi, contentType, request.connectionId);
  const { facts, connector } = await factsOf(strapi, connection.id);
  const at = { id: connection.id, name: connection.name };
  const notLive = connectionReason(facts);
  if (notLive) return { connection: at, record, reference: null, reason: notLive };

  const recordTypes = recordTypesFor(facts, contentType, request.recordType);
  const keys = recordTypes.map((recordType) =>
    localKeyOf({ connectionId: facts.id, recordType, contentType, localId: documentId, locale }),
  );
  const links = await findLinks(databaseOf(strapi), keys, connector);
  const answers = recordTypes.map((recordType) => resolveReference(record, recordType, facts, links, null));
  const answer = answers.find(({ reference }) => reference !== null) ?? answers[0];
  const reason = answer?.reason ?? null;
  return {
    connection: at,
    record,
    reference: answer?.reference ? { connection: at.id, ...answer.reference } : null,
    reason: reason && {
      ...reason,
      kind: reason.kind === 'client_unlinked' || reason.kind === 'line_unlinked' ? 'unlinked' : reason.kind,
    },
  };
}

/** Record types that a content type is mapped to; where it is mapped to none, one that says so. */
function recordTypesFor(facts: ConnectionFacts, contentType: string, wanted: string | undefined): string[] {
  if (wanted !== undefined) return [wanted];
  const prefix = mappingKey(contentType, '');
  const mapped = [...facts.mappings.keys()]
    .filter((key) => key.startsWith(prefix))
    .map((key) => key.slice(prefix.length));
  return mapped.length > 0 ? mapped : ['any record type'];
}

async function defaultLocale(strapi: Core.Strapi): Promise<string> {
  const locales = strapi.plugin('i18n')?.service('locales') as { getDefaultLocale(): Promise<string> } | undefined;
  return (await locales?.getDefaultLocale()) ?? '';
}

async function connectionFor(strapi: Core.Strapi, contentType: string, id: string | undefined): Promise<ConnectionRow> {
  if (id !== undefined) return getService(strapi, 'connections').get(id);
  const db = databaseOf(strapi);
  const fitting: ConnectionRow[] = [];
  for (const row of await findConnections(db)) {
    if (row.state !== 'live') continue;
    const mappings = await findMappings(db, row.id);
    if ([...mappings.keys()].some((key) => key.startsWith(mappingKey(contentType, '')))) fitting.push(row);
  }
  const [only, ...others] = fitting;
  if (only && others.length === 0) return only;
  throw invalidField(
    ['connection'],
    only
      ? `${contentType} is mapped on ${fitting.length} live connections; name one: ${fitting.map((row) => `${row.id} (${row.name})`).join(', ')}`
      : `No live connection has a mapping of ${contentType}; name a connection`,
  );
}
