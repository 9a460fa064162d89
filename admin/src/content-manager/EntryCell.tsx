import { Flex, Typography } from '@strapi/design-system';
import { useTable } from '@strapi/strapi/admin';
import type { EntryLink } from '../../../server/src/contracts';
import { PageTexts } from '../components/PageTexts';
import { StateTag } from '../components/StateTag';
import { useLinkText } from '../components/links/useLinkText';
import { useCrosswalkListEntriesQuery } from '../services/crosswalk';
import { useCmText } from './useCmText';

interface EntryCellProps {
  contentType: string;
  documentId: string;
  locale: string;
}

/** What one entry of a list is linked with. All cells of a page share one request. */
export default function EntryCell(props: EntryCellProps) {
  return (
    <PageTexts>
      <Cell {...props} />
    </PageTexts>
  );
}

function Cell({ contentType, documentId, locale }: EntryCellProps) {
  const text = useCmText();
  const rows = useTable('EntryCell', (state) => state.rows as unknown as { documentId?: string }[]);
  const ids = rows.flatMap((row) => row.documentId ?? []).slice(0, 100);
  const { data, isLoading, isError } = useCrosswalkListEntriesQuery(
    { params: { contentType }, query: { ids: ids.join(','), locale } },
    { skip: ids.length === 0, refetchOnMountOrArgChange: true },
  );
  const links = data?.data.find((entry) => entry.id === documentId)?.links ?? [];
  if (links.length > 0)
    return (
      <Flex direction="column" alignItems="flex-start" gap={1}>
        {links.map((link) => (
          <CellLink key={link.id} link={link} />
        ))}
      </Flex>
    );
  return (
    <Typography textColor="neutral600" aria-busy={isLoading}>
      {isLoading ? '' : text(isError ? 'cm.cell.error' : 'cm.cell.none')}
    </Typography>
  );
}

function CellLink({ link }: { link: EntryLink }) {
  const text = useCmText();
  const linkText = useLinkText();
  const tone = link.attention !== null ? 'danger' : link.state === 'confirmed' ? 'success' : 'warning';
  const word =
    link.attention !== null ? (`links.attention.${link.attention}` as const) : (`links.state.${link.state}` as const);
  return (
    <Flex gap={2} title={text('cm.cell.more', { label: link.label, connection: link.connectionName })}>
      <StateTag tone={tone}>{linkText(word)}</StateTag>
      <Typography variant="pi" textColor="neutral800" ellipsis style={{ maxWidth: '18rem' }}>
        {link.label}
      </Typography>
    </Flex>
  );
}
