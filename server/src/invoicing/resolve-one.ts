import type { Core } from '@strapi/strapi';
import type { PreflightResult, Reference } from '../contracts';
import { localKeyOf } from '../linking/keys';
import { databaseOf } from '../utils/database';
import { invalidField, notFound } from '../utils/errors';
import { getService } from '../utils/services';
import { findLinksAsOf, type LinkPeriod } from './as-of';
import { factsOf } from './facts';
import { findLinks, findMappedConnections } from './link-repository';
import { schemasOf } from './preflight';
import { readRefs } from './records';
import { connectionReason, resolveReference } from './references';
import { isLocalized } from './source';
import { type ConnectionFacts, type LinkIndex, mappingKey, type RecordRef, type SourceRef } from './types';

type Reason = PreflightResult['reasons'][number];

/** Answer to "what is this record at that connection?". */
export interface Resolution {
  connection: { id: string; name: string };
  record: RecordRef;
  reference: (Reference & { connection: string }) | null;
  /** Null when there is a reference. */
  reason: (Omit<Reason, 'kind'> & { kind: Reason['kind'] | 'unlinked' }) | null;
  /** Since when, and until when, the link held; only where a time was asked for. */
  period: LinkPeriod | null;
}

export interface ResolveRequest {
  connectionId?: string | undefined;
  contentType: string;
  documentId: string;
  locale?: string | undefined;
  /** Where the content type is mapped to several. */
  recordType?: string | undefined;
  /** As the links were then, e.g. at the date of the invoice that a credit note is for. Now if absent. */
  asOf?: Date | undefined;
  /** False: the record is named by its documentId, for callers who may not read it. */
  showLabel?: boolean;
}

export interface ResolveManyRequest {
  connectionId: string;
  records: { contentType: string; documentId: string; locale?: string | undefined; recordType?: string | undefined }[];
  asOf?: Date | undefined;
}

/**
 * What one local record is at a connection, or the first thing that prevents it. Without `connectionId` the
 * one live connection with a mapping of the content type is meant; 400 where there are several. Two statements where
 * it has a link, which tells its name too; else the entry is read: whether it exists, and who may stand in for it.
 */
export async function resolveOne(strapi: Core.Strapi, request: ResolveRequest): Promise<Resolution> {
  const { contentType, documentId } = request;
  requireContentType(strapi, contentType, ['contentType']);
  const locale = await localeOf(strapi, contentType, request.locale);
  const connectionId = request.connectionId ?? (await connectionFor(strapi, contentType));
  const { recordType, asOf, showLabel = true } = request;
  const resolve = async (ref: SourceRef): Promise<Resolution> => {
    const refs = [{ ref, recordType, namedByLink: showLabel }];
    const [answer] = await resolveRefs(strapi, connectionId, refs, asOf);
    if (!answer) throw new Error('One record has one answer');
    return answer;
  };
  const answer = await resolve({ contentType, id: documentId, locale, label: documentId });
  if (answer.reference?.through === 'record' || answer.reason?.fix?.linkId) return answer;
  const record = (await readRefs(strapi, recordOf(strapi, contentType), [documentId], locale)).get(documentId);
  if (!record) throw notFound(schemasOf(strapi)(contentType)?.info?.displayName ?? contentType, documentId);
  return resolve(showLabel ? record : withoutLabels(record));
}

/**
 * What many records are at a connection, in their order: client and lines of an invoice at once. Two statements,
 * whatever their number up to a few hundred; entries are read only where the site declares parents that may stand in.
 * A record that does not exist is linked to nothing. Records are named by their documentIds.
 */
export async function resolveMany(strapi: Core.Strapi, request: ResolveManyRequest): Promise<Resolution[]> {
  const asked = new Map<string, Map<string, Set<string>>>();
  const locales: string[] = [];
  for (const [index, { contentType, documentId, locale: wanted }] of request.records.entries()) {
    requireContentType(strapi, contentType, ['records', String(index), 'contentType']);
    const locale = await localeOf(strapi, contentType, wanted);
    locales.push(locale);
    const byLocale = asked.get(contentType) ?? new Map<string, Set<string>>();
    asked.set(contentType, byLocale);
    byLocale.set(locale, (byLocale.get(locale) ?? new Set()).add(documentId));
  }
  const withParents = new Map<string, SourceRef>();
  for (const [contentType, byLocale] of asked) {
    const compiled = recordOf(strapi, contentType);
    if (compiled.record.parents.length === 0) continue;
    for (const [locale, ids] of byLocale)
      for (const ref of (await readRefs(strapi, compiled, [...ids], locale)).values())
        withParents.set(`${contentType} ${ref.id} ${locale}`, withoutLabels(ref));
  }
  const refs = request.records.map(({ contentType, documentId: id, recordType }, index) => {
    const locale = locales[index] ?? '';
    return {
      ref: withParents.get(`${contentType} ${id} ${locale}`) ?? { contentType, id, locale, label: id },
      recordType,
    };
  });
  return resolveRefs(strapi, request.connectionId, refs, request.asOf);
}

