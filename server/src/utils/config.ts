import type { Core } from '@strapi/strapi';
import type { CrosswalkConfig } from '../config';

/** The plugin's validated configuration. */
export const configOf = (strapi: Core.Strapi): CrosswalkConfig =>
  strapi.config.get<CrosswalkConfig>('plugin::crosswalk');
