import { Flex, Typography } from '@strapi/design-system';
import { WarningCircle } from '@strapi/icons';
import type { Link } from '../../../../server/src/contracts';
import { StateTag } from '../StateTag';
import { useLinkText } from './useLinkText';

const TONES = { proposed: 'warning', confirmed: 'success', rejected: 'neutral' } as const;

/** What was decided about a link, as a word with a dot. */
export function LinkStateTag({ link }: { link: Pick<Link, 'state' | 'reason'> }) {
  const text = useLinkText();
  const word = link.state === 'rejected' && link.reason === 'unlinked' ? 'unlinked' : link.state;
  return <StateTag tone={TONES[link.state]}>{text(`links.state.${word}`)}</StateTag>;
}

/** Why a link cannot be trusted now, as an icon with a word; nothing when it can. */
export function AttentionNote({ link }: { link: Pick<Link, 'attention'> }) {
  const text = useLinkText();
  if (link.attention === null) return null;
  const dangerous = link.attention !== 'repurposed' && link.attention !== 'merged';
  return (
    <Flex gap={2} tag="span">
      <WarningCircle aria-hidden fill={dangerous ? 'danger600' : 'warning600'} />
      <Typography variant="pi" textColor="neutral800">
        {text(`links.attention.${link.attention}`)}
      </Typography>
    </Flex>
  );
}
