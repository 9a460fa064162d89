export const PLUGIN_ID = 'crosswalk';

/** Where the plugin's pages live in the panel. */
export const BASE_PATH = `/plugins/${PLUGIN_ID}`;
