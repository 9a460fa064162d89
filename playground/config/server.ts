import type { Core } from '@strapi/strapi';

export default ({ env }: Core.Config.Shared.ConfigParams): Core.Config.Server => {
  const url = env('PUBLIC_URL');
  return {
    host: env('HOST', '127.0.0.1'),
    port: env.int('PORT', 1337),
    app: { keys: env.array('APP_KEYS', []) },
    ...(url ? { url } : {}),
    logger: { updates: { enabled: false } },
  };
};
