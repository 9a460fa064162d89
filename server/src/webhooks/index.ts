import { webhookController } from './controller';
import { webhooks } from './service';

export const webhooksCapability = {
  /** Without Strapi's login: each call is signed with a secret that only the vendor and the site know. */
  serviceRoutes: [
    {
      method: 'POST' as const,
      path: '/webhooks/:connector',
      handler: 'webhook.receive',
      config: { auth: false as const, policies: [] },
    },
  ],
  controllers: { webhook: webhookController },
  services: { webhooks },
};
