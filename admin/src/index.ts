import { Link } from '@strapi/icons';
import type { PluginDefinition } from '@strapi/strapi/admin';
import { addToContentManager } from './content-manager';
import { PERMISSIONS } from './permissions';
import { BASE_PATH, PLUGIN_ID } from './pluginId';
import { menuTexts } from './translations';
import { menuText } from './utils/menuText';

/** The plugin's part of the panel. What is not imported lazily here is loaded with the panel itself: keep it small. */
const plugin: PluginDefinition = {
  register(app) {
    app.addMenuLink({
      to: `plugins/${PLUGIN_ID}`,
      icon: Link,
      intlLabel: menuText('plugin.name'),
      permissions: PERMISSIONS.read,
      Component: () => import('./pages/App'),
      position: 4,
    });
    app.addSettingsLink({ id: PLUGIN_ID, intlLabel: menuText('manage.title') }, [
      {
        id: 'manage',
        to: PLUGIN_ID,
        intlLabel: menuText('manage.page'),
        permissions: PERMISSIONS.configure,
        Component: () => import('./pages/Manage'),
      },
    ]);
    app.widgets.register({
      id: 'links',
      pluginId: PLUGIN_ID,
      icon: Link,
      title: menuText('widget.title'),
      link: { label: menuText('widget.open'), href: BASE_PATH },
      permissions: PERMISSIONS.read,
      component: async () => (await import('./widgets/LinksWidget')).LinksWidget,
    });
    app.registerPlugin({ id: PLUGIN_ID, name: PLUGIN_ID });
  },

  bootstrap(app) {
    addToContentManager(app);
  },

  registerTrads: ({ locales }) =>
    Promise.all(locales.map(async (locale) => ({ data: await menuTexts(locale), locale }))),
};

export default plugin;
