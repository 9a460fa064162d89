import type { FieldRole } from '../../../../server/src/contracts';

/** All field roles in the order people think of them. The record keeps it complete when a role is added. */
const order: Record<FieldRole, number> = {
  name: 0,
  email: 1,
  phone: 2,
  domain: 3,
  taxId: 4,
  address: 5,
  city: 6,
  region: 7,
  postalCode: 8,
  country: 9,
  sku: 10,
  barcode: 11,
  price: 12,
  currency: 13,
  description: 14,
  parent: 15,
  externalKey: 16,
  contact: 17,
  category: 18,
  code: 19,
  number: 20,
};

export const ROLES = (Object.keys(order) as FieldRole[]).sort((a, b) => order[a] - order[b]);
