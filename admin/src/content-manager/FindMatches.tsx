import type { BulkActionComponent } from '@strapi/content-manager/strapi-admin';
import { Modal } from '@strapi/design-system';
import { lazy, Suspense, useMemo } from 'react';
import { useIntl } from 'react-intl';
import { menuText } from '../utils/menuText';
import { useMapped } from './mapped';

const FoundMatches = lazy(async () => ({ default: (await import('./links')).FoundMatches }));

/**
 * Bulk action of the list view: matches the chosen entries now and says what came of each. Strapi deep-compares what an
 * action returns, and a React element leads to the whole tree of fibers: so there is none in it, and the content is one
 * and the same component while the same entries are chosen.
 */
export const FindMatches: BulkActionComponent = ({ model, documents, collectionType }) => {
  const intl = useIntl();
  const mapped = useMapped(model);
  const ids = documents.map(({ documentId }) => documentId).join(' ');
  const locale = typeof documents[0]?.locale === 'string' ? documents[0].locale : '';
  const content = useMemo(
    () =>
      function Content() {
        return (
          <Modal.Body>
            <Suspense fallback={null}>
              <FoundMatches contentType={model} ids={ids.split(' ')} locale={locale} />
            </Suspense>
          </Modal.Body>
        );
      },
    [ids, locale, model],
  );
  if (!mapped?.review || collectionType !== 'collection-types') return null;
  return {
    label: intl.formatMessage(menuText('cm.find')),
    variant: 'secondary',
    dialog: {
      type: 'modal',
      title: intl.formatMessage(menuText('cm.find.title'), { count: documents.length }),
      content,
    },
  };
};
