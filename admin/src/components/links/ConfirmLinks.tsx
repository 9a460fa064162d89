import type { Link } from '../../../../server/src/contracts';
import { changesOf, ImpactBox } from '../invoices/LinkImpact';
import { ConfirmAct } from './ConfirmAct';
import { useLinkText } from './useLinkText';

interface ConfirmLinksProps {
  links: readonly Link[];
  onYes: () => void;
  onClose: () => void;
}

/** Asks before several proposals are confirmed, with what that does to invoices. Mounted means open. */
export function ConfirmLinks({ links, onYes, onClose }: ConfirmLinksProps) {
  const text = useLinkText();
  return (
    <ConfirmAct
      title={text('links.dialog.confirm.title', { count: links.length })}
      yes={text('links.dialog.confirm.yes')}
      cancel={text('links.dialog.cancel')}
      onYes={onYes}
      onClose={onClose}
    >
      <ImpactBox of={changesOf(links, 'confirm')} />
    </ConfirmAct>
  );
}
