import { Page } from '@strapi/strapi/admin';

export default function MappingsPage() {
  return <Page.Loading />;
}
