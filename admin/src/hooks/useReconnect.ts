import { useCallback } from 'react';
import { useIntl } from 'react-intl';
import { useToast } from '../components/Toasts';
import { useCrosswalkAuthorizeConnectionMutation } from '../services/crosswalk';
import { errorMessage } from '../utils/errors';

/** Sends the browser to the vendor's page where access is granted; it comes back to `oauth/callback`. */
export function useReconnect() {
  const intl = useIntl();
  const toast = useToast();
  const [authorize, { isLoading }] = useCrosswalkAuthorizeConnectionMutation();
  const reconnect = useCallback(
    async (connectionId: string) => {
      try {
        const { data } = await authorize({ params: { id: connectionId } }).unwrap();
        window.location.assign(data.url);
      } catch (error) {
        toast({ tone: 'danger', message: errorMessage(error, intl) });
      }
    },
    [authorize, intl, toast],
  );
  return { reconnect, isLoading };
}
