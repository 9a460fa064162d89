export { createPax8, demoClient, type Pax8, type Pax8Options } from './server';
export { idOf } from './partner';
export type { Pax8Seed, SeedCompany, SeedContact, SeedPricing, SeedProduct, SeedSubscription } from './seed';
