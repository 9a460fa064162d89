import { Button } from '@strapi/design-system';
import { Download } from '@strapi/icons';
import { useFetchClient } from '@strapi/strapi/admin';
import { useState } from 'react';
import { useInvoiceText } from '../../components/invoices/useInvoiceText';
import { useToast } from '../../components/Toasts';
import { PLUGIN_ID } from '../../pluginId';
import { saveFile } from '../../utils/saveFile';

/** Saves the ready drafts as a CSV file, for systems that invoices cannot be created in. */
export function ExportButton({ source, connectionId }: { source: string; connectionId: string }) {
  const text = useInvoiceText();
  const toast = useToast();
  const { get } = useFetchClient();
  const [busy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    const query = new URLSearchParams({ source, connectionId });
    try {
      const { data } = await get(`/${PLUGIN_ID}/invoices/export?${query.toString()}`, { responseType: 'text' });
      saveFile(`${source}.csv`, data, 'text/csv');
    } catch {
      toast({ tone: 'danger', message: text('invoices.export.error') });
    }
    setBusy(false);
  };
  return (
    <Button variant="tertiary" startIcon={<Download aria-hidden />} loading={busy} onClick={() => void save()}>
      {text('invoices.export')}
    </Button>
  );
}
