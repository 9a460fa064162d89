import { Typography } from '@strapi/design-system';
import type { Link } from '../../../../server/src/contracts';
import { changesOf, ImpactBox } from '../invoices/LinkImpact';
import { ConfirmAct } from './ConfirmAct';
import { useLinkText } from './useLinkText';

interface DecideLinksProps {
  act: 'confirm' | 'reject';
  links: readonly Link[];
  onYes: () => void;
  onClose: () => void;
}

/** Asks before several proposals are confirmed or rejected, with what that does to invoices. Mounted means open. */
export function DecideLinks({ act, links, onYes, onClose }: DecideLinksProps) {
  const text = useLinkText();
  return (
    <ConfirmAct
      title={text(`links.dialog.${act}.title`, { count: links.length })}
      yes={text(`links.dialog.${act}.yes`)}
      cancel={text('links.dialog.cancel')}
      onYes={onYes}
      onClose={onClose}
    >
      {act === 'reject' && <Typography tag="p">{text('links.dialog.reject.text')}</Typography>}
      <ImpactBox of={changesOf(links, act)} />
    </ConfirmAct>
  );
}
