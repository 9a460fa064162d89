import { ConnectorError, type ConnectorErrorKind } from '../errors';
import { plain, requestIdOf, type HttpAnswer } from '../http';
import { type Said, type Sentence, sentence } from '../../utils/sentence';

export const vendor = 'QuickBooks Online';

/** Wait that the vendor asks for when it throttles; its limits are per minute. */
const throttleWaitMs = 60_000;

/** What a code of the vendor's error list means to us, and what to do about it. */
const codes: Record<string, { kind: ConnectorErrorKind; advice: Sentence }> = {
  '120': {
    kind: 'reauthorize',
    advice: sentence('qbo.code120', 'Reconnect with a QuickBooks user who may use this company.'),
  },
  '130': {
    kind: 'misconfigured',
    advice: sentence('qbo.code130', 'The company is served elsewhere: check apiUrl in config/plugins.ts.'),
  },
  '500': {
    kind: 'misconfigured',
    advice: sentence('qbo.code500', 'The address does not exist: check apiUrl in config/plugins.ts.'),
  },
  '600': {
    kind: 'uncertain',
    advice: sentence('qbo.code600', 'The same request was sent before: look for its result.'),
  },
  '610': {
    kind: 'rejected',
    advice: sentence('qbo.code610', 'A record it refers to is inactive or gone: sync, then link another record.'),
  },
  '2010': {
    kind: 'rejected',
    advice: sentence('qbo.code2010', 'Crosswalk sent a property that QuickBooks does not know: please report it.'),
  },
  '2020': { kind: 'rejected', advice: sentence('qbo.code2020', 'A value is missing.') },
  '2030': {
    kind: 'rejected',
    advice: sentence('qbo.code2030', 'An id is not valid: sync, then link the record again.'),
  },
  '2050': { kind: 'rejected', advice: sentence('qbo.code2050', 'Shorten the text.') },
  '2170': { kind: 'rejected', advice: sentence('qbo.code2170', 'A value is not one of those allowed.') },
  '2500': {
    kind: 'rejected',
    advice: sentence('qbo.code2500', 'It refers to a record that does not exist: sync, then link another record.'),
  },
  '3001': { kind: 'unavailable', advice: sentence('qbo.code3001', 'Too many requests: it goes on in a minute.') },
  '3100': {
    kind: 'reauthorize',
    advice: sentence(
      'qbo.code3100',
      'The app may not use this company: reconnect. If that does not help, its keys and apiUrl in config/plugins.ts are not both production or both sandbox.',
    ),
  },
  '3200': { kind: 'reauthorize', advice: sentence('qbo.code3200', 'Reconnect to QuickBooks.') },
  '4000': {
    kind: 'rejected',
    advice: sentence('qbo.code4000', 'Crosswalk sent a query that QuickBooks does not read: please report it.'),
  },
  '4001': {
    kind: 'rejected',
    advice: sentence('qbo.code4001', 'Crosswalk sent a query that QuickBooks does not accept: please report it.'),
  },
  '5010': {
    kind: 'rejected',
    advice: sentence('qbo.code5010', 'Someone else changed the record meanwhile: sync, then try again.'),
  },
  '5020': {
    kind: 'misconfigured',
    advice: sentence(
      'qbo.code5020',
      'The QuickBooks user who connected lacks the right: give it, or reconnect with another.',
    ),
  },
  '6000': { kind: 'rejected', advice: sentence('qbo.code6000', 'Change what QuickBooks names.') },
  '6070': { kind: 'rejected', advice: sentence('qbo.code6070', 'The amount of a line is not quantity times price.') },
  '6140': {
    kind: 'uncertain',
    advice: sentence('qbo.code6140', 'The document number exists: look whether it is this invoice.'),
  },
  '6190': {
    kind: 'stopped',
    advice: sentence(
      'qbo.code6190',
      'The QuickBooks subscription has lapsed or the company is closed: renew it in QuickBooks, then reconnect.',
    ),
  },
  '6210': {
    kind: 'rejected',
    advice: sentence('qbo.code6210', 'The accounting period is closed: choose another date.'),
  },
  '6240': {
    kind: 'rejected',
    advice: sentence('qbo.code6240', 'A customer, vendor or employee has this name already: link that one.'),
  },
};

interface Fault {
  code: string | null;
  message: string;
  detail: string;
}

