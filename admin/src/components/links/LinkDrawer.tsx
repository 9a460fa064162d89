import { Divider, Flex } from '@strapi/design-system';
import { useState } from 'react';
import type { Link } from '../../../../server/src/contracts';
import { useAllowed } from '../../hooks/useAllowed';
import { useCrosswalkGetLinkQuery } from '../../services/crosswalk';
import { LinkCharges } from '../charges/LinkCharges';
import { Drawer } from '../Drawer';
import { LoadError } from '../LoadError';
import { LoadingRows } from '../LoadingRows';
import { LinkActs } from './LinkActs';
import { LinkAttention } from './LinkAttention';
import { LinkJournal } from './LinkJournal';
import { LinkReasons } from './LinkReasons';
import { LinkRecords } from './LinkRecords';
import { AttentionNote, LinkStateTag } from './LinkTags';
import { PartnerChooser } from './PartnerChooser';
import type { WriteSubject } from '../writes/types';
import { WriteDrawer } from '../writes/WriteDrawer';
import { useLinkText } from './useLinkText';

interface LinkDrawerProps {
  linkId: string;
  /** Opens with the search for another record. */
  change?: boolean;
  /** Shows another link in the place of this one. */
  onOpenLink: (linkId: string) => void;
  onClose: () => void;
}

/** One link: both records, what was decided and why, whether it can be trusted, its journal, and all acts on it. */
export function LinkDrawer({ linkId, change = false, onOpenLink, onClose }: LinkDrawerProps) {
  const text = useLinkText();
  const [choosing, setChoosing] = useState(change);
  const [updating, setUpdating] = useState<WriteSubject | null>(null);
  const [run, setRun] = useState('');
  const { canReview, canCharges } = useAllowed();
  const { currentData, error, refetch } = useCrosswalkGetLinkQuery({ params: { id: linkId } });
  const link: Link | undefined = currentData?.data;

  if (!link) {
    return (
      <Drawer wide title={text('links.drawer.loading')} onClose={onClose}>
        {error ? (
          <LoadError message={text('links.drawer.error')} onRetry={() => void refetch()} />
        ) : (
          <LoadingRows rows={6} />
        )}
      </Drawer>
    );
  }
  if (choosing && canReview) {
    return (
      <Drawer wide title={text('links.drawer.change.title', { name: link.local.label })} onClose={onClose}>
        <PartnerChooser
          mappingId={link.mappingId}
          recordId={link.local.id}
          locale={link.local.locale}
          {...(link.state === 'confirmed' ? { replace: link.id } : {})}
          onMapped={(batch) => {
            setChoosing(false);
            const made = batch.links.find((id) => id !== link.id);
            if (made) onOpenLink(made);
          }}
          onOpenLink={(id) => {
            setChoosing(false);
            onOpenLink(id);
          }}
          onCancel={() => setChoosing(false)}
        />
      </Drawer>
    );
  }
  if (updating) {
    return (
      <WriteDrawer
        subject={updating}
        targets={[{ id: link.id, locale: link.local.locale, label: link.local.label }]}
        runId={run}
        onRun={setRun}
        onClose={() => {
          setUpdating(null);
          setRun('');
        }}
      />
    );
  }
  return (
    <Drawer
      wide
      title={link.local.label}
      onClose={onClose}
      footer={
        canReview ? (
          <LinkActs link={link} onChange={() => setChoosing(true)} onOpenLink={onOpenLink} onUpdate={setUpdating} />
        ) : undefined
      }
    >
      <Flex direction="column" alignItems="stretch" gap={5}>
        <Flex gap={3} wrap="wrap">
          <LinkStateTag link={link} />
          <AttentionNote link={link} />
        </Flex>
        <LinkAttention link={link} />
        <LinkRecords link={link} />
        {canCharges && <LinkCharges link={link} />}
        <Divider />
        <LinkReasons link={link} />
        <Divider />
        <LinkJournal linkId={link.id} canReview={canReview} />
      </Flex>
    </Drawer>
  );
}
