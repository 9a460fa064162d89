/**
 * Seed data of the stand-in: objects as the vendor's API sends them, with everything optional that the stand-in can
 * fill in (ids made of names, status, dates …).
 */

export interface SeedAddress {
  street?: string;
  street2?: string;
  city?: string;
  stateOrProvince?: string;
  postalCode?: string;
  /** ISO 3166-1 alpha-2. */
  country?: string;
}

export interface SeedContact {
  id?: string;
  firstName: string;
  lastName: string;
  email: string;
  phone: string;
  types?: { type: 'Admin' | 'Billing' | 'Technical'; primary: boolean }[];
}

export interface SeedCompany {
  /** UUID; made of the name if absent. */
  id?: string;
  name: string;
  address?: SeedAddress;
  /** The vendor's own examples lack it at times, though its schema asks for it. */
  phone?: string;
  website?: string;
  externalId?: string;
  status?: 'Active' | 'Inactive' | 'Deleted';
  contacts?: SeedContact[];
}

export interface SeedRate {
  partnerBuyRate: number;
  suggestedRetailPrice: number;
  startQuantityRange?: number;
  endQuantityRange?: number;
  chargeType?: 'Per Unit' | 'Flat Rate';
}

export type BillingTerm = 'Monthly' | 'Annual' | '2-Year' | '3-Year' | 'One-Time' | 'Trial' | 'Activation';

export interface SeedPricing {
  billingTerm: BillingTerm;
  /** `1-Year`, `3-Year` …; none if absent. */
  commitmentTerm?: string;
  commitmentTermInMonths?: number;
  type?: 'Flat' | 'Volume' | 'Tiered' | 'Mark-Up';
  unitOfMeasurement?: string;
  rates: SeedRate[];
}

export interface SeedProduct {
  /** UUID; made of vendor and name if absent. */
  id?: string;
  name: string;
  vendorName: string;
  sku: string;
  vendorSku?: string;
  shortDescription?: string;
  requiresCommitment?: boolean;
  pricing?: SeedPricing[];
}

export interface SeedSubscription {
  /** Names of a company and of a product of the seed. */
  company: string;
  product: string;
  quantity: number;
  price: number;
  partnerCost?: number;
  status?: string;
  billingTerm?: BillingTerm;
  /** ISO date. */
  since?: string;
  commitmentTerm?: string;
}

/** What `createPax8` is given: one partner. */
export interface Pax8Seed {
  partner: string;
  /** ISO code; default `USD`. */
  currency?: string;
  companies?: SeedCompany[];
  products?: SeedProduct[];
  subscriptions?: SeedSubscription[];
}
