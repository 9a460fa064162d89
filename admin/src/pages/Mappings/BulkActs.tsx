import { Button, Flex, Typography } from '@strapi/design-system';
import { useState } from 'react';
import type { Link } from '../../../../server/src/contracts';
import { changesOf, ImpactBox } from '../../components/invoices/LinkImpact';
import { ConfirmAct } from '../../components/links/ConfirmAct';
import { DecideLinks } from '../../components/links/DecideLinks';
import { useLinkText } from '../../components/links/useLinkText';
import type { WriteSubject } from '../../components/writes/types';
import { UpdateMenu } from '../../components/writes/UpdateMenu';
import { useAct } from '../../hooks/useAct';
import {
  useCrosswalkConfirmLinksMutation,
  useCrosswalkRejectLinksMutation,
  useCrosswalkUnlinkLinksMutation,
} from '../../services/crosswalk';

interface BulkActsProps {
  links: Link[];
  onUpdate: (subject: WriteSubject, links: Link[]) => void;
  onDone: () => void;
}

/** Acts on the selected links. Each button counts the links that its act fits, and leaves the others alone. */
export function BulkActs({ links, onUpdate, onDone }: BulkActsProps) {
  const text = useLinkText();
  const act = useAct();
  const [asking, setAsking] = useState<'confirm' | 'reject' | 'unlink' | null>(null);
  const [confirm, confirming] = useCrosswalkConfirmLinksMutation();
  const [reject, rejecting] = useCrosswalkRejectLinksMutation();
  const [unlink, unlinking] = useCrosswalkUnlinkLinksMutation();
  const busy = confirming.isLoading || rejecting.isLoading || unlinking.isLoading;
  const proposed = links.filter((link) => link.state === 'proposed');
  const confirmed = links.filter((link) => link.state === 'confirmed');

  const run = async (kind: 'confirm' | 'reject' | 'unlink', chosen: Link[]) => {
    const ids = chosen.map((link) => link.id);
    const send = { confirm, reject, unlink }[kind];
    const done = text(`links.done.${kind}`, { count: ids.length });
    if (await act(send({ body: { ids } }).unwrap(), { done, undo: true })) onDone();
  };

  return (
    <Flex
      gap={3}
      wrap="wrap"
      padding={3}
      background="neutral0"
      borderColor="neutral200"
      hasRadius
      role="region"
      aria-label={text('links.bulk.label')}
    >
      <Typography textColor="neutral800" aria-live="polite">
        {text('links.bulk.selected', { count: links.length })}
      </Typography>
      <Button disabled={busy || proposed.length === 0} onClick={() => setAsking('confirm')}>
        {text('links.bulk.confirm', { count: proposed.length })}
      </Button>
      <Button variant="tertiary" disabled={busy || proposed.length === 0} onClick={() => setAsking('reject')}>
        {text('links.bulk.reject', { count: proposed.length })}
      </Button>
      <Button variant="danger-light" disabled={busy || confirmed.length === 0} onClick={() => setAsking('unlink')}>
        {text('links.bulk.unlink', { count: confirmed.length })}
      </Button>
      <UpdateMenu links={confirmed} disabled={busy} onChoose={(subject) => onUpdate(subject, confirmed)} />
      <Button variant="ghost" disabled={busy} onClick={onDone}>
        {text('links.bulk.clear')}
      </Button>
      {(asking === 'confirm' || asking === 'reject') && (
        <DecideLinks
          act={asking}
          links={proposed}
          onYes={() => void run(asking, proposed)}
          onClose={() => setAsking(null)}
        />
      )}
      {asking === 'unlink' && (
        <ConfirmAct
          danger
          title={text('links.dialog.unlink.title', { count: confirmed.length, name: confirmed[0]?.local.label ?? '' })}
          yes={text('links.dialog.unlink.yes')}
          cancel={text('links.dialog.cancel')}
          onYes={() => void run('unlink', confirmed)}
          onClose={() => setAsking(null)}
        >
          <Typography tag="p">{text('links.dialog.unlink.text', { count: confirmed.length })}</Typography>
          <ImpactBox of={changesOf(confirmed, 'unlink')} />
        </ConfirmAct>
      )}
    </Flex>
  );
}
