import type { Database } from '../utils/database';
import { countOpen, findSession, type SessionRow } from './repository';

/** A Web Connector that was silent for so long, without closing its session, is gone. */
const SILENT_MS = 10 * 60_000;

const isOpen = (session: SessionRow): boolean =>
  session.ticketHash !== null &&
  session.problem === null &&
  Date.parse(session.lastCallAt ?? '') > Date.now() - SILENT_MS;

/** What a run says while it waits for the Web Connector. */
export async function waitingText(db: Database, connectionId: string): Promise<string> {
  const session = await findSession(db, connectionId);
  if (!session?.openedAt)
    return 'Waits for the first visit of the Web Connector. Add the .qwc file on the computer with QuickBooks, and press Update Selected there.';
  if (session.problem !== null) return `Waits for the Web Connector. Its last visit stopped: ${session.problem}`;
  if (!isOpen(session))
    return 'Waits for the next visit of the Web Connector. To start at once, press Update Selected there.';
  const { records } = await countOpen(db, connectionId);
  return records > 0
    ? `The Web Connector is reading; ${records.toLocaleString('en')} records are still to come.`
    : 'The Web Connector is reading.';
}
