import { ConnectorError, type ConnectorErrorKind } from '../errors';
import { requestIdOf, type HttpAnswer } from '../http';
import { isJson } from '../values';
import { text } from './lenient';

export const vendor = 'Pax8';

/** Where a person looks after the credentials. */
export const credentialsPlace = 'Pax8 under Settings → Integrations → Credentials';

/** What a status means to us, and what to do about it. The vendor has no finer codes. */
const statuses: Record<number, { kind: ConnectorErrorKind; advice: string }> = {
  400: { kind: 'rejected', advice: 'Pax8 does not accept this request: please report it.' },
  401: { kind: 'reauthorize', advice: `Enter the client id and secret again; they are in ${credentialsPlace}.` },
  403: { kind: 'misconfigured', advice: `The credentials may not do this: check them in ${credentialsPlace}.` },
  404: { kind: 'rejected', advice: 'The record is gone at Pax8: sync, then look again.' },
  408: { kind: 'unavailable', advice: 'Pax8 took too long: it goes on by itself.' },
  422: { kind: 'rejected', advice: 'Change what Pax8 names.' },
  429: { kind: 'unavailable', advice: 'Too many requests: it goes on by itself.' },
};

const sentence = (words: string): string => `${words.replace(/[\s.]+$/, '')}.`;

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
  const advice = known ? ` ${known.advice}` : '';
  const said = words ?? `HTTP ${answer.status}`;
  return new ConnectorError(known?.kind ?? 'rejected', `Pax8: ${sentence(said)}${advice}`, {
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
    `Pax8 refused the client id or secret: ${said.replace(/[\s.]+$/, '')} (${code}). ${statuses[401]?.advice ?? ''}`,
    { code, requestId: requestIdOf(answer.headers) },
  );
};

export const notUnderstood = (what: string): ConnectorError =>
  new ConnectorError('unavailable', `Pax8 sent ${what} that Crosswalk does not understand. Try again later.`);
