import {
  createApiCreditNote,
  createApiInvoices,
  findApiInvoice,
  findApiInvoices,
  findApiLink,
  findApiLinks,
  preflightApiInvoices,
  previewApiCreditNote,
  resolveRecord,
  resolveRecords,
} from '../contracts/content-api';
import { apiInvoiceController, apiLinkController, resolveController } from './controllers';
import { registerReferences } from './references';
import { contentRoute } from './routes';

/**
 * `/api/crosswalk/…`. Handlers that read are called `find` and `findOne`, as read-only API tokens allow only these;
 * none is shared with the admin's routes.
 */
export const contentApi = {
  routes: [
    contentRoute(findApiLinks, 'link.find'),
    contentRoute(findApiLink, 'link.findOne'),
    contentRoute(resolveRecord, 'resolve.findOne'),
    contentRoute(resolveRecords, 'resolve.find'),
    contentRoute(findApiInvoices, 'api-invoice.find'),
    contentRoute(findApiInvoice, 'api-invoice.findOne'),
    contentRoute(preflightApiInvoices, 'api-invoice.preflight'),
    contentRoute(createApiInvoices, 'api-invoice.create'),
    contentRoute(previewApiCreditNote, 'api-invoice.previewCreditNote'),
    contentRoute(createApiCreditNote, 'api-invoice.createCreditNote'),
  ],
  controllers: { link: apiLinkController, resolve: resolveController, 'api-invoice': apiInvoiceController },
  register: registerReferences,
};
