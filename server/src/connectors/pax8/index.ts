import { z } from 'zod';
import { defineConnector } from '../contract';
import { anchor } from './anchor';
import { charges } from './charges';
import { openPartner } from './client';
import { listRecords, recordTypes } from './list';
import { options } from './options';
import { keysOf, partnerOf } from './token';
import { recordUrl } from './urls';
import { writing } from './writing';

/** Pax8, Partner API v1, read with a partner's own credentials. Its invoices are Pax8's: none are created there. */
export const pax8 = defineConnector({
  id: 'pax8',
  displayName: 'Pax8',
  description:
    'Companies, contacts, products with prices, subscriptions and what Pax8 charges for them; creates companies in it.',
  fields: [
    {
      name: 'clientId',
      label: 'Client id',
      kind: 'secret',
      required: true,
      hint: 'Made in Pax8 under Settings → Integrations → Credentials, by a partner admin.',
    },
    { name: 'clientSecret', label: 'Client secret', kind: 'secret', required: true },
  ],
  settings: z.strictObject({}),
  options,
  auth: { type: 'none' },
  recordTypes: () => recordTypes,
  account: async (ctx) => {
    const partner = await openPartner(ctx);
    // A token alone does not prove that it opens anything.
    await partner.page('/companies', 0, {}, 1);
    return { id: partnerOf(keysOf(await ctx.secrets.read()).clientId), name: null };
  },
  list: listRecords,
  recordUrl,
  anchor,
  writing,
  charges,
});
