import { Button, Dialog } from '@strapi/design-system';
import { WarningCircle } from '@strapi/icons';
import type * as React from 'react';
import { useRef } from 'react';

interface ConfirmActProps {
  title: string;
  children: React.ReactNode;
  yes: string;
  cancel: string;
  danger?: boolean;
  onYes: () => void;
  onClose: () => void;
}

/** Asks before an act. Mounted means open; the focus starts on Cancel and goes back to where it was. */
export function ConfirmAct({ title, children, yes, cancel, danger = false, onYes, onClose }: ConfirmActProps) {
  const opener = useRef(document.activeElement);
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Content
        onCloseAutoFocus={(event) => {
          if (!(opener.current instanceof HTMLElement)) return;
          event.preventDefault();
          opener.current.focus();
        }}
      >
        <Dialog.Header>{title}</Dialog.Header>
        <Dialog.Body icon={<WarningCircle fill={danger ? 'danger600' : 'primary600'} />}>{children}</Dialog.Body>
        <Dialog.Footer>
          <Dialog.Cancel>
            <Button variant="tertiary" fullWidth>
              {cancel}
            </Button>
          </Dialog.Cancel>
          <Dialog.Action>
            <Button variant={danger ? 'danger' : 'default'} fullWidth onClick={onYes}>
              {yes}
            </Button>
          </Dialog.Action>
        </Dialog.Footer>
      </Dialog.Content>
    </Dialog.Root>
  );
}
