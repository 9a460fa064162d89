import { LinkButton } from '@strapi/design-system';
import { Plus } from '@strapi/icons';
import { Link } from 'react-router-dom';
import { useAllowed } from '../hooks/useAllowed';
import { useText } from '../hooks/useText';
import { BASE_PATH } from '../pluginId';

/** What to do where nothing is connected yet; nothing for admins who may not. */
export function ConnectButton() {
  const t = useText();
  const { canConfigure } = useAllowed();
  return canConfigure ? (
    <LinkButton tag={Link} to={`${BASE_PATH}/connect`} startIcon={<Plus />}>
      {t('home.connect')}
    </LinkButton>
  ) : null;
}
