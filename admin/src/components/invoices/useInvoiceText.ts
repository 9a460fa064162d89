import { createTextHook } from '../../hooks/createTextHook';
import texts from '../../translations/en/invoices.json';

export type InvoiceTextKey = keyof typeof texts;

export const useInvoiceText = createTextHook(texts);
