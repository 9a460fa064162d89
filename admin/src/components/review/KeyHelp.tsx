import { Box, Button, Checkbox, Flex, Modal, TextButton, Typography } from '@strapi/design-system';
import { Key } from './Key';
import { useWizardText, type WizardTextKey } from './useWizardText';

export interface KeyHint {
  keys: string[];
  says: WizardTextKey;
}

/** The most used keys in a line, and the way to all of them. */
export function KeyHints({ hints, enabled, onHelp }: { hints: KeyHint[]; enabled: boolean; onHelp: () => void }) {
  const text = useWizardText();
  return (
    <Flex gap={4} wrap="wrap">
      {enabled
        ? hints.map((hint) => (
            <Typography key={hint.says} variant="pi" textColor="neutral600" style={{ whiteSpace: 'nowrap' }}>
              {hint.keys.map((key) => (
                <Key key={key}>{key}</Key>
              ))}{' '}
              {text(hint.says)}
            </Typography>
          ))
        : null}
      <TextButton onClick={onHelp}>
        <Flex tag="span" gap={2}>
          <Key>?</Key> {text('wizard.keys.all')}
        </Flex>
      </TextButton>
    </Flex>
  );
}

interface KeyHelpProps {
  hints: KeyHint[];
  enabled: boolean;
  onEnabled: (enabled: boolean) => void;
  onClose: () => void;
}

/** All keys, and the switch that turns them off. */
export function KeyHelp({ hints, enabled, onEnabled, onClose }: KeyHelpProps) {
  const text = useWizardText();
  return (
    <Modal.Root open onOpenChange={(open) => (open ? undefined : onClose())}>
      <Modal.Content aria-describedby={undefined}>
        <Modal.Header closeLabel={text('wizard.close')}>
          <Modal.Title>{text('wizard.keys.title')}</Modal.Title>
        </Modal.Header>
        <Modal.Body>
          <Flex tag="dl" direction="column" alignItems="stretch" gap={3}>
            {hints.map((hint) => (
              <Flex key={hint.says} gap={4}>
                <Box tag="dt" width="12rem">
                  {hint.keys.map((key) => (
                    <Key key={key} spoken>
                      {key}
                    </Key>
                  ))}
                </Box>
                <Typography tag="dd" textColor="neutral800">
                  {text(hint.says)}
                </Typography>
              </Flex>
            ))}
          </Flex>
          <Box paddingTop={6}>
            <Checkbox checked={enabled} onCheckedChange={(value) => onEnabled(value === true)}>
              {text('wizard.keys.enabled')}
            </Checkbox>
          </Box>
        </Modal.Body>
        <Modal.Footer>
          <Button variant="tertiary" onClick={onClose}>
            {text('wizard.close')}
          </Button>
        </Modal.Footer>
      </Modal.Content>
    </Modal.Root>
  );
}
