import type { Core, UID } from '@strapi/strapi';
import type { CompiledSource, compileRecord, ReadPlan, RecordPath, Template } from './source';
import type { RecordRef, SourceLine, SourceRecord, SourceRef } from './types';

type Entry = Record<string, unknown>;

interface Documents {
  findMany(params: Record<string, unknown>): Promise<Entry[]>;
  count(params: Record<string, unknown>): Promise<number>;
}

/** Users' content types are not known at build time, so their typed API does not fit. */
const documentsOf = (strapi: Core.Strapi, uid: string) =>
  strapi.documents(uid as UID.ContentType) as unknown as Documents;

/** Leaves out records whose state says that they are not to be billed. */
const openFilter = ({ status }: CompiledSource): Record<string, unknown> | null =>
  status ? { [status.attribute]: { $in: status.before } } : null;

/** documentIds and locales of a source's records, newest first, one page of them. */
export async function listRecordIds(
  strapi: Core.Strapi,
  source: CompiledSource,
  start: number,
  limit: number,
  filters: Record<string, unknown> | null = openFilter(source),
): Promise<{ id: string; locale: string }[]> {
  const entries = await documentsOf(strapi, source.contentType).findMany({
    fields: ['documentId', ...(source.localized ? ['locale'] : [])],
    ...(filters ? { filters } : {}),
    sort: ['createdAt:desc', 'id:desc'],
    start,
    limit,
  });
  return entries.map((entry) => ({ id: String(entry.documentId), locale: source.localized ? text(entry.locale) : '' }));
}

/**
 * Reads records with all that their invoices need: one document query (two where there are drafts and published
 * versions), whatever their number. The published version counts where there is one, else the draft.
 * In the order of `ids`; ids that do not exist are left out.
 */
export async function readRecords(
  strapi: Core.Strapi,
  source: CompiledSource,
  ids: readonly string[],
): Promise<SourceRecord[]> {
  const found = new Map<string, SourceRecord>();
  for (const status of source.draftAndPublish ? ['published', 'draft'] : [undefined]) {
    const wanted = ids.filter((id) => !found.has(id));
    if (wanted.length === 0) break;
    const entries = await documentsOf(strapi, source.contentType).findMany({
      ...withDocumentIds(source.plan),
      ...(status === undefined ? {} : { status }),
      filters: { documentId: { $in: wanted } },
    });
    for (const entry of entries) found.set(String(entry.documentId), readRecord(entry, source));
  }
  return ids.flatMap((id) => found.get(id) ?? []);
}

/**
 * Entries by themselves, with those that may stand in for them: one document query (two where there are drafts),
 * whatever their number. By documentId; those that do not exist are left out.
 */
export async function readRefs(
  strapi: Core.Strapi,
  { record, plan, draftAndPublish }: ReturnType<typeof compileRecord>,
  documentIds: readonly string[],
  locale: string,
): Promise<Map<string, SourceRef>> {
  const found = new Map<string, SourceRef>();
  for (const status of draftAndPublish ? ['published', 'draft'] : [undefined]) {
    const wanted = documentIds.filter((id) => !found.has(id));
    if (wanted.length === 0) break;
    const entries = await documentsOf(strapi, record.contentType).findMany({
      ...withDocumentIds(plan),
      ...(status === undefined ? {} : { status }),
      ...(locale === '' ? {} : { locale }),
      filters: { documentId: { $in: wanted } },
    });
    for (const entry of entries) {
      const ref = readRef(entry, record);
      if (ref) found.set(ref.id, { ...ref, locale });
    }
  }
  return found;
}

const withDocumentIds = (plan: ReadPlan): Record<string, unknown> => ({
  ...plan,
  fields: [...new Set(['documentId', ...(plan.fields ?? [])])],
});

function readRecord(entry: Entry, source: CompiledSource): SourceRecord {
  const lines = valueAt(entry, source.lines);
  return {
    source: source.name,
    contentType: source.contentType,
    id: String(entry.documentId),
    locale: source.localized ? text(entry.locale) : '',
    number: source.number ? text(valueAt(entry, source.number)) : '',
    date: source.date ? isoDate(valueAt(entry, source.date)) : null,
    currency: source.currency ? text(valueAt(entry, source.currency)) || null : null,
    memo: source.memo ? text(valueAt(entry, source.memo)) : '',
    text: source.text ? fill(source.text, entry) : '',
    email: source.email ? text(valueAt(entry, source.email)) || null : null,
    status: source.status ? text(entry[source.status.attribute]) : null,
    client: readRef(entry, source.client),
    lines: (Array.isArray(lines) ? (lines as Entry[]) : []).map((line) => readLine(line, source)),
  };
}

function readLine(line: Entry, source: CompiledSource): SourceLine {
  let record: SourceRef | null = null;
  for (const path of source.line.records) record ??= readRef(line, path);
  return {
    description: source.line.description ? text(valueAt(line, source.line.description)) : '',
    quantity: valueAt(line, source.line.quantity),
    unitPrice: valueAt(line, source.line.unitPrice),
    ...(source.line.amount ? { amount: valueAt(line, source.line.amount) } : {}),
    record,
  };
}

/** A record and those that may stand in for it: its parents, then theirs. Nobody stands in twice. */
function readRef(entry: Entry, path: RecordPath): SourceRef | null {
  const self = readOne(entry, path);
  if (!self) return null;
  const parents: RecordRef[] = [];
  const known = new Set([keyOf(self.ref)]);
  let level = [{ target: self.target, paths: path.parents }];
  while (level.length > 0) {
    const next: typeof level = [];
    for (const { target, paths } of level) {
      for (const parentPath of paths) {
        const parent = readOne(target, parentPath);
        if (!parent || known.has(keyOf(parent.ref))) continue;
        known.add(keyOf(parent.ref));
        parents.push(parent.ref);
        next.push({ target: parent.target, paths: parentPath.parents });
      }
    }
    level = next;
  }
  return parents.length > 0 ? { ...self.ref, parents } : self.ref;
}

const keyOf = ({ contentType, id, locale }: RecordRef): string => `${contentType} ${id} ${locale}`;

function readOne(entry: Entry, path: RecordPath): { ref: RecordRef; target: Entry } | null {
  const target = valueAt(entry, path.path) as Entry | null | undefined;
  if (!target || typeof target.documentId !== 'string') return null;
  const ref = {
    contentType: path.contentType,
    id: target.documentId,
    locale: path.localized ? text(target.locale) : '',
    label: (path.labelAttribute ? text(target[path.labelAttribute]) : '') || target.documentId,
  };
  return { ref, target };
}

/** Line breaks and runs of spaces that empty values leave are closed up. */
const fill = (template: Template, entry: Entry): string =>
  template
    .map((part) => (typeof part === 'string' ? part : text(valueAt(entry, part))))
    .join('')
    .replace(/[^\S\n]+/g, ' ')
    .trim();

function valueAt(entry: Entry, path: readonly string[]): unknown {
  let value: unknown = entry;
  for (const name of path) {
    if (value === null || typeof value !== 'object') return null;
    value = (value as Entry)[name];
  }
  return value ?? null;
}

const text = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint' ? String(value).trim() : '';

/** `2026-03-31` of a date or datetime. */
function isoDate(value: unknown): string | null {
  const date = value instanceof Date ? value.toISOString() : text(value);
  return /^\d{4}-\d{2}-\d{2}/.test(date) ? date.slice(0, 10) : null;
}
