/** The languages that the plugin speaks beside English, for each admin to choose in their profile. */
export default {
  config: { locales: ['de', 'fr', 'es', 'pt', 'pt-BR'] },
};
