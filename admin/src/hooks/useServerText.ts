import { useCallback } from 'react';
import { useIntl } from 'react-intl';
import { serverText } from '../utils/serverText';

/** What the server says, in the reader's language: `say(run.message, run.words)`. */
export function useServerText(): (message: string, words: unknown) => string {
  const intl = useIntl();
  return useCallback((message, words) => serverText(intl, message, words), [intl]);
}
