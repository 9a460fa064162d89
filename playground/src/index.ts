import type { Core } from '@strapi/strapi';
import { seedBusiness } from '../demo-data/seed';
import { warehouse, type Kit } from './warehouse/connector';
import { startWarehouse } from './warehouse/service';

interface Connectors {
  kit: Kit;
  register(connector: object): void;
}
let service: Awaited<ReturnType<typeof startWarehouse>> | undefined;

export default {
  /** With the demo's data there is a system of one's own, too, and a connector for it. */
  async register({ strapi }: { strapi: Core.Strapi }) {
    if (process.env.CROSSWALK_DEMO_DATA !== '1') return;
    service = await startWarehouse();
    const connectors = strapi.plugin('crosswalk').service('connectors') as Connectors;
    connectors.register(warehouse(connectors.kit, service.url));
  },

  /** CROSSWALK_DEMO_DATA=1 fills the content types with the invented business, once. */
  async bootstrap({ strapi }: { strapi: Core.Strapi }) {
    if (process.env.CROSSWALK_DEMO_DATA !== '1') return;
    const created = await seedBusiness(strapi);
    if (created > 0) strapi.log.info(`Created ${created} demo records.`);
  },

  async destroy() {
    await service?.close();
  },
};
