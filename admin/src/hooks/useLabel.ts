import { useCallback } from 'react';
import { useIntl } from 'react-intl';
import type { Run } from '../../../server/src/contracts';
import { labelText } from '../utils/serverText';

/** What a connector calls its things, in the reader's language: `label(field.label)`. */
export function useLabel(): (text: string) => string {
  const intl = useIntl();
  return useCallback((text) => labelText(intl, text), [intl]);
}

/** What a part of a run is about: a record type, or a mapping, whose name is the site's own. */
export function usePartName(): (part: Run['progress']['parts'][number]) => string {
  const label = useLabel();
  return ({ key, label: name }) => (key.startsWith('mapping:') ? name : label(name));
}
