import type { ConnectorContext, DocumentKind } from '../contract';
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
};

const documentPages: Record<DocumentKind, string> = {
  invoice: '/app/invoice?txnId=',
  credit_note: '/app/creditmemo?txnId=',
};

const pageUrl = (ctx: Context, page: string, id: string): string => {
  const { origin, company } = applicationOf(ctx);
  return `${origin}${page}${encodeURIComponent(id)}${company}`;
};

/** Page of a record in QuickBooks; people must be signed in to its company there. */
export const recordUrl = (ctx: Context, recordType: string, externalId: string): string | null => {
  const page = Object.hasOwn(pages, recordType) ? pages[recordType] : undefined;
  return page === undefined ? null : pageUrl(ctx, page, externalId);
};

/** Page of an invoice or a credit memo. */
export const documentUrl = (ctx: Context, kind: DocumentKind, id: string): string =>
  pageUrl(ctx, documentPages[kind], id);
