import { Button } from '@strapi/design-system';
import { useFetchClient } from '@strapi/strapi/admin';
import { useIntl } from 'react-intl';
import { useChargesText } from '../../components/charges/useChargesText';
import { useToast } from '../../components/Toasts';
import { PLUGIN_ID } from '../../pluginId';
import { errorMessage } from '../../utils/errors';
import { saveFile } from '../../utils/saveFile';

interface SaveButtonProps {
  connectionId: string;
  period: string;
  unlinked: boolean;
}

/** Saves the lines of what is shown as a CSV file. */
export function SaveButton({ connectionId, period, unlinked }: SaveButtonProps) {
  const intl = useIntl();
  const text = useChargesText();
  const toast = useToast();
  const { get } = useFetchClient();
  const save = async () => {
    try {
      const path = `/${PLUGIN_ID}/connections/${connectionId}/charges/export?period=${period}&unlinked=${unlinked}`;
      const { data } = await get(path, { responseType: 'text' });
      saveFile(`charges-${period}.csv`, data, 'text/csv');
    } catch (error) {
      toast({ tone: 'danger', message: errorMessage(error, intl) });
    }
  };
  return (
    <Button variant="tertiary" onClick={() => void save()}>
      {text('charges.export')}
    </Button>
  );
}
