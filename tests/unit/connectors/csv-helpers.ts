import { previewFile } from '../../../server/src/connectors/csv/preview';
import { csv } from '../../../server/src/connectors/csv';
import type { ConnectorContext, ExternalRecordInput, RecordProblem } from '../../../server/src/connectors/contract';
import type { FilePreview } from '../../../server/src/contracts/connections';

/** Opens bytes in pieces of the given size, so that rows are cut at every place. */
export const openBytes = (bytes: Uint8Array, piece = 7) =>
  async function* () {
    await Promise.resolve();
    for (let at = 0; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece);
  };

export const preview = (content: string | Uint8Array, piece = 7): Promise<FilePreview> => {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  return previewFile(openBytes(bytes, piece), 'list.csv', bytes.length);
};

export const contextOf = (
  open: ConnectorContext['openFile'],
  settings: Record<string, unknown>,
  signal = new AbortController().signal,
): ConnectorContext => ({
  settings,
  accountId: '',
  options: {},
  secrets: { read: () => Promise.resolve({}), renew: () => Promise.resolve({}) },
  ...(open ? { openFile: open } : {}),
  signal,
  log: { debug: () => undefined, warn: () => undefined },
});

/** Settings as the server makes them of a preview that was accepted as it is. */
export const settingsOf = (seen: FilePreview): Record<string, unknown> => ({
  recordType: 'customer',
  idColumn: seen.columns.find(({ isId }) => isId)?.name ?? null,
  columns: seen.columns.map(({ name, role }) => ({ name, role })),
  delimiter: seen.delimiter,
  headerLine: seen.headerLine,
  encoding: seen.encoding,
  fileName: seen.fileName,
});

/** Lists everything; `freshContext` gives each page a context of its own, as after a restart. */
export async function listAll(context: ConnectorContext, freshContext = false) {
  const records: ExternalRecordInput[] = [];
  const problems: RecordProblem[] = [];
  const pages: number[] = [];
  let cursor: string | null = null;
  let total: number | null = null;
  do {
    const page = await csv.list(freshContext ? { ...context } : context, { recordType: 'customer', cursor });
    records.push(...page.records);
    problems.push(...page.problems);
    pages.push(page.records.length + page.problems.length);
    ({ cursor, total } = page);
  } while (cursor !== null);
  return { records, problems, pages, total };
}

export async function importAll(content: string | Uint8Array) {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  const seen = await preview(bytes);
  return { seen, ...(await listAll(contextOf(openBytes(bytes, 11), settingsOf(seen)))) };
}
