import type { Core } from '@strapi/strapi';
import type { ConnectionRow } from '../connections/repository';
import { ConnectorError } from '../connectors/errors';
import { errorOf, readAnswer } from '../connectors/quickbooks-desktop/answers';
import { jobOf } from '../connectors/quickbooks-desktop/jobs';
import { messageSet } from '../connectors/quickbooks-desktop/requests';
import type { SoapCall, SoapResult } from '../connectors/quickbooks-desktop/soap';
import { XmlError } from '../connectors/quickbooks-desktop/xml';
import { isAtWork, noteWaiting } from '../runs/repository';
import { type Database, databaseOf, inTransaction } from '../utils/database';
import { getService } from '../utils/services';
import { type Said, sayingOf, sentence } from '../utils/sentence';
import { describeAccess } from './access';
import { hashOf, sameText } from './login';
import { moreComes } from './more';
import {
  countOpen,
  findSession,
  insertRequests,
  type KeptError,
  nextRequest,
  type RequestRow,
  saveSession,
  sentRequest,
  type SessionRow,
  takeBack,
  updateRequest,
} from './repository';
import { meetCompany, openSession } from './session';
import { waitingText } from './waiting';

/** A session is over when nothing was heard for so long; its ticket is worth nothing then. */
const SESSION_MS = 60 * 60_000;
/** What a method answers when there is nothing to do or to say. */
const NOTHING = '';
/** Answers of `receiveResponseXML`: all done; ask getLastError, then end the session. */
const DONE = 100;
const NEARLY_DONE = 99;
const FAILED = -1;
/**
 * Errors of the Web Connector that trying again does not mend: the request cannot be read, the company file must be
 * named, the user has denied access. Of these the request surely was not carried out; all others leave that open.
 */
const FINAL: ReadonlySet<string> = new Set(['0x80040400', '0x80040416', '0x80040420']);
/** How often a request that writes is sent when its answer is lost. */
const MOST_SENDS = 3;

/** Serves the Web Connector: hands out what the runs of a connection have queued, and takes in the answers. */
export const webConnector = ({ strapi }: { strapi: Core.Strapi }) => {
  /** The session that a call belongs to; null: its ticket is of none. */
  async function sessionOf(connection: ConnectionRow, call: SoapCall): Promise<SessionRow | null> {
    const session = await findSession(databaseOf(strapi), connection.id);
    if (!session?.ticketHash || !sameText(session.ticketHash, hashOf(call.argument('ticket')))) return null;
    if (Date.parse(session.lastCallAt ?? '') < Date.now() - SESSION_MS) return null;
    await saveSession(databaseOf(strapi), connection.id, { lastCallAt: new Date() });
    return session;
  }

  /** Ends the work of a session with words for the Web Connector's user and for the panel. */
  async function stop(connection: ConnectionRow, problem: Said): Promise<void> {
    const db = databaseOf(strapi);
    await saveSession(db, connection.id, { problem });
    await noteWaiting(db, connection.id, await waitingText(db, connection.id));
  }

  async function sendRequest(connection: ConnectionRow, session: SessionRow, call: SoapCall): Promise<string> {
    if (session.problem) return NOTHING;
    let { version } = session;
    if (version === null) {
      const met = await meetCompany(strapi, connection, call);
      if ('problem' in met) {
        await stop(connection, met.problem);
        return NOTHING;
      }
      version = met.version;
      await saveSession(databaseOf(strapi), connection.id, { version });
    }
    const write = version;
    return inTransaction(strapi, async (trx) => {
      const request = await nextRequest(trx, connection.id);
      if (!request) return NOTHING;
      const body = request.body ?? bodyOf(request, write);
      await updateRequest(trx, request.id, {
        state: 'sent',
        sends: request.sends + 1,
        sentAt: new Date(),
        // What writes is sent again as it was: QuickBooks compares.
        ...(request.messageSetId === null ? {} : { body }),
      });
      return body;
    });
  }

  async function receiveResponse(connection: ConnectionRow, session: SessionRow, call: SoapCall): Promise<number> {
    const request = await sentRequest(databaseOf(strapi), connection.id);
    if (!request) {
      await stop(
        connection,
        sentence('webConnector.strayAnswer', 'An answer came to a request that was not sent in this session.'),
      );
      return FAILED;
    }
    const hresult = call.argument('hresult');
    const outcome =
      hresult === '' ? read(request, call.argument('response')) : failureOf(request, hresult, call.argument('message'));
    const { progress, settled } = await inTransaction(strapi, async (trx) => {
      await keep(trx, request, outcome);
      const answered = session.answered + 1;
      await saveSession(trx, connection.id, { answered });
      const open = await countOpen(trx, connection.id);
      await noteWaiting(trx, connection.id, await waitingText(trx, connection.id));
      return {
        progress: open.requests === 0 ? DONE : percent(answered, open),
        settled: !('next' in outcome) || outcome.next === null,
      };
    });
    if (settled) await getService(strapi, 'runs').wake(connection.id);
    return progress === DONE && (await moreToCome(connection.id)) ? NEARLY_DONE : progress;
  }

  /** A run that creates invoices asks for the next when it has the answer to the last: better now than at the next visit. */
  function moreToCome(connectionId: string): Promise<boolean> {
    const db = databaseOf(strapi);
    return moreComes({
      isAtWork: () => isAtWork(db, connectionId, 'invoice'),
      isAsked: async () => (await countOpen(db, connectionId)).requests > 0,
    });
  }

  async function closeSession(connection: ConnectionRow, session: SessionRow): Promise<string> {
    await inTransaction(strapi, async (trx) => {
      await takeBack(trx, connection.id);
      await saveSession(trx, connection.id, { ticketHash: null, closedAt: new Date() });
      await noteWaiting(trx, connection.id, await waitingText(trx, connection.id));
    });
    return session.problem ?? `Crosswalk has taken in ${session.answered} answers.`;
  }

  /** QuickBooks or its company file could not be opened. A path may be out of date: the open file is tried once. */
  async function connectionFailed(connection: ConnectionRow, session: SessionRow, call: SoapCall): Promise<string> {
    if (connection.accountId !== null && !session.openFileTried) {
      await saveSession(databaseOf(strapi), connection.id, { openFileTried: true });
      return NOTHING;
    }
    await stop(
      connection,
      sentence('webConnector.notOpened', 'The Web Connector could not open QuickBooks: {reason} ({code})', {
        reason: call.argument('message') || noReason,
        code: call.argument('hresult'),
      }),
    );
    return 'done';
  }

  return {
    describe: (connectionId: string) => describeAccess(strapi, connectionId),

    /** Carries out one call of the Web Connector. */
    async call(connection: ConnectionRow, call: SoapCall): Promise<SoapResult> {
      if (call.method === 'serverVersion') return 'Crosswalk';
      if (call.method === 'clientVersion') return NOTHING;
      if (call.method === 'authenticate') return openSession(strapi, connection, call);
      const session = await sessionOf(connection, call);
      const over = 'This session is over. Press Update Selected to begin another.';
      switch (call.method) {
        case 'sendRequestXML':
          return session ? sendRequest(connection, session, call) : NOTHING;
        case 'receiveResponseXML':
          return session ? receiveResponse(connection, session, call) : FAILED;
        case 'connectionError':
          return session ? connectionFailed(connection, session, call) : 'done';
        case 'getLastError':
          return session ? (session.problem ?? 'There is nothing more to do.') : over;
        case 'closeConnection':
          return session ? closeSession(connection, session) : over;
      }
    },
  };
};

