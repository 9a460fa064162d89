import { Flex, Menu, Typography } from '@strapi/design-system';
import { Key } from './Key';
import { REASONS, type Reason } from './useReviewActs';
import { useWizardText } from './useWizardText';

interface RejectMenuProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onReject: (reason: Reason) => void;
  /** Where the focus goes when the menu closes. */
  onClosed: () => void;
}

/** Reject mapping, with a reason: 1, 2 or 3 in the menu, N again for none, Esc keeps the proposal. */
export function RejectMenu({ open, onOpenChange, onReject, onClosed }: RejectMenuProps) {
  const text = useWizardText();
  const choose = (reason: Reason) => {
    onOpenChange(false);
    onReject(reason);
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    const reason = event.key.toLowerCase() === 'n' ? 'other' : REASONS[Number(event.key) - 1];
    if (!reason || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    choose(reason);
  };
  return (
    <Menu.Root open={open} onOpenChange={onOpenChange}>
      <Menu.Trigger variant="danger-light" size="M" aria-keyshortcuts="N">
        <Flex tag="span" gap={2}>
          {text('wizard.reject')} <Key>N</Key>
        </Flex>
      </Menu.Trigger>
      <Menu.Content
        popoverPlacement="bottom-end"
        maxHeight="80vh"
        onKeyDown={onKeyDown}
        onCloseAutoFocus={(event) => {
          event.preventDefault();
          onClosed();
        }}
      >
        <Menu.Label>{text('wizard.reject.why')}</Menu.Label>
        {REASONS.map((reason, index) => (
          <Menu.Item key={reason} onSelect={() => choose(reason)}>
            <Flex tag="span" gap={3}>
              <Key>{reason === 'other' ? 'N' : String(index + 1)}</Key>
              <Typography textColor="neutral800">{text(`wizard.reason.${reason}`)}</Typography>
            </Flex>
          </Menu.Item>
        ))}
      </Menu.Content>
    </Menu.Root>
  );
}