async function resolveRefs(
  strapi: Core.Strapi,
  connectionId: string,
  refs: { ref: SourceRef; recordType: string | undefined; namedByLink?: boolean }[],
  asOf: Date | undefined,
): Promise<Resolution[]> {
  const { facts, ...reader } = await factsOf(strapi, connectionId);
  const connection = { id: facts.id, name: facts.name };
  const notLive = connectionReason(facts);
  const typesOf = new Map<string, string[]>();
  const recordTypes = refs.map(({ ref, recordType }) => {
    if (recordType !== undefined) return [recordType];
    const types = typesOf.get(ref.contentType) ?? recordTypesFor(facts, ref.contentType);
    typesOf.set(ref.contentType, types);
    return types;
  });
  let links: LinkIndex = new Map();
  let periods: ReadonlyMap<string, LinkPeriod> = new Map();
  if (!notLive) {
    const keys = refs.flatMap(({ ref }, index) =>
      [ref, ...(ref.parents ?? [])].flatMap((one) =>
        (recordTypes[index] ?? []).map((recordType) => keyOf(facts.id, one, recordType)),
      ),
    );
    const db = databaseOf(strapi);
    if (asOf) ({ links, periods } = await findLinksAsOf(db, [...new Set(keys)], asOf, reader));
    else links = await findLinks(db, [...new Set(keys)], reader);
  }
  return refs.map(({ ref: asked, namedByLink = false }, index) => {
    const link = (recordTypes[index] ?? []).flatMap((type) => links.get(keyOf(facts.id, asked, type)) ?? []).at(0);
    const ref = { ...asked, label: (namedByLink && link?.localLabel) || asked.label };
    const { parents: _parents, ...record } = ref;
    if (notLive) return { connection, record, reference: null, reason: notLive, period: null };
    const answers = (recordTypes[index] ?? []).map((recordType) =>
      resolveReference(ref, recordType, facts, links, null),
    );
    const answer = answers.find(({ reference }) => reference !== null) ?? answers[0];
    const reason = answer?.reason ?? null;
    const { reference = null } = answer ?? {};
    return {
      connection,
      record,
      reference: reference && { connection: connection.id, ...reference },
      reason: reason && {
        ...reason,
        kind: reason.kind === 'client_unlinked' || reason.kind === 'line_unlinked' ? 'unlinked' : reason.kind,
      },
      period: (reference?.linkId && periods.get(reference.linkId)) || null,
    };
  });
}

const keyOf = (connectionId: string, { contentType, id, locale }: RecordRef, recordType: string): string =>
  localKeyOf({ connectionId, recordType, contentType, localId: id, locale });

function requireContentType(strapi: Core.Strapi, contentType: string, path: string[]): void {
  if (!contentType.startsWith('api::') || !schemasOf(strapi)(contentType))
    throw invalidField(path, `There is no content type ${contentType}`);
}

const recordOf = (strapi: Core.Strapi, contentType: string) =>
  getService(strapi, 'invoicing').compiledRecord(contentType);

const withoutLabels = (record: SourceRef): SourceRef => ({
  ...record,
  label: record.id,
  ...(record.parents ? { parents: record.parents.map((parent) => ({ ...parent, label: parent.id })) } : {}),
});

/** Record types that a content type is mapped to; where it is mapped to none, one that says so. */
function recordTypesFor(facts: ConnectionFacts, contentType: string): string[] {
  const prefix = mappingKey(contentType, '');
  const mapped = [...facts.mappings.keys()]
    .filter((key) => key.startsWith(prefix))
    .map((key) => key.slice(prefix.length));
  return mapped.length > 0 ? mapped : ['any record type'];
}

async function localeOf(strapi: Core.Strapi, contentType: string, wanted: string | undefined): Promise<string> {
  if (!isLocalized(schemasOf(strapi)(contentType))) return '';
  const locales = strapi.plugin('i18n')?.service('locales') as { getDefaultLocale(): Promise<string> } | undefined;
  return wanted ?? (await locales?.getDefaultLocale()) ?? '';
}

async function connectionFor(strapi: Core.Strapi, contentType: string): Promise<string> {
  const fitting = await findMappedConnections(databaseOf(strapi), contentType);
  const [only, ...others] = fitting;
  if (only && others.length === 0) return only.id;
  throw invalidField(
    ['connection'],
    only
      ? `${contentType} is mapped on ${fitting.length} live connections; name one: ${fitting.map(({ id, name }) => `${id} (${name})`).join(', ')}`
      : `No live connection has a mapping of ${contentType}; name a connection`,
  );
}