const text = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');
const member = (value: unknown, name: string): unknown => {
  if (typeof value !== 'object' || value === null) return undefined;
  const key = Object.keys(value).find((candidate) => candidate.toLowerCase() === name);
  return key === undefined ? undefined : (value as Record<string, unknown>)[key];
};

/** `000003001` and `3001` are the same code. */
const codeOf = (value: unknown): string | null => text(value).replace(/^0+(?=\d)/, '') || null;

/** Reads the first error of a `Fault` (accounting service) or lower-case `fault` (gateway), as JSON. */
const jsonFault = (json: unknown): Fault | null => {
  const errors = member(member(json, 'fault'), 'error');
  const first: unknown = Array.isArray(errors) ? errors[0] : errors;
  if (first === undefined) return null;
  return {
    code: codeOf(member(first, 'code')),
    message: text(member(first, 'message')),
    detail: text(member(first, 'detail')),
  };
};

/** The same as XML, which the gateway sends at times whatever one accepts. */
const xmlFault = (body: string): Fault | null => {
  if (!/<Fault\b/i.test(body)) return null;
  const element = (name: string) => plain(new RegExp(`<${name}>([\\s\\S]*?)</${name}>`, 'i').exec(body)?.[1] ?? '');
  return {
    code: codeOf(/<Error\b[^>]*\bcode="(\w+)"/i.exec(body)?.[1]),
    message: element('Message').replace(/^no text$/, ''),
    detail: element('Detail').replace(/^no text$/, ''),
  };
};

/** `message=ThrottleExceeded; errorCode=003001; statusCode=429` → its parts. */
const gatewayText = ({ message, code }: Fault): { words: string; code: string | null } => {
  const name = /message=([^;]+)/.exec(message)?.[1];
  const inner = codeOf(/errorCode=(\d+)/.exec(message)?.[1]);
  return { words: name ?? message, code: code ?? inner };
};

/** The fault within an answer of 200 (change data capture, batch); null if there is none. */
export const faultOf = (body: unknown): ConnectorError | null =>
  jsonFault(body) === null ? null : readFault({ status: 400, headers: new Headers(), json: body, text: '' });

/**
 * The error that an answer of 400 and more stands for; null where it holds no fault of the vendor's.
 * Source of the codes: the vendor's error list and recordings.
 */
export const readFault = (answer: HttpAnswer): ConnectorError | null => {
  const fault = jsonFault(answer.json) ?? xmlFault(answer.text);
  if (!fault)
    return answer.status === 429
      ? throttled(
          sentence('qbo.tooMany', 'QuickBooks: too many requests{marks}.', { marks: marksOf('3001', answer) }),
          answer,
        )
      : null;
  const { words, code } = gatewayText(fault);
  const known = code === null ? undefined : codes[code];
  // The detail of a 401 quotes the token; the message says the same without it.
  const detail = answer.status === 401 ? '' : fault.detail;
  const said = [words, detail]
    .filter((part, index, all) => part !== '' && !all[index + 1]?.startsWith(part))
    .join(': ');
  const values = { said: said.replace(/[\s.]+$/, ''), marks: marksOf(code, answer) };
  const message = known
    ? sentence('qbo.saidWithAdvice', 'QuickBooks: {said}{marks}. {advice}', { ...values, advice: known.advice })
    : `QuickBooks: ${values.said}${values.marks}.`;
  if (answer.status === 429 || code === '3001') return throttled(message, answer, code);
  const kind =
    known?.kind ?? (answer.status === 401 ? 'reauthorize' : answer.status === 403 ? 'misconfigured' : 'rejected');
  return new ConnectorError(kind, message, { code, requestId: requestIdOf(answer.headers) });
};

/** Code and the vendor's id of the request, by which its support finds it. */
const marksOf = (code: string | null, answer: HttpAnswer): string => {
  const requestId = requestIdOf(answer.headers);
  const marks = [code && `code ${code}`, requestId && `intuit_tid ${requestId}`].filter(Boolean);
  return marks.length === 0 ? '' : ` (${marks.join(', ')})`;
};

const throttled = (message: Said, answer: HttpAnswer, code: string | null = '3001'): ConnectorError =>
  new ConnectorError('unavailable', message, {
    code,
    requestId: requestIdOf(answer.headers),
    retryAfterMs: throttleWaitMs,
  });
