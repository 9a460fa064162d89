import { Page } from '@strapi/strapi/admin';

export default function ReviewPage() {
  return <Page.Loading />;
}
