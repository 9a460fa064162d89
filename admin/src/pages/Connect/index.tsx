import { Page } from '@strapi/strapi/admin';

export default function ConnectPage() {
  return <Page.Loading />;
}
