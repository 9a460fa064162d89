import { z } from 'zod';
import { defineConnector } from '../contract';
import { companyName, companyOf, openCompany } from './client';
import { clientCurrency, createInvoice, findInvoice, refusal } from './invoices';
import { accountOf, authorizeUrl, exchangeCode } from './oauth';
import { options } from './options';
import { listRecords, recordTypes } from './records';
import { recordUrl } from './urls';
import { writing } from './writing';

/** QuickBooks Online, Accounting API v3. Which environment is used is set in config/plugins.ts, so the form is empty. */
export const quickbooksOnline = defineConnector({
  id: 'quickbooks-online',
  displayName: 'QuickBooks Online',
  description:
    'Customers, vendors, products and services of a QuickBooks Online company; creates them and invoices in it.',
  fields: [],
  settings: z.strictObject({}),
  options,
  auth: {
    type: 'oauth2',
    authorizeUrl,
    exchange: async (ctx, { code, realmId, redirectUri }) => {
      const account = accountOf(realmId);
      const secrets = await exchangeCode(ctx, { code, redirectUri });
      const token = secrets.accessToken ?? '';
      // The realm id came through the browser: reading the company proves that the tokens are for it.
      const bearer = { current: () => Promise.resolve(token), replace: () => Promise.resolve(token) };
      const company = openCompany(ctx, account.id, bearer);
      return { secrets, account: { id: account.id, name: await companyName(company, account.id) } };
    },
  },
  recordTypes: () => recordTypes,
  account: async (ctx) => ({ id: ctx.accountId, name: await companyName(companyOf(ctx), ctx.accountId) }),
  list: listRecords,
  recordUrl,
  writing,
  invoicing: {
    clientRecordType: 'customer',
    lineRecordType: 'item',
    refusal,
    clientCurrency,
    createInvoice,
    findInvoice,
  },
});
