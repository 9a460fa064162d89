import { useState } from 'react';
import { Button } from '@strapi/design-system';
import type { Connection } from '../../../../server/src/contracts';
import { ConfirmAct } from '../../components/links/ConfirmAct';
import { useAct } from '../../hooks/useAct';
import { useText } from '../../hooks/useText';
import { useCrosswalkDisconnectConnectionMutation } from '../../services/crosswalk';

/** Gives the authorisation back at the vendor; links are kept. */
export function Disconnect({ connection }: { connection: Connection }) {
  const t = useText();
  const act = useAct();
  const [asking, setAsking] = useState(false);
  const [disconnect, { isLoading }] = useCrosswalkDisconnectConnectionMutation();
  const system = connection.connectorName;
  return (
    <>
      <Button
        variant="danger-light"
        loading={isLoading}
        disabled={connection.activeRun !== null}
        onClick={() => setAsking(true)}
      >
        {t('access.disconnect')}
      </Button>
      {asking ? (
        <ConfirmAct
          danger
          title={t('access.disconnectTitle', { name: connection.name })}
          yes={t('access.disconnect')}
          cancel={t('cancel')}
          onYes={() =>
            void act(disconnect({ params: { id: connection.id } }).unwrap(), {
              done: t('access.disconnected', { name: connection.name }),
              undo: false,
            })
          }
          onClose={() => setAsking(false)}
        >
          {t('access.disconnectText', { system })}
        </ConfirmAct>
      ) : null}
    </>
  );
}
