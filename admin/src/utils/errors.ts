import type { IntlShape } from 'react-intl';
import texts from '../translations/en/shell.json';
import { getTranslation } from './getTranslation';
import { serverText } from './serverText';

interface ServerError {
  name?: string;
  status?: number;
  message?: string;
  details?: unknown;
}

/** HTTP status of a failed request; null when the server did not answer. */
export function errorStatus(error: unknown): number | null {
  const status = asServerError(error).status;
  return typeof status === 'number' ? status : null;
}

/** The `details` that the server sent with an error. */
export function errorDetails(error: unknown): unknown {
  return asServerError(error).details;
}

/** Messages of a refused form by dotted path (`details.errors[]`), e.g. `{ 'fields.clientId': 'is required' }`. */
export function fieldErrors(error: unknown, intl: IntlShape): Record<string, string> {
  const details = errorDetails(error);
  if (typeof details !== 'object' || details === null || !('errors' in details)) return {};
  const { errors } = details;
  if (!Array.isArray(errors)) return {};
  const messages: Record<string, string> = {};
  for (const entry of errors as unknown[]) {
    if (typeof entry !== 'object' || entry === null) continue;
    const { path, message, words } = entry as { path?: unknown; message?: unknown; words?: unknown };
    const key = Array.isArray(path) ? path.join('.') : typeof path === 'string' ? path : '';
    if (key && typeof message === 'string') messages[key] ??= serverText(intl, message, words);
  }
  return messages;
}

/** What went wrong, in words for an admin. The server's own message wins where it has one, in the reader's language. */
export function errorMessage(error: unknown, intl: IntlShape): string {
  const { status, message, name } = asServerError(error);
  if (status === 403) {
    return text('error.forbidden', intl);
  }
  if (name === 'TypeError' || (status === undefined && !message)) {
    return text('error.offline', intl);
  }
  if (!message || (status !== undefined && status >= 500 && message === 'Internal Server Error')) {
    return text('error.server', intl);
  }
  return serverText(intl, message, wordsOf(errorDetails(error)));
}

const wordsOf = (details: unknown): unknown =>
  typeof details === 'object' && details !== null && 'words' in details ? details.words : undefined;

const text = (key: keyof typeof texts, intl: IntlShape) =>
  intl.formatMessage({ id: getTranslation(key), defaultMessage: texts[key] });

function asServerError(error: unknown): ServerError {
  return typeof error === 'object' && error !== null ? error : {};
}
