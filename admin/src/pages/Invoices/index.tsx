import { Page } from '@strapi/strapi/admin';

export default function InvoicesPage() {
  return <Page.Loading />;
}
