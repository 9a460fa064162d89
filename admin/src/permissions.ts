import { PLUGIN_ID } from './pluginId';

const permission = (name: string) => [{ action: `plugin::${PLUGIN_ID}.${name}`, subject: null }];

/** What an admin may do; each route of the server asks for one of these. */
export const PERMISSIONS = {
  read: permission('read'),
  review: permission('review'),
  configure: permission('configure'),
  write: permission('write'),
  invoice: permission('invoice'),
  charges: permission('charges'),
};

/** All of them in one list, as `useRBAC` wants it. */
export const ALL_PERMISSIONS = Object.values(PERMISSIONS).flat();
