import { Button, Flex, LinkButton } from '@strapi/design-system';
import { NavLink } from 'react-router-dom';
import type { BlockReason, Mapping, PreflightResult } from '../../../../server/src/contracts';
import { useAllowed } from '../../hooks/useAllowed';
import { useCrosswalkListConnectionsQuery, useCrosswalkListMappingsQuery } from '../../services/crosswalk';
import { BASE_PATH } from '../../pluginId';
import { contentManagerPath } from '../links/RecordLink';
import type { WriteSubject, WriteTarget } from '../writes/types';
import { useWriteText } from '../writes/useWriteText';
import { PriceAnswer } from './PriceAnswer';
import { useInvoiceText } from './useInvoiceText';
import { useServerText } from '../../hooks/useServerText';

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
  /** Opens the preview of what is written to mend it; `mend` is linked instead where the record turns out to exist. */
  onWrite: (write: FixWrite) => void;
}

export interface FixWrite {
  subject: WriteSubject;
  target: WriteTarget;
  mend: Mend | null;
}

interface FixButtonProps extends FixActs {
  draft: PreflightResult;
  reason: BlockReason;
}

/** The one act that mends a reason: done here where it can be, else the page where it is done. */
export function FixButton({ draft, reason, onLink, onOpenLink, onWrite }: FixButtonProps) {
  const text = useInvoiceText();
  const say = useWriteText();
  const said = useServerText();
  const { canInvoice, canReview, canWrite } = useAllowed();
  const mappings: Mapping[] = useCrosswalkListMappingsQuery({ query: {} }).data?.data ?? [];
  const connections = useCrosswalkListConnectionsQuery(undefined).data?.data ?? [];
  const { fix, record } = reason;
  const named = (label: string) => ({
    children: label,
    'aria-label': text('invoices.fix.for', { act: label, reason: said(reason.message, reason.words) }),
  });
  const goTo = (path: string, label: string) => (
    <LinkButton variant="secondary" size="S" tag={NavLink} to={path} {...named(label)} />
  );
  const system = connections.find(({ id }) => id === draft.connectionId)?.connectorName ?? '';
  const mapping = mappings.find(({ id }) => id === fix?.mappingId);
  const connection = `${BASE_PATH}/connections/${encodeURIComponent(draft.connectionId)}`;

  switch (fix?.act) {
    case 'link': {
      if (!canReview || !record || !fix.mappingId) return null;
      const { mappingId } = fix;
      const mend = { mappingId, record };
      return (
        <Flex gap={2} wrap="wrap">
          <Button
            variant="secondary"
            size="S"
            onClick={() => onLink(mend)}
            {...named(text('invoices.fix.link', { name: record.label }))}
          />
          {canWrite && mapping?.canCreateExternal ? (
            <Button
              variant="tertiary"
              size="S"
              onClick={() => onWrite({ subject: { mapping, act: 'create_external', system }, target: record, mend })}
              {...named(say('writes.createIn', { system }))}
            />
          ) : null}
        </Flex>
      );
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
    case 'open_settings':
      return goTo(`${connection}/settings`, text(`invoices.fix.${fix.act}`));
    case 'answer_price': {
      if (!canInvoice || reason.line === null) return null;
      const { linkId } = fix;
      const updateTheirs =
        canWrite && linkId && mapping?.canUpdateExternal
          ? (price: string) =>
              onWrite({
                subject: { mapping, act: 'update_external', system, roles: ['price'] },
                target: { id: linkId, locale: '', label: record?.label ?? '', edits: { price } },
                mend: null,
              })
          : null;
      return (
        <PriceAnswer
          draft={draft}
          line={reason.line}
          reason={said(reason.message, reason.words)}
          system={system}
          onUpdateTheirs={updateTheirs}
        />
      );
    }
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
