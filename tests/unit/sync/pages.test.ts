import type { ListPage } from '../../../server/src/connectors/contract';
import { readPages } from '../../../server/src/sync/pages';

const page = (ids: string[], cursor: string | null, more: Partial<ListPage> = {}): ListPage => ({
  records: ids.map((externalId) => ({ externalId, label: externalId, active: true, roles: {}, raw: {} })),
  problems: [],
  cursor,
  total: null,
  ...more,
});
const many = (count: number, from: number): string[] => Array.from({ length: count }, (_, at) => `${from + at}`);
const idsOf = (read: ListPage): string[] => read.records.map(({ externalId }) => externalId);

describe('Reading pages', () => {
  test('pages that come fast are handed out as one, with all that they say', async () => {
    const pages: Record<string, ListPage> = {
      start: page(['1', '2'], 'a', { total: 5, deleted: ['8'] }),
      a: page(['3'], 'b', { problems: [{ line: 4, recordId: null, message: 'No id' }] }),
      b: page(['4'], null, { deleted: ['9'] }),
    };
    const read = await readPages(({ cursor }) => Promise.resolve(pages[cursor ?? 'start']!))({
      recordType: 'item',
      cursor: null,
    });
    expect(idsOf(read)).toEqual(['1', '2', '3', '4']);
    expect(read).toMatchObject({ cursor: null, total: 5, deleted: ['8', '9'], problems: [{ line: 4 }] });
  });

  test('no more than a transaction takes; the next page is asked for meanwhile, once', async () => {
    const asked: Array<string | null> = [];
    const list = readPages(({ cursor }) => {
      asked.push(cursor);
      const number = Number(cursor ?? 0);
      return Promise.resolve(page(many(1_000, number * 1_000), number < 9 ? String(number + 1) : null));
    });
    const first = await list({ recordType: 'item', cursor: null });
    expect(first.records).toHaveLength(4_000);
    expect(first.cursor).toBe('4');
    expect(asked).toEqual([null, '1', '2', '3', '4']);
    const second = await list({ recordType: 'item', cursor: '4' });
    const third = await list({ recordType: 'item', cursor: second.cursor });
    expect([...idsOf(first), ...idsOf(second), ...idsOf(third)]).toEqual(many(10_000, 0));
    expect(asked).toEqual([null, '1', '2', '3', '4', '5', '6', '7', '8', '9']);
  });

  test('a slow page is handed out alone', async () => {
    const list = readPages(async ({ cursor }) => {
      await new Promise((resolve) => setTimeout(resolve, 120));
      return page([cursor ?? 'start'], cursor === null ? 'a' : null);
    });
    expect(idsOf(await list({ recordType: 'item', cursor: null }))).toEqual(['start']);
    expect(idsOf(await list({ recordType: 'item', cursor: 'a' }))).toEqual(['a']);
  });

  test('an error is thrown where its page is due, and the page is not asked for again before', async () => {
    let failures = 0;
    const list = readPages(({ cursor }) => {
      if (cursor === null) return Promise.resolve(page(['1'], 'a'));
      failures += 1;
      return Promise.reject(new Error('Down'));
    });
    expect(await list({ recordType: 'item', cursor: null })).toMatchObject({ cursor: 'a' });
    await expect(list({ recordType: 'item', cursor: 'a' })).rejects.toThrow('Down');
    expect(failures).toBe(1);
  });

  test('the first page of one type is not taken for that of another', async () => {
    const list = readPages(({ recordType }) => Promise.resolve(page([recordType], null)));
    expect(idsOf(await list({ recordType: 'customer', cursor: null }))).toEqual(['customer']);
    expect(idsOf(await list({ recordType: 'item', cursor: null }))).toEqual(['item']);
  });
});
