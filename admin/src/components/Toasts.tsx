import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import { Alert, Box, Button, Portal } from '@strapi/design-system';
import { ArrowClockwise } from '@strapi/icons';
import { useNotification } from '@strapi/strapi/admin';
import { useText } from '../hooks/useText';

export interface Toast {
  tone: 'success' | 'danger';
  message: string;
  /** Takes the act back; shown as a button. */
  onUndo?: () => void;
}

const ToastContext = createContext<((toast: Toast) => void) | null>(null);
/** With Undo there is a decision to be made, which takes longer than reading. */
const SHOWN_FOR_MS = { plain: 5_000, withUndo: 10_000 };

/**
 * Shows the result of the last act with its Undo. The panel's own notifications cannot hold a button, so the
 * plugin's pages have this one; elsewhere (edit view, widgets) `useToast` falls back to the panel's.
 */
export function ToastProvider({ children }: { children: ReactNode }) {
  const t = useText();
  const [toast, setToast] = useState<(Toast & { key: number }) | null>(null);
  const [held, setHeld] = useState(false);
  const show = useCallback((next: Toast) => {
    setHeld(false);
    setToast({ ...next, key: Date.now() });
  }, []);
  const close = useCallback(() => setToast(null), []);

  useEffect(() => {
    if (!toast || held) return undefined;
    const timer = setTimeout(close, toast.onUndo ? SHOWN_FOR_MS.withUndo : SHOWN_FOR_MS.plain);
    return () => clearTimeout(timer);
  }, [toast, held, close]);

  const undo = toast?.onUndo;
  return (
    <ToastContext.Provider value={show}>
      {children}
      <Portal>
        <Box
          position="fixed"
          zIndex="notification"
          bottom="8.8rem"
          left="50%"
          width="min(56rem, calc(100vw - 3.2rem))"
          style={{ transform: 'translateX(-50%)', pointerEvents: 'none' }}
          aria-live={toast?.tone === 'danger' ? 'assertive' : 'polite'}
        >
          {toast ? (
            <Box
              key={toast.key}
              style={{ pointerEvents: 'auto' }}
              onMouseEnter={() => setHeld(true)}
              onMouseLeave={() => setHeld(false)}
              onFocus={() => setHeld(true)}
              onBlur={() => setHeld(false)}
            >
              <Alert
                variant={toast.tone}
                closeLabel={t('toast.close')}
                onClose={close}
                action={
                  undo ? (
                    <Button
                      variant="tertiary"
                      size="S"
                      startIcon={<ArrowClockwise />}
                      onClick={() => {
                        close();
                        undo();
                      }}
                    >
                      {t('undo')}
                    </Button>
                  ) : undefined
                }
              >
                {toast.message}
              </Alert>
            </Box>
          ) : null}
        </Box>
      </Portal>
    </ToastContext.Provider>
  );
}

/** Shows a result; see `ToastProvider`. */
export function useToast(): (toast: Toast) => void {
  const show = useContext(ToastContext);
  const { toggleNotification } = useNotification();
  return useMemo(
    () => show ?? (({ tone, message }: Toast) => toggleNotification({ type: tone, message })),
    [show, toggleNotification],
  );
}
