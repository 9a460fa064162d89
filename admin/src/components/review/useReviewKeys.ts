import { useEffect, useRef } from 'react';

const OWN_KEYS = 'input, textarea, select, [contenteditable="true"], [role="combobox"], [role="menu"], [role="dialog"]';
const OVERLAYS = '[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]';

/**
 * Single keys that act on the page (WCAG 2.1.4: they can be switched off with `enabled`). They do nothing while a
 * field has the focus or a menu or dialog is open. `handlers` is by `event.key`, letters in lower case; `Shift+x`
 * for a letter with Shift.
 */
export function useReviewKeys(enabled: boolean, handlers: Record<string, () => void>) {
  const latest = useRef(handlers);
  useEffect(() => {
    latest.current = handlers;
  });
  useEffect(() => {
    if (!enabled) return undefined;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
      if (event.target instanceof Element && event.target.closest(OWN_KEYS)) return;
      if (document.querySelector(OVERLAYS)) return;
      // Enter and Space belong to the button or link that has the focus.
      if (event.key === 'Enter' && event.target instanceof Element && event.target.closest('button, a')) return;
      const letter = event.key.length === 1 ? event.key.toLowerCase() : event.key;
      const name = event.shiftKey && /^[a-z]$/.test(letter) ? `Shift+${letter}` : letter;
      const handler = latest.current[name];
      if (!handler || (event.repeat && !['j', 'k'].includes(name))) return;
      event.preventDefault();
      handler();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [enabled]);
}
