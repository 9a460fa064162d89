import type { Core } from '@strapi/strapi';
import { createCreditNote, previewCreditNote } from '../contracts/credit-notes';
import {
  answerPrice,
  exportInvoices,
  generateInvoices,
  getInvoice,
  linkImpact,
  listDrafts,
  listInvoices,
  listInvoiceSources,
  preflightInvoices,
} from '../contracts/invoices';
import { adminRoute } from '../utils/routes';
import { getService } from '../utils/services';
import { invoiceController } from './controller';
import { invoicing as invoicingService } from './service';

/** Invoice sources, preflight, and invoices and credit notes created exactly once. */
export const invoicing = {
  // Fixed paths before `/invoices/:id`, which would match them.
  routes: [
    adminRoute(listInvoiceSources, 'invoice.sources'),
    adminRoute(listDrafts, 'invoice.drafts'),
    adminRoute(preflightInvoices, 'invoice.preflight'),
    adminRoute(generateInvoices, 'invoice.generate'),
    adminRoute(exportInvoices, 'invoice.export'),
    adminRoute(answerPrice, 'invoice.answerPrice'),
    adminRoute(linkImpact, 'invoice.impact'),
    adminRoute(listInvoices, 'invoice.find'),
    adminRoute(getInvoice, 'invoice.findOne'),
    adminRoute(previewCreditNote, 'invoice.previewCreditNote'),
    adminRoute(createCreditNote, 'invoice.createCreditNote'),
  ],
  controllers: { invoice: invoiceController },
  services: { invoicing: invoicingService },
  /** Before the runner starts. */
  bootstrap: ({ strapi }: { strapi: Core.Strapi }): Promise<void> => getService(strapi, 'invoicing').start(),
};
