import { parentPort } from 'node:worker_threads';
import { match } from './engine';
import { createLiveMatcher, type LiveMatcher } from './live';
import { type Piece, piecesOf, type PlainMatchOptions, type Reply, type Request } from './protocol';
import type { MatchRecord } from './types';

/** Least milliseconds between two progress messages. */
const progressEvery = 100;

/** Answers the requests of one client: matching, and a live matcher once it was opened. */
export function serve(post: (reply: Reply) => void): (request: Request) => void {
  const received = new Map<number, { left: MatchRecord[]; right: MatchRecord[] }>();
  const sending = new Map<number, Iterator<Piece>>();
  let live: LiveMatcher | null = null;

  const recordsOf = (id: number): { left: MatchRecord[]; right: MatchRecord[] } => {
    const records = received.get(id) ?? { left: [], right: [] };
    received.delete(id);
    return records;
  };
  const sendNext = (id: number): void => {
    const next = sending.get(id)?.next();
    if (next && !next.done) return post({ type: 'piece', id, piece: next.value });
    sending.delete(id);
    post({ type: 'matched', id });
  };
  const runMatch = (id: number, options: PlainMatchOptions): void => {
    const { left, right } = recordsOf(id);
    let last = 0;
    const onProgress = (done: number, total: number): void => {
      const now = Date.now();
      if (now - last < progressEvery && done < total) return;
      last = now;
      post({ type: 'progress', id, done, total });
    };
    sending.set(id, piecesOf(match(left, right, { ...options, onProgress }), right, options));
    sendNext(id);
  };
  const opened = (): LiveMatcher => {
    if (!live) throw new Error('There is no live matcher. Open it first.');
    return live;
  };
  const changed = (id: number, matcher: LiveMatcher): void =>
    post({ type: 'changed', id, size: matcher.size('left') + matcher.size('right') });
  const handle = (request: Request): void => {
    const { id } = request;
    switch (request.type) {
      case 'records': {
        const records = received.get(id) ?? { left: [], right: [] };
        for (const record of request.records) records[request.side].push(record);
        received.set(id, records);
        return;
      }
      case 'match':
        runMatch(id, request.options);
        return;
      case 'next':
        sendNext(id);
        return;
      case 'open':
        live = createLiveMatcher({ ...recordsOf(id), model: request.model });
        changed(id, live);
        return;
      case 'upsert': {
        const { left, right } = recordsOf(id);
        opened().upsert('left', left);
        opened().upsert('right', right);
        changed(id, opened());
        return;
      }
      case 'remove':
        opened().remove(request.side, request.ids);
        changed(id, opened());
        return;
      case 'live_match': {
        const matches = request.ids.map((record) => opened().match(request.side, record, request.options));
        post({ type: 'live_matches', id, matches });
        return;
      }
      case 'live_score': {
        const { side, record, partners, options } = request;
        post({ type: 'live_scores', id, pairs: opened().score(side, record, partners, options) });
        return;
      }
      case 'live_search':
        post({ type: 'hits', id, hits: opened().search(request.side, request.query, request.limit) });
        return;
    }
  };
  return (request) => {
    try {
      handle(request);
    } catch (error) {
      received.delete(request.id);
      post({ type: 'failed', id: request.id, message: error instanceof Error ? error.message : String(error) });
    }
  };
}

if (parentPort) {
  const port = parentPort;
  const answer = serve((reply) => port.postMessage(reply));
  port.on('message', (request: Request) => answer(request));
}
