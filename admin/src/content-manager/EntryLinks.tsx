import { Divider, Flex, Typography } from '@strapi/design-system';
import { Fragment } from 'react';
import { LoadError } from '../components/LoadError';
import { LoadingRows } from '../components/LoadingRows';
import { PageTexts } from '../components/PageTexts';
import { ToastProvider } from '../components/Toasts';
import { useCrosswalkGetEntryQuery } from '../services/crosswalk';
import { EntryMapping } from './EntryMapping';
import { useCmText } from './useCmText';

interface EntryLinksProps {
  contentType: string;
  /** undefined: the entry is not saved yet. */
  documentId: string | undefined;
  /** Empty where the content type has no locales. */
  locale: string;
  canReview: boolean;
}

/** Content of the side panel: one part for each mapping of the content type. Acts save at once, beside the form. */
export default function EntryLinks(props: EntryLinksProps) {
  return (
    <PageTexts>
      <ToastProvider>
        {props.documentId === undefined ? <SaveFirst /> : <Links {...props} documentId={props.documentId} />}
      </ToastProvider>
    </PageTexts>
  );
}

function SaveFirst() {
  const text = useCmText();
  return (
    <Typography variant="pi" textColor="neutral600">
      {text('cm.saveFirst')}
    </Typography>
  );
}

function Links({ contentType, documentId, locale, canReview }: EntryLinksProps & { documentId: string }) {
  const text = useCmText();
  const { data, error, refetch } = useCrosswalkGetEntryQuery(
    { params: { contentType, id: documentId }, query: { locale } },
    { refetchOnMountOrArgChange: true },
  );
  const entries = data?.data;
  if (error && !entries) return <LoadError message={text('cm.error')} onRetry={() => void refetch()} />;
  if (!entries) return <LoadingRows rows={2} />;
  return (
    <Flex direction="column" alignItems="stretch" gap={4} width="100%">
      {entries.map((entry, index) => (
        <Fragment key={entry.mappingId}>
          {index > 0 && <Divider />}
          <EntryMapping entry={entry} documentId={documentId} locale={locale} canReview={canReview} />
        </Fragment>
      ))}
    </Flex>
  );
}
