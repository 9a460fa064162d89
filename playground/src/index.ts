import type { Core } from '@strapi/strapi';
import { seedBusiness } from '../demo-data/seed';

export default {
  /** CROSSWALK_DEMO_DATA=1 fills the content types with the invented business, once. */
  async bootstrap({ strapi }: { strapi: Core.Strapi }) {
    if (process.env.CROSSWALK_DEMO_DATA !== '1') return;
    const created = await seedBusiness(strapi);
    if (created > 0) strapi.log.info(`Created ${created} demo records.`);
  },
};
