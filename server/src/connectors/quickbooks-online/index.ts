import { z } from 'zod';
import { defineConnector } from '../contract';
import { changesSince, readRecords } from './changes';
import { companyName, companyOf, openCompany } from './client';
import { readFacts } from './facts';
import { moved } from './moved';
import { accountOf, authorizeUrl, exchangeCode, expiriesOf, revokeTokens } from './oauth';
import { clientCurrency, createInvoice, findInvoice, problems, refusal, taxProblem } from './invoices';
import { options } from './options';
import { listRecords, recordTypes } from './records';
import { recordUrl } from './urls';
import { webhook } from './webhook';
import { writing } from './writing';

/** QuickBooks Online, Accounting API v3. Which environment is used is set in config/plugins.ts, so the form is empty. */
export const quickbooksOnline = defineConnector({
  id: 'quickbooks-online',
  displayName: 'QuickBooks Online',
  description:
    'Customers, vendors, products and services of a QuickBooks Online company; creates them, invoices and credit memos in it.',
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
    expiries: expiriesOf,
    revoke: revokeTokens,
  },
  recordTypes: () => recordTypes,
  account: async (ctx) => ({ id: ctx.accountId, name: await companyName(companyOf(ctx), ctx.accountId) }),
  facts: readFacts,
  list: listRecords,
  changes: changesSince,
  read: readRecords,
  moved,
  webhook,
  recordUrl,
  writing,
  invoicing: {
    clientRecordType: 'customer',
    lineRecordType: 'item',
    creditNotes: true,
    refusal,
    clientCurrency,
    taxProblem,
    problems,
    createInvoice,
    findInvoice,
  },
});
