import { z } from 'zod';
import { defineConnector } from '../contract';
import { facts } from './accounts';
import { changesSince, FULL_SYNC_HOURS } from './changes';
import { clientCurrency, createInvoice, findInvoice, LONGEST_NUMBER, problems, refusal } from './invoices';
import { listRecords } from './list';
import { newGuid } from './qwc';
import { recordTypes } from './records';
import { writing } from './writing';

const settings = z.object({
  userName: z.string().min(1).max(100),
  /** Of the .qwc file; made once, with the connection. */
  ownerId: z.string().default(newGuid),
  fileId: z.string().default(newGuid),
});

/** QuickBooks Desktop. Its Web Connector, on the computer that has QuickBooks, calls us and carries out what is queued. */
export const quickbooksDesktop = defineConnector({
  id: 'quickbooks-desktop',
  displayName: 'QuickBooks Desktop',
  description:
    'Customers, vendors and items of a company file, through the QuickBooks Web Connector; creates customers, vendors, items, invoices and credit memos in it.',
  fields: [
    {
      name: 'userName',
      label: 'User name',
      kind: 'text',
      required: true,
      hint: 'Goes into the .qwc file; the Web Connector logs in with it.',
    },
    {
      name: 'password',
      label: 'Password',
      kind: 'secret',
      required: true,
      hint: 'A new one, at least 12 characters. You type it once more in the Web Connector; it is not in the file.',
    },
  ],
  settings,
  options: z.strictObject({}),
  auth: { type: 'web-connector' },
  recordTypes: () => recordTypes,
  list: listRecords,
  changes: changesSince,
  fullSyncHours: FULL_SYNC_HOURS,
  facts,
  writing,
  invoicing: {
    clientRecordType: 'customer',
    lineRecordType: 'item',
    longestNumber: LONGEST_NUMBER,
    creditNotes: true,
    refusal,
    clientCurrency,
    problems,
    createInvoice,
    findInvoice,
  },
});
