import { PLUGIN_ID } from '../pluginId';

/** Full id of a text: `getTranslation('home.title')` is `crosswalk.home.title`. */
export const getTranslation = (id: string): string => `${PLUGIN_ID}.${id}`;
