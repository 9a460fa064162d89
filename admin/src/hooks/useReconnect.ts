import { useCallback } from 'react';
import { useIntl } from 'react-intl';
import { useNavigate } from 'react-router-dom';
import type { Connection } from '../../../server/src/contracts';
import { useToast } from '../components/Toasts';
import { useCrosswalkAuthorizeConnectionMutation } from '../services/crosswalk';
import { settingsPath } from '../utils/connectionPaths';
import { errorMessage } from '../utils/errors';

/**
 * Leads to where access is granted: the vendor's page, from which the browser comes back to `oauth/callback`, or our own
 * form where the credentials are entered there.
 */
export function useReconnect() {
  const intl = useIntl();
  const toast = useToast();
  const navigate = useNavigate();
  const [authorize, { isLoading }] = useCrosswalkAuthorizeConnectionMutation();
  const reconnect = useCallback(
    async (connection: Pick<Connection, 'id' | 'auth'>) => {
      if (connection.auth !== 'oauth2') return navigate(settingsPath(connection));
      try {
        const { data } = await authorize({ params: { id: connection.id } }).unwrap();
        window.location.assign(data.url);
      } catch (error) {
        toast({ tone: 'danger', message: errorMessage(error, intl) });
      }
    },
    [authorize, intl, navigate, toast],
  );
  return { reconnect, isLoading };
}
