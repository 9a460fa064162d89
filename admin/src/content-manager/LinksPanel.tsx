import type { PanelComponent } from '@strapi/content-manager/strapi-admin';
import { lazy, Suspense } from 'react';
import { useIntl } from 'react-intl';
import { menuText } from '../utils/menuText';
import { useMapped } from './mapped';

const EntryLinks = lazy(async () => ({ default: (await import('./links')).EntryLinks }));

/** The links of the record that is edited. */
export const LinksPanel: PanelComponent = ({ model, documentId, document, collectionType }) => {
  const intl = useIntl();
  const mapped = useMapped(model);
  if (!mapped || collectionType !== 'collection-types') return null;
  const locale = typeof document?.locale === 'string' ? document.locale : '';
  return {
    title: intl.formatMessage(menuText('cm.panel')),
    content: (
      <Suspense fallback={null}>
        <EntryLinks
          key={documentId ?? 'new'}
          contentType={model}
          documentId={document ? documentId : undefined}
          locale={locale}
          canReview={mapped.review}
        />
      </Suspense>
    ),
  };
};
