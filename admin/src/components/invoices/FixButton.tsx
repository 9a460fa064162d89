import { Button, LinkButton } from '@strapi/design-system';
import { NavLink } from 'react-router-dom';
import type { BlockReason, PreflightResult } from '../../../../server/src/contracts';
import { useAllowed } from '../../hooks/useAllowed';
import { BASE_PATH } from '../../pluginId';
import { contentManagerPath } from '../links/RecordLink';
import { PriceAnswer } from './PriceAnswer';
import { useInvoiceText } from './useInvoiceText';

/** What the page opens in place to mend a reason. */
export interface Mend {
  mappingId: string;
  record: NonNullable<BlockReason['record']>;
}

export interface FixActs {
  /** Opens the chooser of an external record. */
  onLink: (mend: Mend) => void;
  /** Opens a link; `change` with the search for another record. */
  onOpenLink: (linkId: string, change: boolean) => void;
}

interface FixButtonProps extends FixActs {
  draft: PreflightResult;
  reason: BlockReason;
}

/** The one act that mends a reason: done here where it can be, else the page where it is done. */
export function FixButton({ draft, reason, onLink, onOpenLink }: FixButtonProps) {
  const text = useInvoiceText();
  const { canInvoice, canReview } = useAllowed();
  const { fix, record } = reason;
  const named = (label: string) => ({
    children: label,
    'aria-label': text('invoices.fix.for', { act: label, reason: reason.message }),
  });
  const goTo = (path: string, label: string) => (
    <LinkButton variant="secondary" size="S" tag={NavLink} to={path} {...named(label)} />
  );
  const connection = `${BASE_PATH}/connections/${encodeURIComponent(draft.connectionId)}`;

  switch (fix?.act) {
    case 'link': {
      if (!canReview || !record || !fix.mappingId) return null;
      const { mappingId } = fix;
      const label = text('invoices.fix.link', { name: record.label });
      return <Button variant="secondary" size="S" onClick={() => onLink({ mappingId, record })} {...named(label)} />;
    }
    case 'review':
    case 'relink': {
      const { act, linkId } = fix;
      const label = text(`invoices.fix.${act}`);
      if (!linkId) return goTo(act === 'review' ? `${BASE_PATH}/review` : `${BASE_PATH}/mappings`, label);
      return (
        <Button
          variant="secondary"
          size="S"
          onClick={() => onOpenLink(linkId, act === 'relink' && canReview)}
          {...named(label)}
        />
      );
    }
    case 'reconnect':
    case 'set_up_mapping':
      return goTo(`${connection}/settings`, text(`invoices.fix.${fix.act}`));
    case 'answer_price':
      if (!canInvoice || reason.line === null) return null;
      return <PriceAnswer draft={draft} line={reason.line} reason={reason.message} />;
    case 'edit_external': {
      if (!fix.url) return null;
      const label = text('invoices.fix.edit_external');
      return <LinkButton variant="secondary" size="S" href={fix.url} isExternal {...named(label)} />;
    }
    case 'finish_setup':
      return goTo(connection, text('invoices.fix.finish_setup'));
    default:
      return goTo(contentManagerPath(record ?? draft), text('invoices.fix.edit_record'));
  }
}
