import type { Core } from '@strapi/strapi';
import { configSchema, type CrosswalkConfig } from '../config';

/** The plugin's configuration with the defaults of its schema, which Strapi's validator checks but does not fill in. */
export const configOf = (strapi: Core.Strapi): CrosswalkConfig =>
  configSchema.parse(strapi.config.get('plugin::crosswalk'));
