import { Page } from '@strapi/strapi/admin';

export default function HomePage() {
  return <Page.Loading />;
}
