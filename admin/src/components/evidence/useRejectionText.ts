import { useCallback } from 'react';
import { useIntl } from 'react-intl';
import type { Rejection } from '../../../../server/src/contracts';
import { useLinkText } from '../links/useLinkText';
import { useEvidenceText } from './useEvidenceText';

/** `Rejected by Ann Lee on Nov 3, 2026: another company`, as far as it is known. */
export function useRejectionText(): (rejection: Rejection) => string {
  const intl = useIntl();
  const say = useEvidenceText();
  const linkText = useLinkText();
  return useCallback(
    ({ by, at, reason }) =>
      say('evidence.rejected', {
        by: by ?? '',
        byKnown: by === null ? 'no' : 'yes',
        at: at === null ? '' : intl.formatDate(at, { dateStyle: 'medium' }),
        atKnown: at === null ? 'no' : 'yes',
        // `Another reason` says no more than that it was rejected.
        reason: reason === null || reason === 'other' ? '' : linkText(`links.reason.${reason}`),
        reasonKnown: reason === null || reason === 'other' ? 'no' : 'yes',
      }),
    [intl, say, linkText],
  );
}
