import { Page } from '@strapi/strapi/admin';

export default function ActivityPage() {
  return <Page.Loading />;
}
