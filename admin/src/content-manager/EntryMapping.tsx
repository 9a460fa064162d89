import { Button, Flex, Typography } from '@strapi/design-system';
import { useState } from 'react';
import type { EntryInMapping, Link } from '../../../server/src/contracts';
import { Drawer } from '../components/Drawer';
import { changesOf, ImpactBox, LinkImpact } from '../components/invoices/LinkImpact';
import { ConfirmAct } from '../components/links/ConfirmAct';
import { LinkDrawer } from '../components/links/LinkDrawer';
import { AttentionNote, LinkStateTag } from '../components/links/LinkTags';
import { PartnerChooser } from '../components/links/PartnerChooser';
import { RecordLink } from '../components/links/RecordLink';
import { useLinkText } from '../components/links/useLinkText';
import { useAct } from '../hooks/useAct';
import { useCrosswalkConfirmLinksMutation, useCrosswalkUnlinkLinksMutation } from '../services/crosswalk';
import { usePercent } from '../hooks/usePercent';
import { useCmText } from './useCmText';

interface EntryMappingProps {
  entry: EntryInMapping;
  documentId: string;
  locale: string;
  canReview: boolean;
}

/** What the entry is in one mapping, with what can be done about it: name over state, as the panel is narrow. */
export function EntryMapping({ entry, documentId, locale, canReview }: EntryMappingProps) {
  const text = useCmText();
  const { link } = entry;
  const [open, setOpen] = useState<string | null>(null);
  return (
    <Flex tag="section" aria-label={entry.mappingName} direction="column" alignItems="stretch" gap={2} width="100%">
      <Typography variant="pi" textColor="neutral600">
        {text('cm.in', { mapping: entry.mappingName, connection: entry.connectionName })}
      </Typography>
      {link ? (
        <Linked link={link} canReview={canReview} onDetails={() => setOpen(link.id)} />
      ) : (
        <NotLinked entry={entry} documentId={documentId} locale={locale} canReview={canReview} onOpenLink={setOpen} />
      )}
      {open !== null && <LinkDrawer key={open} linkId={open} onOpenLink={setOpen} onClose={() => setOpen(null)} />}
    </Flex>
  );
}

function Linked({ link, canReview, onDetails }: { link: Link; canReview: boolean; onDetails: () => void }) {
  const text = useCmText();
  const linkText = useLinkText();
  const percent = usePercent();
  const act = useAct();
  const [asking, setAsking] = useState(false);
  const [confirm, confirming] = useCrosswalkConfirmLinksMutation();
  const [unlink, unlinking] = useCrosswalkUnlinkLinksMutation();
  const body = { ids: [link.id] };
  const { external } = link;
  const name = (
    <Typography fontWeight="bold" style={{ overflowWrap: 'anywhere' }}>
      {external.label}
    </Typography>
  );
  return (
    <>
      {external.url === null ? (
        name
      ) : (
        <RecordLink
          to={external.url}
          label={text('cm.open', { name: external.label, connection: link.connectionName })}
        >
          {name}
        </RecordLink>
      )}
      <Flex gap={2} wrap="wrap">
        <LinkStateTag link={link} />
        <AttentionNote link={link} />
      </Flex>
      {link.state === 'proposed' && link.score !== null && (
        <Typography variant="pi" textColor="neutral600">
          {text('cm.score', { score: percent(link.score) })}
        </Typography>
      )}
      {canReview && link.state === 'proposed' && <LinkImpact quiet of={changesOf([link], 'confirm')} />}
      <Flex gap={2} wrap="wrap">
        {canReview && link.state === 'proposed' && (
          <Button
            size="S"
            loading={confirming.isLoading}
            aria-label={text('cm.confirm.of', { external: external.label })}
            onClick={() => void act(confirm({ body }).unwrap(), { done: linkText('links.done.confirm', { count: 1 }) })}
          >
            {text('cm.confirm')}
          </Button>
        )}
        <Button
          size="S"
          variant="tertiary"
          onClick={onDetails}
          aria-label={text('cm.details.of', { external: external.label })}
        >
          {text('cm.details')}
        </Button>
        {canReview && link.state === 'confirmed' && (
          <Button size="S" variant="danger-light" loading={unlinking.isLoading} onClick={() => setAsking(true)}>
            {linkText('links.drawer.unlink')}
          </Button>
        )}
      </Flex>
      {asking && (
        <ConfirmAct
          danger
          title={linkText('links.dialog.unlink.title', { count: 1, name: link.local.label })}
          yes={linkText('links.dialog.unlink.yes')}
          cancel={linkText('links.dialog.cancel')}
          onYes={() => void act(unlink({ body }).unwrap(), { done: linkText('links.done.unlink', { count: 1 }) })}
          onClose={() => setAsking(false)}
        >
          {linkText('links.dialog.unlink.text', { count: 1 })}
          <ImpactBox of={changesOf([link], 'unlink')} />
        </ConfirmAct>
      )}
    </>
  );
}

function NotLinked(props: EntryMappingProps & { onOpenLink: (linkId: string) => void }) {
  const { entry, documentId, locale, canReview, onOpenLink } = props;
  const text = useCmText();
  const [choosing, setChoosing] = useState(false);
  return (
    <>
      <Typography fontWeight="bold">{text('cm.notLinked')}</Typography>
      <Typography variant="pi" textColor="neutral600">
        {entry.known ? text('cm.suggestions', { count: entry.suggestions }) : text('cm.unknown')}
      </Typography>
      {canReview && entry.known && (
        <Flex>
          <Button
            size="S"
            variant="secondary"
            onClick={() => setChoosing(true)}
            aria-label={text('cm.map.of', { connection: entry.connectionName })}
          >
            {text('cm.map')}
          </Button>
        </Flex>
      )}
      {choosing && (
        <Drawer wide title={text('cm.map.of', { connection: entry.connectionName })} onClose={() => setChoosing(false)}>
          <PartnerChooser
            mappingId={entry.mappingId}
            recordId={documentId}
            locale={locale}
            onMapped={() => setChoosing(false)}
            onOpenLink={(id) => {
              setChoosing(false);
              onOpenLink(id);
            }}
            onCancel={() => setChoosing(false)}
          />
        </Drawer>
      )}
    </>
  );
}
