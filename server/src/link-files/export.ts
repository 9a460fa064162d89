import type { Readable } from 'node:stream';
import type { LinkFileColumn, LinkFilePart } from '../contracts/link-files';
import type { LinkState } from '../contracts/links';
import { TABLES } from '../constants';
import { fromRow, type LinkRow, type RawLink } from '../linking/link-repository';
import type { MappingRow } from '../linking/mapping-repository';
import { unlinkedQuery } from '../linking/unlinked-query';
import { breathe, type Database } from '../utils/database';
import { writeBase } from './row';
import { type Cells, writeRows } from './write';

const PAGE = 1_000;
const empty: Cells = {
  local_id: '',
  local_locale: '',
  local_label: '',
  external_id: '',
  external_label: '',
  state: 'unlinked',
  reason: '',
  origin: '',
  score: '',
  attention: '',
  proposed_at: '',
  decided_at: '',
  decided_by: '',
  link_id: '',
  exported_as: '',
};

/** Columns of a link that the file needs: not its evidence, which is long. */
const linkColumns = [
  ...['id', 'document_id', 'local_id', 'local_locale', 'local_label', 'external_id', 'external_label', 'state'],
  ...['reason', 'origin', 'score', 'attention', 'proposed_at', 'decided_at', 'decided_by'],
];

const cellsOfLink = (link: LinkRow): Cells => ({
  local_id: link.localId,
  local_locale: link.locale,
  local_label: link.localLabel,
  external_id: link.externalId,
  external_label: link.externalLabel,
  state: link.state,
  reason: link.reason ?? '',
  origin: link.origin,
  score: link.score === null ? '' : link.score.toFixed(4),
  attention: link.attention ?? '',
  proposed_at: link.proposedAt ?? '',
  decided_at: link.decidedAt ?? '',
  decided_by: link.decidedBy ?? '',
  link_id: link.id,
  exported_as: writeBase(link.state, link.externalId),
});

const cellsOfLocal = (row: RawLink): Cells => ({
  ...empty,
  local_id: String(row.local_id),
  local_locale: String(row.locale),
  local_label: String(row.label),
  exported_as: writeBase('unlinked', ''),
});

const cellsOfExternal = (row: RawLink): Cells => ({
  ...empty,
  external_id: String(row.external_id),
  external_label: String(row.label),
  exported_as: writeBase('unlinked', String(row.external_id)),
});

/** The file of a mapping, read page by page as it is sent. */
export const exportFile = (
  db: Database,
  mapping: MappingRow,
  { columns, include, bom }: { columns: LinkFileColumn[]; include: LinkFilePart[]; bom: boolean },
): Readable => writeRows(eachCells(db, mapping, include), columns, bom);

async function* eachCells(db: Database, mapping: MappingRow, include: LinkFilePart[]): AsyncGenerator<Cells> {
  const states = include.filter((part): part is LinkState => !part.startsWith('unlinked'));
  if (states.length > 0) {
    const links = () => db(TABLES.links).where({ mapping_id: mapping.id }).whereIn('state', states).select(linkColumns);
    for await (const row of eachById(links, 'id')) yield cellsOfLink(fromRow(row));
  }
  if (include.includes('unlinked')) {
    const locals = () =>
      unlinkedQuery(db, mapping, 'local', undefined, undefined, 'waiting').select(
        'r.id',
        'r.local_id',
        'r.locale',
        'r.label',
      );
    for await (const row of eachById(locals, 'r.id')) yield cellsOfLocal(row);
  }
  if (include.includes('unlinked_external')) {
    const externals = () =>
      unlinkedQuery(db, mapping, 'external', undefined, undefined, 'waiting').select(
        'r.id',
        'r.external_id',
        'r.label',
      );
    for await (const row of eachById(externals, 'r.id')) yield cellsOfExternal(row);
  }
}

async function* eachById(
  query: () => ReturnType<typeof unlinkedQuery>,
  column: 'id' | 'r.id',
): AsyncGenerator<RawLink> {
  for (let last = 0; ;) {
    const rows = (await query().where(column, '>', last).orderBy(column).limit(PAGE)) as RawLink[];
    yield* rows;
    if (rows.length < PAGE) return;
    last = Number(rows[rows.length - 1]?.id);
    await breathe();
  }
}
