import type { Core } from '@strapi/strapi';
import { configSchema, type CrosswalkConfig } from '../config';

const parsed = new WeakMap<object, CrosswalkConfig>();

/** The plugin's configuration with the defaults of its schema, which Strapi's validator checks but does not fill in. */
export function configOf(strapi: Core.Strapi): CrosswalkConfig {
  const given = strapi.config.get<object>('plugin::crosswalk');
  const known = parsed.get(given) ?? configSchema.parse(given);
  parsed.set(given, known);
  return known;
}
