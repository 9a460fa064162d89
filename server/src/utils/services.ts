import type { Core } from '@strapi/strapi';
import type { services } from '../services';

export type Services = typeof services;

/** A service of this plugin, typed. */
export const getService = <Name extends keyof Services>(strapi: Core.Strapi, name: Name): ReturnType<Services[Name]> =>
  strapi.plugin('crosswalk').service(name);
