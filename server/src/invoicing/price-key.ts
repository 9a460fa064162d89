import { createHash } from 'node:crypto';

/**
 * Key of an answer to "our price is not the item's": the same record, item and pair of prices ask the same question.
 * @param recordId documentId of the one work order that it was answered for; null: for all
 */
export const priceKeyOf = (
  question: { localKey: string; externalId: string; ours: string; theirs: string },
  recordId: string | null,
): string =>
  createHash('sha256')
    .update([question.localKey, question.externalId, question.ours, question.theirs, recordId ?? ''].join('\n'))
    .digest('base64url');
