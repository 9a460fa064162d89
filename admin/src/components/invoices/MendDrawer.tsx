import { Box, Link } from '@strapi/design-system';
import { NavLink } from 'react-router-dom';
import { BASE_PATH } from '../../pluginId';
import { Drawer } from '../Drawer';
import { PartnerChooser } from '../links/PartnerChooser';
import type { Mend } from './FixButton';
import { useInvoiceText } from './useInvoiceText';

interface MendDrawerProps {
  mend: Mend;
  connectionId: string;
  onOpenLink: (linkId: string) => void;
  onClose: () => void;
}

/** Links a record that stops a draft, without leaving the drafts; or leads to the step where all such records are. */
export function MendDrawer({ mend, connectionId, onOpenLink, onClose }: MendDrawerProps) {
  const text = useInvoiceText();
  const mapStep = new URLSearchParams({ step: 'map', mapping: mend.mappingId });
  return (
    <Drawer title={text('invoices.mend.title', { name: mend.record.label })} onClose={onClose}>
      <PartnerChooser
        mappingId={mend.mappingId}
        recordId={mend.record.id}
        locale={mend.record.locale}
        onMapped={onClose}
        onOpenLink={onOpenLink}
        onCancel={onClose}
      />
      <Box paddingTop={4}>
        <Link tag={NavLink} to={`${BASE_PATH}/connections/${encodeURIComponent(connectionId)}?${mapStep.toString()}`}>
          {text('invoices.mend.toStep')}
        </Link>
      </Box>
    </Drawer>
  );
}
