import type { Core } from '@strapi/strapi';
import { contentApi } from './content-api';
import { entriesCapability } from './entries';
import { UIDS } from './constants';
import { registerModels } from './models';
import { readSoapBodies } from './web-connector/body';
import { readWebhookBodies } from './webhooks/body';

interface GraphqlExtension {
  shadowCRUD(uid: string): { disable(): void };
}

export function register({ strapi }: { strapi: Core.Strapi }): void {
  registerModels(strapi);
  contentApi.register(strapi);
  readSoapBodies(strapi);
  readWebhookBodies(strapi);
  entriesCapability.register(strapi);
  // Our types have a content API of their own; GraphQL would offer them without its rules.
  const graphql = strapi.plugins.graphql as unknown as { service(name: string): GraphqlExtension } | undefined;
  for (const uid of Object.values(UIDS)) graphql?.service('extension').shadowCRUD(uid).disable();
}
