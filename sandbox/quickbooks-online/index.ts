export { createQuickBooksOnline, demoClient, type QuickBooksOnline, type QuickBooksOptions } from './server';
export type { QuickBooksSeed, SeedCompany, SeedCustomer, SeedItem, SeedVendor } from './seed';
export type { Fault, LoggedRequest } from '../faults';
export { approve } from './approve';
export { signedCall, type Subscription, type WebhookEvent } from './webhooks';
