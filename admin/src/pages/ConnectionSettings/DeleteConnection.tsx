import { useState } from 'react';
import { Box, Button, Dialog, Field, Flex, TextInput, Typography } from '@strapi/design-system';
import { WarningCircle } from '@strapi/icons';
import { useNavigate } from 'react-router-dom';
import type { Connection } from '../../../../server/src/contracts';
import { useAct } from '../../hooks/useAct';
import { useText } from '../../hooks/useText';
import { BASE_PATH } from '../../pluginId';
import { useCrosswalkDeleteConnectionMutation } from '../../services/crosswalk';

/** Removes a connection with its links, after its name was typed. */
export function DeleteConnection({ connection }: { connection: Connection }) {
  const t = useText();
  const act = useAct();
  const navigate = useNavigate();
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState('');
  const [remove, { isLoading }] = useCrosswalkDeleteConnectionMutation();
  const links = connection.counts.reduce((sum, counts) => sum + counts.confirmed, 0);

  const confirm = async () => {
    const result = await act(remove({ params: { id: connection.id }, query: { confirm: typed } }).unwrap(), {
      done: t('settings.deleted', { name: connection.name }),
      undo: false,
    });
    if (result) navigate(BASE_PATH, { replace: true });
  };
  return (
    <Box background="neutral0" borderColor="neutral200" hasRadius padding={6}>
      <Flex justifyContent="space-between" gap={4} wrap="wrap">
        <Box flex="1" minWidth="24rem">
          <Typography>{t('settings.deleteText', { links })}</Typography>
        </Box>
        <Dialog.Root
          open={open}
          onOpenChange={(next) => {
            setOpen(next);
            setTyped('');
          }}
        >
          <Dialog.Trigger>
            <Button variant="danger-light">{t('settings.deleteAct')}</Button>
          </Dialog.Trigger>
          <Dialog.Content>
            <Dialog.Header>{t('settings.deleteTitle', { name: connection.name })}</Dialog.Header>
            <Dialog.Body icon={<WarningCircle fill="danger600" aria-hidden />}>
              <Flex direction="column" alignItems="stretch" gap={4} width="100%">
                <Typography>{t('settings.deleteText', { links })}</Typography>
                <Field.Root name="confirm">
                  <Field.Label>{t('settings.typeName', { name: connection.name })}</Field.Label>
                  <TextInput autoComplete="off" value={typed} onChange={(event) => setTyped(event.target.value)} />
                </Field.Root>
              </Flex>
            </Dialog.Body>
            <Dialog.Footer>
              <Dialog.Cancel>
                <Button variant="tertiary">{t('cancel')}</Button>
              </Dialog.Cancel>
              <Button
                variant="danger"
                loading={isLoading}
                disabled={typed !== connection.name}
                onClick={() => void confirm()}
              >
                {t('settings.deleteAct')}
              </Button>
            </Dialog.Footer>
          </Dialog.Content>
        </Dialog.Root>
      </Flex>
    </Box>
  );
}
