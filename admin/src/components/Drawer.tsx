import type { ReactNode } from 'react';
import { Modal } from '@strapi/design-system';
import { styled } from 'styled-components';
import { useText } from '../hooks/useText';

interface DrawerProps {
  title: ReactNode;
  onClose: () => void;
  footer?: ReactNode;
  /** For tables with two records side by side. */
  wide?: boolean;
  children: ReactNode;
}

/**
 * A panel at the right edge. Rendered means open. Keeps the focus inside, closes on Esc and on a click beside it,
 * and gives the focus back to what opened it.
 */
export function Drawer({ title, onClose, footer, wide = false, children }: DrawerProps) {
  const t = useText();
  return (
    <Modal.Root open onOpenChange={(open) => (open ? undefined : onClose())}>
      <RightPanel $wide={wide} aria-modal="true" aria-describedby={undefined}>
        <Modal.Header closeLabel={t('drawer.close')} gap={4}>
          <Modal.Title variant="beta">{title}</Modal.Title>
        </Modal.Header>
        <Body>{children}</Body>
        {footer ? <Modal.Footer>{footer}</Modal.Footer> : null}
      </RightPanel>
    </Modal.Root>
  );
}

const RightPanel = styled(Modal.Content)<{ $wide: boolean }>`
  && {
    top: 0;
    right: 0;
    bottom: 0;
    left: auto;
    margin: 0;
    height: 100dvh;
    max-height: none;
    width: min(${({ $wide }) => ($wide ? '92rem' : '64rem')}, 100vw);
    max-width: 100vw;
    transform: none;
    border-radius: 0;
    animation: none;
  }
  && > header,
  && > footer {
    flex: 0 0 auto;
  }
`;

const Body = styled.div`
  flex: 1 1 0;
  min-height: 0;
  overflow-y: auto;
  padding: ${({ theme }) => theme.spaces[6]};
`;
