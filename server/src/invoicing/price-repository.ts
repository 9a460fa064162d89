import { TABLES } from '../constants';
import { chunksOf, type Database } from '../utils/database';

/** Answers about the prices of local records, by `priceKeyOf`. */
export async function findPriceAnswers(
  db: Database,
  connectionId: string,
  localKeys: readonly string[],
): Promise<Map<string, 'ours' | 'theirs'>> {
  const found = new Map<string, 'ours' | 'theirs'>();
  for (const keys of chunksOf(localKeys)) {
    const rows: { answer_key: string; answer: 'ours' | 'theirs' }[] = await db(TABLES.priceAnswers)
      .where({ connection_id: connectionId })
      .whereIn('local_key', keys)
      .select('answer_key', 'answer');
    for (const row of rows) found.set(row.answer_key, row.answer);
  }
  return found;
}

/** The newest answer counts. */
export async function savePriceAnswer(
  db: Database,
  row: { connectionId: string; answerKey: string; localKey: string; answer: 'ours' | 'theirs'; actor: string },
): Promise<void> {
  await db(TABLES.priceAnswers)
    .insert({
      connection_id: row.connectionId,
      answer_key: row.answerKey,
      local_key: row.localKey,
      answer: row.answer,
      actor: row.actor,
      at: new Date(),
    })
    .onConflict('answer_key')
    .merge(['answer', 'actor', 'at']);
}
