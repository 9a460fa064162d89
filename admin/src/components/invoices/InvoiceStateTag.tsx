import type { InvoiceState } from '../../../../server/src/contracts';
import { StateTag } from '../StateTag';
import { useInvoiceText } from './useInvoiceText';

const TONES = {
  planned: 'neutral',
  sending: 'primary',
  checking: 'warning',
  created: 'success',
  failed: 'danger',
  cancelled: 'neutral',
} as const;

/** Whether an invoice is on its way and its state will change by itself. */
export const isOnItsWay = (state: InvoiceState): boolean =>
  state === 'planned' || state === 'sending' || state === 'checking';

/** How far an invoice is, as a word with a dot. */
export function InvoiceStateTag({ state }: { state: InvoiceState }) {
  const text = useInvoiceText();
  return <StateTag tone={TONES[state]}>{text(`invoices.state.${state}`)}</StateTag>;
}
