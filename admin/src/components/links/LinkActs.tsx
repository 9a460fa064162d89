import { Button, Flex, MenuItem, SimpleMenu } from '@strapi/design-system';
import { useState } from 'react';
import type { Link, RejectReason } from '../../../../server/src/contracts';
import { useAct } from '../../hooks/useAct';
import {
  useCrosswalkConfirmLinksMutation,
  useCrosswalkKeepLinksMutation,
  useCrosswalkMapRecordsMutation,
  useCrosswalkRejectLinksMutation,
  useCrosswalkUnlinkLinksMutation,
} from '../../services/crosswalk';
import { changesOf, ImpactBox, LinkImpact } from '../invoices/LinkImpact';
import type { WriteSubject } from '../writes/types';
import { UpdateMenu } from '../writes/UpdateMenu';
import { ConfirmAct } from './ConfirmAct';
import { useLinkText } from './useLinkText';

const REASONS: Exclude<RejectReason, 'unlinked'>[] = ['another_company', 'branch', 'old_record', 'other'];

interface LinkActsProps {
  link: Link;
  /** Looks for another external record. */
  onChange: () => void;
  onOpenLink: (linkId: string) => void;
  /** Carries values from one record to the other. */
  onUpdate: (subject: WriteSubject) => void;
}

/** The acts that a link's state allows. */
export function LinkActs({ link, onChange, onOpenLink, onUpdate }: LinkActsProps) {
  const text = useLinkText();
  const act = useAct();
  const [asking, setAsking] = useState(false);
  const [confirm, confirming] = useCrosswalkConfirmLinksMutation();
  const [reject, rejecting] = useCrosswalkRejectLinksMutation();
  const [unlink, unlinking] = useCrosswalkUnlinkLinksMutation();
  const [keep, keeping] = useCrosswalkKeepLinksMutation();
  const [map, mapping] = useCrosswalkMapRecordsMutation();
  const ids = [link.id];
  const busy =
    confirming.isLoading || rejecting.isLoading || unlinking.isLoading || keeping.isLoading || mapping.isLoading;
  const done = (key: 'confirm' | 'reject' | 'unlink') => ({
    done: text(`links.done.${key}`, { count: 1 }),
    undo: true,
  });

  const linkAgain = async () => {
    const { local, external, mappingId } = link;
    const result = await act(
      map({ body: { mappingId, localId: local.id, locale: local.locale, externalId: external.id } }).unwrap(),
      { done: text('links.done.map', { local: local.label, external: external.label }), undo: true },
    );
    const made = result?.data.links.find((id: string) => id !== link.id);
    if (made) onOpenLink(made);
  };

  if (link.state === 'proposed') {
    return (
      <Flex direction="column" alignItems="stretch" gap={3} width="100%">
        <LinkImpact quiet of={changesOf([link], 'confirm')} />
        <Flex justifyContent="space-between" gap={2}>
          <SimpleMenu label={text('links.drawer.reject')} variant="tertiary" disabled={busy}>
            {REASONS.map((reason) => (
              <MenuItem
                key={reason}
                onSelect={() => void act(reject({ body: { ids, reason } }).unwrap(), done('reject'))}
              >
                {text(`links.reason.${reason}`)}
              </MenuItem>
            ))}
          </SimpleMenu>
          <Flex gap={2}>
            <Button variant="tertiary" onClick={onChange} disabled={busy}>
              {text('links.drawer.mapAnother')}
            </Button>
            <Button onClick={() => void act(confirm({ body: { ids } }).unwrap(), done('confirm'))} disabled={busy}>
              {text('links.drawer.confirm')}
            </Button>
          </Flex>
        </Flex>
      </Flex>
    );
  }
  if (link.state === 'rejected') {
    return (
      <Flex justifyContent="flex-end" gap={2} width="100%">
        <Button variant="tertiary" onClick={onChange} disabled={busy}>
          {text('links.drawer.mapAnother')}
        </Button>
        <Button variant="secondary" onClick={() => void linkAgain()} disabled={busy}>
          {text('links.drawer.relink')}
        </Button>
      </Flex>
    );
  }
  return (
    <Flex justifyContent="space-between" gap={2} width="100%">
      <Button variant="danger-light" onClick={() => setAsking(true)} disabled={busy}>
        {text('links.drawer.unlink')}
      </Button>
      <Flex gap={2}>
        {link.attention !== 'local_gone' && <UpdateMenu links={[link]} disabled={busy} onChoose={onUpdate} />}
        {link.attention !== 'local_gone' && (
          <Button variant="secondary" onClick={onChange} disabled={busy}>
            {text('links.drawer.change')}
          </Button>
        )}
        {link.attention === 'repurposed' && (
          <Button
            disabled={busy}
            onClick={() => void act(keep({ body: { ids } }).unwrap(), { done: text('links.done.keep'), undo: false })}
          >
            {text('links.drawer.keep')}
          </Button>
        )}
      </Flex>
      {asking && (
        <ConfirmAct
          danger
          title={text('links.dialog.unlink.title', { count: 1, name: link.local.label })}
          yes={text('links.dialog.unlink.yes')}
          cancel={text('links.dialog.cancel')}
          onYes={() => void act(unlink({ body: { ids } }).unwrap(), done('unlink'))}
          onClose={() => setAsking(false)}
        >
          {text('links.dialog.unlink.text', { count: 1 })}
          <ImpactBox of={changesOf([link], 'unlink')} />
        </ConfirmAct>
      )}
    </Flex>
  );
}
