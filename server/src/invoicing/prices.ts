import type { Core, UID } from '@strapi/strapi';
import type { answerPrice, BodyOf, PreflightResult } from '../contracts';
import { localKeyOf } from '../linking/keys';
import { findMappings } from '../linking/mapping-repository';
import { databaseOf } from '../utils/database';
import { ConflictError, forbidden, UnprocessableError } from '../utils/errors';
import { preflight } from './preflight';
import { priceKeyOf } from './price-key';
import { savePriceAnswer } from './price-repository';
import { sentence } from '../utils/sentence';

/** Who answers, and whether they may change entries of a content type in the Content Manager. */
export interface PriceActor {
  name: string;
  mayUpdate(contentType: string): boolean;
}

/**
 * Stores what is to be done about a line whose price is not the item's, and answers with the record as it is now.
 * `update_ours` first writes the item's price to the local record; where that is refused nothing is stored.
 */
export async function answerPriceOf(
  strapi: Core.Strapi,
  request: BodyOf<typeof answerPrice>,
  actor: PriceActor,
): Promise<PreflightResult> {
  const at = { source: request.source, connectionId: request.connectionId, ids: [request.id] };
  const [before] = await preflight(strapi, at);
  const line = before?.lines.find((one) => one.line === request.line);
  const { price, record, reference } = line ?? {};
  if (!price || !record || !reference)
    throw new ConflictError(
      sentence(
        'invoicing.noPriceQuestion',
        'There is no question about the price of line {line} (any more). Check again.',
        { line: request.line },
      ),
    );

  if (request.answer === 'update_ours') await updateOurs(strapi, reference.linkId, record, price.theirs, actor);
  const localKey = localKeyOf({
    connectionId: request.connectionId,
    recordType: reference.recordType,
    contentType: record.contentType,
    localId: record.id,
    locale: record.locale,
  });
  const question = { localKey, externalId: reference.externalId, ours: price.ours, theirs: price.theirs };
  const forAll = request.all || request.answer === 'update_ours';
  await savePriceAnswer(databaseOf(strapi), {
    connectionId: request.connectionId,
    answerKey: priceKeyOf(question, forAll ? null : request.id),
    localKey,
    answer: request.answer === 'ours' ? 'ours' : 'theirs',
    actor: actor.name,
  });
  const [after] = await preflight(strapi, at);
  if (!after) throw new ConflictError(sentence('invoicing.recordGone', 'The record is gone. Check again.'));
  return after;
}

/** Writes a price to the attribute that the mapping calls the price, through the document service. */
async function updateOurs(
  strapi: Core.Strapi,
  linkId: string | null,
  record: { contentType: string; id: string; locale: string; label: string },
  price: string,
  actor: PriceActor,
): Promise<void> {
  if (!actor.mayUpdate(record.contentType))
    throw forbidden(
      sentence(
        'invoicing.mayNotUpdate',
        'Your role may not update entries of {contentType}. Ask an administrator for that permission in the Content Manager, or take their price for this invoice only.',
        { contentType: record.contentType },
      ),
    );
  const mappings = await findMappings(databaseOf(strapi));
  const attribute = mappings
    .filter(({ contentType }) => contentType === record.contentType)
    .flatMap(({ fieldRoles }) => fieldRoles)
    .find(({ role }) => role === 'price')?.attribute;
  if (linkId === null || !attribute || attribute.includes('.'))
    throw new UnprocessableError(
      sentence(
        'invoicing.priceUnknown',
        'Crosswalk does not know which attribute of {contentType} is the price. Give an attribute the role price in the mapping.',
        { contentType: record.contentType },
      ),
    );
  const documents = strapi.documents(record.contentType as UID.ContentType) as unknown as {
    update(params: Record<string, unknown>): Promise<unknown>;
  };
  const draftAndPublish = strapi.contentType(record.contentType as UID.ContentType).options?.draftAndPublish === true;
  const updated = await documents.update({
    documentId: record.id,
    ...(record.locale === '' ? {} : { locale: record.locale }),
    data: { [attribute]: price },
    ...(draftAndPublish ? { status: 'published' } : {}),
  });
  if (!updated)
    throw new ConflictError(sentence('invoicing.thisGone', '{record} is gone. Check again.', { record: record.label }));
}
