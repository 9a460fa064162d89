import path from 'node:path';
import type { Core } from '@strapi/strapi';

/** Leaves out what is not set, so that the plugin's own defaults hold. */
const present = (values: Record<string, string | undefined>) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== ''));

export default ({ env }: Core.Config.Shared.ConfigParams): Core.Config.Plugin => ({
  'users-permissions': { enabled: true, config: { jwtSecret: env('JWT_SECRET') } },
  // CROSSWALK_OFF=1 starts the app without the plugin, e.g. before it is built.
  ...(env.bool('CROSSWALK_OFF', false)
    ? {}
    : {
        crosswalk: {
          enabled: true,
          // Absolute, as a relative path would drop the admin part.
          resolve: path.resolve(process.cwd(), '..'),
          config: {
            connectors: {
              'quickbooks-online': present({
                apiUrl: env('CROSSWALK_QBO_API_URL'),
                oauthUrl: env('CROSSWALK_QBO_OAUTH_URL'),
                clientId: env('CROSSWALK_QBO_CLIENT_ID'),
                clientSecret: env('CROSSWALK_QBO_CLIENT_SECRET'),
              }),
              pax8: present({ apiUrl: env('CROSSWALK_PAX8_API_URL') }),
            },
            invoicing: {
              sources: [
                {
                  name: 'work-orders',
                  displayName: 'Work orders',
                  contentType: 'api::work-order.work-order',
                  number: 'number',
                  date: 'date',
                  currency: 'currency',
                  memo: 'title',
                  status: { attribute: 'state', before: ['open', 'done'], after: 'invoiced' },
                  writeBack: { number: 'invoiceNumber', url: 'invoiceUrl' },
                  // CROSSWALK_PRICES=ask asks about prices that differ from the linked item's.
                  prices: env('CROSSWALK_PRICES', 'ours'),
                  client: 'client',
                  lines: 'lines',
                  line: {
                    quantity: 'quantity',
                    unitPrice: 'unitPrice',
                    description: 'description',
                    records: ['part', 'rate', 'product'],
                  },
                },
              ],
            },
          },
        },
      }),
});
