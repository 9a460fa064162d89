import { useState } from 'react';
import { Box, Button, Flex, Typography } from '@strapi/design-system';
import type { Connection } from '../../../../server/src/contracts';
import { useAct } from '../../hooks/useAct';
import { useText } from '../../hooks/useText';
import { useCrosswalkSyncConnectionMutation } from '../../services/crosswalk';
import { FileStage } from '../Connect/file/FileStage';

/** A newer file in the place of the present one; it is synced at once. */
export function ReplaceFile({ connection }: { connection: Connection }) {
  const t = useText();
  const act = useAct();
  const [replacing, setReplacing] = useState(false);
  const [sync] = useCrosswalkSyncConnectionMutation();
  if (replacing) {
    return (
      <Flex direction="column" alignItems="stretch" gap={4}>
        <FileStage
          connection={connection}
          onDone={() => {
            setReplacing(false);
            void act(sync({ params: { id: connection.id } }).unwrap(), { done: t('home.syncStarted'), undo: false });
          }}
        />
        <Flex>
          <Button variant="tertiary" onClick={() => setReplacing(false)}>
            {t('cancel')}
          </Button>
        </Flex>
      </Flex>
    );
  }
  return (
    <Box background="neutral0" borderColor="neutral200" hasRadius padding={6}>
      <Flex justifyContent="space-between" gap={4} wrap="wrap">
        <Box>
          <Typography fontWeight="bold" tag="p">
            {connection.accountName ?? t('settings.noFile')}
          </Typography>
          <Typography variant="pi" textColor="neutral600" tag="p">
            {t('settings.fileText')}
          </Typography>
        </Box>
        <Button variant="tertiary" disabled={connection.activeRun !== null} onClick={() => setReplacing(true)}>
          {t('settings.replace')}
        </Button>
      </Flex>
    </Box>
  );
}
