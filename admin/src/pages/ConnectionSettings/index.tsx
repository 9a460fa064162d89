import { Page } from '@strapi/strapi/admin';

export default function ConnectionSettingsPage() {
  return <Page.Loading />;
}
