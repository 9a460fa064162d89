import type { Core } from '@strapi/strapi';

export async function seedBusiness(_strapi: Core.Strapi): Promise<number> {
  return 0;
}
