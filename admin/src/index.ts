import { Link } from '@strapi/icons';
import type { PluginDefinition } from '@strapi/strapi/admin';
import { PERMISSIONS } from './permissions';
import { PLUGIN_ID } from './pluginId';
import { getTranslation } from './utils/getTranslation';

/** The plugin's part of the panel. */
const plugin: PluginDefinition = {
  register(app) {
    app.addMenuLink({
      to: `plugins/${PLUGIN_ID}`,
      icon: Link,
      intlLabel: { id: getTranslation('plugin.name'), defaultMessage: 'Crosswalk' },
      permissions: PERMISSIONS.read,
      Component: () => import('./pages/App'),
      position: 4,
    });
    app.registerPlugin({ id: PLUGIN_ID, name: PLUGIN_ID });
  },

  async registerTrads({ locales }) {
    const { en } = await import('./translations/en');
    return locales.map((locale) => ({ data: locale === 'en' ? en : {}, locale }));
  },
};

export default plugin;
