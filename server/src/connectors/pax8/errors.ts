import { ConnectorError, type ConnectorErrorKind } from '../errors';
import { requestIdOf, type HttpAnswer } from '../http';
import { isJson } from '../values';
import { text } from './lenient';
import { type Sentence, sentence } from '../../utils/sentence';

export const vendor = 'Pax8';

/** Where a person looks after the credentials in Pax8, in its own words. */
export const credentialsMenu = 'Settings → Integrations → Credentials';

const enterAgain = sentence('pax8.code401', 'Enter the client id and secret again; they are in Pax8 under {menu}.', {
  menu: credentialsMenu,
});

/** What a status means to us, and what to do about it. The vendor has no finer codes. */
const statuses: Record<number, { kind: ConnectorErrorKind; advice: Sentence }> = {
  400: {
    kind: 'rejected',
    advice: sentence('pax8.code400', 'Pax8 does not accept this request: please report it.'),
  },
  401: { kind: 'reauthorize', advice: enterAgain },
  403: {
    kind: 'misconfigured',
    advice: sentence('pax8.code403', 'The credentials may not do this: check them in Pax8 under {menu}.', {
      menu: credentialsMenu,
    }),
  },
  404: { kind: 'rejected', advice: sentence('pax8.code404', 'The record is gone at Pax8: sync, then look again.') },
  408: { kind: 'unavailable', advice: sentence('pax8.code408', 'Pax8 took too long: it goes on by itself.') },
  422: { kind: 'rejected', advice: sentence('pax8.code422', 'Change what Pax8 names.') },
  429: { kind: 'unavailable', advice: sentence('pax8.code429', 'Too many requests: it goes on by itself.') },
};

const withoutStop = (words: string): string => words.replace(/[\s.]+$/, '');

/** `message` and what `details` add to it, each once. */
const wordsOf = (body: Record<string, unknown>): string | null => {
  const details = (Array.isArray(body.details) ? body.details : []).map((detail) =>
    isJson(detail) ? text(detail.message) : text(detail),
  );
  const said = [text(body.message), ...details].filter((part) => part !== undefined);
  return said.length === 0 ? null : [...new Set(said)].join(': ');
};

/** Reads `{ type, message, instance, status, details: [{ message }] }`; null where the body is something else. */
export const readError = (answer: HttpAnswer): ConnectorError | null => {
  const words = isJson(answer.json) ? wordsOf(answer.json) : null;
  const known = statuses[answer.status];
  if (words === null && !known) return null;
  const said = withoutStop(words ?? `HTTP ${answer.status}`);
  const message = known
    ? sentence('pax8.saidWithAdvice', 'Pax8: {said}. {advice}', { said, advice: known.advice })
    : `Pax8: ${said}.`;
  return new ConnectorError(known?.kind ?? 'rejected', message, {
    code: String(answer.status),
    requestId: requestIdOf(answer.headers),
  });
};

/** Reads `{ error, error_description }` of the token endpoint, or the shape above. */
export const readTokenError = (answer: HttpAnswer): ConnectorError | null => {
  const refused = answer.status === 400 || answer.status === 401 || answer.status === 403;
  if (!refused) return readError(answer);
  const body = isJson(answer.json) ? answer.json : {};
  const code = text(body.error) ?? text(body.type) ?? String(answer.status);
  const said = text(body.error_description) ?? wordsOf(body) ?? `HTTP ${answer.status}`;
  return new ConnectorError(
    'reauthorize',
    sentence('pax8.keysRefused', 'Pax8 refused the client id or secret: {said} ({code}). {advice}', {
      said: withoutStop(said),
      code,
      advice: enterAgain,
    }),
    { code, requestId: requestIdOf(answer.headers) },
  );
};

export const notUnderstood = (what: Sentence): ConnectorError =>
  new ConnectorError(
    'unavailable',
    sentence('pax8.notUnderstood', 'Pax8 sent {what} that Crosswalk does not understand. Try again later.', { what }),
  );
