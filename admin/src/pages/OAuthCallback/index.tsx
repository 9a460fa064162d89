import { Page } from '@strapi/strapi/admin';

export default function OAuthCallbackPage() {
  return <Page.Loading />;
}
