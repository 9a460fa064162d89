import { useText } from '../hooks/useText';
import { CopyField } from './CopyField';

/** The address that the vendor must know before it sends anyone back; to be copied into its app settings. */
export function RedirectUri({ uri }: { uri: string }) {
  const t = useText();
  return (
    <CopyField
      name="redirectUri"
      label={t('connect.redirect')}
      hint={t('connect.redirectHint')}
      value={uri}
      copyLabel={t('connect.copy')}
    />
  );
}