const bodyOf = (request: RequestRow, version: string): string =>
  messageSet(
    version,
    jobOf(request.kind).build(request.parameters, request.iteratorId),
    request.messageSetId ?? undefined,
  );

/** What comes of an answer: something to keep, and where the listing goes on; or an error. */
type Outcome =
  { answer: unknown; next: { iteratorId: string; remaining: number } | null } | { error: KeptError } | { again: true };

function read(request: RequestRow, qbxml: string): Outcome {
  try {
    const answer = readAnswer(qbxml);
    const error = errorOf(answer.status);
    if (error) return { error: keptError(error) };
    const { iteratorId, remaining } = answer;
    return {
      answer: jobOf(request.kind).read(answer),
      next: remaining > 0 && iteratorId !== null ? { iteratorId, remaining } : null,
    };
  } catch (error) {
    if (error instanceof ConnectorError) return { error: keptError(error) };
    if (!(error instanceof XmlError)) throw error;
    return lost(request, error);
  }
}

const noReason = sentence('webConnector.noReason', 'no reason was given');

const keptError = (error: ConnectorError): KeptError => ({
  kind: error.kind === 'unavailable' || error.kind === 'uncertain' ? error.kind : 'rejected',
  ...sayingOf(error),
  code: error.code,
});

/** An error of the Web Connector itself: this request has failed, the others go on. */
function failureOf(request: RequestRow, hresult: string, message: string): Outcome {
  const said = sentence('webConnector.notAsked', 'QuickBooks could not be asked: {reason} ({code})', {
    reason: message || noReason,
    code: hresult,
  });
  return FINAL.has(hresult.toLowerCase())
    ? { error: { kind: 'rejected', ...said, code: hresult } }
    : lost(request, said);
}

/** No answer to be understood. What only reads is asked later; what writes may be done, so it is sent again as it was. */
function lost(request: RequestRow, said: Said): Outcome {
  if (request.messageSetId === null) return { error: { kind: 'unavailable', ...sayingOf(said), code: null } };
  return request.sends < MOST_SENDS ? { again: true } : { error: { kind: 'uncertain', ...sayingOf(said), code: null } };
}

async function keep(trx: Database, request: RequestRow, outcome: Outcome): Promise<void> {
  const answeredAt = new Date();
  if ('again' in outcome) return updateRequest(trx, request.id, { state: 'idle' });
  if ('error' in outcome) return updateRequest(trx, request.id, { state: 'failed', answeredAt, error: outcome.error });
  await updateRequest(trx, request.id, { state: 'answered', answeredAt, answer: outcome.answer });
  if (outcome.next) await insertRequests(trx, [{ ...request, page: request.page + 1, ...outcome.next }]);
}

/** Share of the work that is done, 1 to 99: all that the Web Connector's user sees of it. */
function percent(answered: number, open: { requests: number; records: number }): number {
  const toCome = open.requests + open.records / 100;
  return Math.max(1, Math.min(99, Math.floor((100 * answered) / (answered + toCome))));
}
