import type { BulkActionComponent } from '@strapi/content-manager/strapi-admin';
import { Link } from '@strapi/icons';
import { lazy, Suspense } from 'react';
import { useIntl } from 'react-intl';
import { menuText } from '../utils/menuText';
import { useMapped } from './mapped';

const FoundMatches = lazy(() => import('./FoundMatches'));

/** Bulk action of the list view: matches the chosen entries now and says what came of each. */
export const FindMatches: BulkActionComponent = ({ model, documents, collectionType }) => {
  const intl = useIntl();
  const mapped = useMapped(model);
  if (!mapped?.review || collectionType !== 'collection-types') return null;
  return {
    label: intl.formatMessage(menuText('cm.find')),
    icon: <Link />,
    dialog: {
      type: 'modal',
      title: intl.formatMessage(menuText('cm.find.title'), { count: documents.length }),
      content: (
        <Suspense fallback={null}>
          <FoundMatches
            contentType={model}
            ids={documents.map(({ documentId }) => documentId)}
            locale={typeof documents[0]?.locale === 'string' ? documents[0].locale : ''}
          />
        </Suspense>
      ),
    },
  };
};
