import { Box, Flex, Typography } from '@strapi/design-system';
import { ClockCounterClockwise } from '@strapi/icons';
import type { Link, ValueChange } from '../../../../server/src/contracts';
import { differences } from '../review/differences';
import { Marked } from '../review/Marked';
import { useWizardText } from '../review/useWizardText';
import { useEvidenceText } from './useEvidenceText';
import { useRejectionText } from './useRejectionText';

/** Says of a pair that is back who rejected it and when, and what has changed since. */
export function ChangedSince({ link }: { link: Link }) {
  const say = useEvidenceText();
  const rejectionText = useRejectionText();
  const { changedSinceRejection: rejection } = link;
  if (!rejection) return null;
  return (
    <Flex gap={2} alignItems="flex-start">
      <ClockCounterClockwise
        fill="primary600"
        width="1.4rem"
        height="1.4rem"
        aria-hidden
        style={{ flexShrink: 0, marginTop: '0.2rem' }}
      />
      <Box>
        <Typography variant="pi" tag="p" textColor="neutral800">
          {rejectionText(rejection)}. {say('evidence.changed')}
        </Typography>
        <Box tag="ul">
          {rejection.changes.map((change, index) => (
            <Change
              key={index}
              change={change}
              place={change.side === 'local' ? say('evidence.changed.local') : link.connectionName}
            />
          ))}
        </Box>
      </Box>
    </Flex>
  );
}

function Change({ change, place }: { change: ValueChange; place: string }) {
  const say = useEvidenceText();
  const text = useWizardText();
  const { before, after } = change;
  const pieces = differences(before ?? '', after ?? '');
  const value = (whole: string | null, marked: typeof pieces.left) =>
    whole === null ? (
      text('wizard.pair.notSet')
    ) : before === null || after === null ? (
      whole
    ) : (
      <Marked pieces={marked} />
    );
  return (
    <Typography variant="pi" tag="li" textColor="neutral800" style={{ overflowWrap: 'anywhere' }}>
      {say('evidence.changed.was', { field: text(`wizard.role.${change.role}`), place })}{' '}
      <Typography variant="pi" textColor="neutral600">
        {value(before, pieces.left)}
      </Typography>{' '}
      {say('evidence.changed.is')}{' '}
      <Typography variant="pi" fontWeight="semiBold">
        {value(after, pieces.right)}
      </Typography>
    </Typography>
  );
}
