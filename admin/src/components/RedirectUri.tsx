import { Field, IconButton, TextInput } from '@strapi/design-system';
import { Duplicate } from '@strapi/icons';
import { useClipboard } from '@strapi/strapi/admin';
import { useText } from '../hooks/useText';
import { useToast } from './Toasts';

/** The address that the vendor must know before it sends anyone back; to be copied into its app settings. */
export function RedirectUri({ uri }: { uri: string }) {
  const t = useText();
  const toast = useToast();
  const { copy } = useClipboard();
  return (
    <Field.Root name="redirectUri" hint={t('connect.redirectHint')}>
      <Field.Label>{t('connect.redirect')}</Field.Label>
      <TextInput
        readOnly
        value={uri}
        onFocus={(event) => event.target.select()}
        endAction={
          <IconButton
            variant="ghost"
            label={t('connect.copy')}
            onClick={() => {
              void copy(uri).then((copied) => copied && toast({ tone: 'success', message: t('connect.copied') }));
            }}
          >
            <Duplicate />
          </IconButton>
        }
      />
      <Field.Hint />
    </Field.Root>
  );
}
