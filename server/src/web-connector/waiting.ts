import type { Database } from '../utils/database';
import { countOpen, findSession, type SessionRow } from './repository';
import { type Sentence, sentence } from '../utils/sentence';

/** A Web Connector that was silent for so long, without closing its session, is gone. */
const SILENT_MS = 10 * 60_000;

const isOpen = (session: SessionRow): boolean =>
  session.ticketHash !== null &&
  session.problem === null &&
  Date.parse(session.lastCallAt ?? '') > Date.now() - SILENT_MS;

/** What a run says while it waits for the Web Connector. */
export async function waitingText(db: Database, connectionId: string): Promise<Sentence> {
  const session = await findSession(db, connectionId);
  if (!session?.openedAt)
    return sentence(
      'webConnector.firstVisit',
      'Waits for the first visit of the Web Connector. Add the .qwc file on the computer with QuickBooks, and press Update Selected there.',
    );
  if (session.problem !== null)
    return sentence('webConnector.lastVisitStopped', 'Waits for the Web Connector. Its last visit stopped: {problem}', {
      problem: { message: session.problem, ...(session.problemWords && { words: session.problemWords }) },
    });
  if (!isOpen(session))
    return sentence(
      'webConnector.nextVisit',
      'Waits for the next visit of the Web Connector. To start at once, press Update Selected there.',
    );
  const { records } = await countOpen(db, connectionId);
  return records > 0
    ? sentence(
        'webConnector.readingRecords',
        'The Web Connector is reading; {count, number} records are still to come.',
        { count: records },
      )
    : sentence('webConnector.reading', 'The Web Connector is reading.');
}
