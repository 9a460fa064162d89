import type { ConnectorContext } from '../contract';
import { optionsOf } from './options';

type Context = Pick<ConnectorContext, 'options' | 'accountId'>;

/** The vendor's web application that belongs to an API host; another server is taken to serve its own pages. */
const applicationOf = (ctx: Context): { origin: string; company: string } => {
  const { apiUrl } = optionsOf(ctx);
  const { hostname, origin } = new URL(apiUrl);
  if (hostname === 'quickbooks.api.intuit.com') return { origin: 'https://app.qbo.intuit.com', company: '' };
  if (hostname === 'sandbox-quickbooks.api.intuit.com') {
    return { origin: 'https://app.sandbox.qbo.intuit.com', company: '' };
  }
  return { origin, company: `&companyId=${encodeURIComponent(ctx.accountId)}` };
};

const pages: Record<string, string> = {
  customer: '/app/customerdetail?nameId=',
  vendor: '/app/vendordetail?nameId=',
  item: '/app/items?itemId=',
  invoice: '/app/invoice?txnId=',
};

const pageUrl = (ctx: Context, page: string, id: string): string | null => {
  const path = Object.hasOwn(pages, page) ? pages[page] : undefined;
  if (path === undefined) return null;
  const { origin, company } = applicationOf(ctx);
  return `${origin}${path}${encodeURIComponent(id)}${company}`;
};

/** Page of a record in QuickBooks; people must be signed in to its company there. */
export const recordUrl = (ctx: Context, recordType: string, externalId: string): string | null =>
  recordType === 'invoice' ? null : pageUrl(ctx, recordType, externalId);

export const invoiceUrl = (ctx: Context, id: string): string | null => pageUrl(ctx, 'invoice', id);
