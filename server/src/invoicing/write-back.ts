import type { Core, UID } from '@strapi/strapi';
import { databaseOf } from '../utils/database';
import { UnprocessableError } from '../utils/errors';
import { type Sentence, saidBy, sentence } from '../utils/sentence';
import { getService } from '../utils/services';
import { type InvoiceRecordRow, type InvoiceRow, WRITTEN } from './repository';
import { markWritten, noteUnwritten } from './states';
import type { CompiledSource } from './source';

interface Documents {
  findOne(params: Record<string, unknown>): Promise<Record<string, unknown> | null>;
  update(params: Record<string, unknown>): Promise<unknown>;
}

/** Whether a source wants anything written to its records once they are invoiced. */
export const writesBack = ({ status, writeBack: names }: CompiledSource): boolean =>
  Boolean(status?.after) || Object.values(names).some((name) => name !== null);

/**
 * Writes state, number and id of a created invoice to the records it bills, through the document service, so that
 * validation, lifecycles and webhooks of the site run. What cannot be written is answered with why, and tried again by
 * `recover`. Calling it twice writes the same.
 */
export async function writeBack(
  strapi: Core.Strapi,
  invoice: InvoiceRow,
): Promise<{ record: InvoiceRecordRow; why: Sentence }[]> {
  const due = invoice.records.filter(({ written }) => written === WRITTEN.due);
  if (due.length === 0) return [];
  const db = databaseOf(strapi);
  const source = getService(strapi, 'invoicing')
    .compiledSources()
    .find(({ name }) => name === invoice.source);
  const failed: { record: InvoiceRecordRow; why: Sentence }[] = [];
  for (const record of due) {
    try {
      if (!source)
        throw new UnprocessableError(
          sentence('invoicing.sourceGone', 'there is no invoice source {name} any more', { name: invoice.source }),
        );
      await writeTo(strapi, source, record, dataOf(source, invoice));
      await markWritten(db, record);
    } catch (error) {
      const why = saidBy(error);
      await noteUnwritten(db, record, why.message);
      failed.push({ record, why });
    }
  }
  return failed;
}

function dataOf({ status, writeBack: names }: CompiledSource, invoice: InvoiceRow): Record<string, unknown> {
  return {
    ...(status?.after ? { [status.attribute]: status.after } : {}),
    ...(names.number ? { [names.number]: invoice.number } : {}),
    ...(names.externalId ? { [names.externalId]: invoice.externalId } : {}),
    ...(names.url ? { [names.url]: invoice.url } : {}),
    ...(names.closed ? { [names.closed]: true } : {}),
  };
}

/** The published version is updated with the draft, unless the draft holds changes that nobody has published. */
async function writeTo(
  strapi: Core.Strapi,
  source: CompiledSource,
  { id: documentId, locale }: InvoiceRecordRow,
  data: Record<string, unknown>,
): Promise<void> {
  const documents = strapi.documents(source.contentType as UID.ContentType) as unknown as Documents;
  const at = { documentId, ...(locale === '' ? {} : { locale }) };
  let publishes = false;
  if (source.draftAndPublish) {
    const [draft, published] = await Promise.all(
      ['draft', 'published'].map((status) => documents.findOne({ ...at, status, fields: ['updatedAt'] })),
    );
    publishes = Boolean(published) && timeOf(draft) <= timeOf(published) + SAME_SAVE_MS;
  }
  if (!(await documents.update({ ...at, data, ...(publishes ? { status: 'published' } : {}) })))
    throw new UnprocessableError(sentence('invoicing.recordMissing', 'the record does not exist any more'));
}

/** Publishing saves both versions, one after the other. */
const SAME_SAVE_MS = 1_000;
const timeOf = (entry: Record<string, unknown> | null | undefined): number =>
  new Date((entry?.updatedAt as string | undefined) ?? 0).getTime();
