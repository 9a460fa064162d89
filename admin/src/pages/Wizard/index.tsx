import { Page } from '@strapi/strapi/admin';

export default function WizardPage() {
  return <Page.Loading />;
}
