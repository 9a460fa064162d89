import { Box, Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import type { BodyInputOf, Link, LinkImpact as Impact, linkImpact } from '../../../../server/src/contracts';
import { useCrosswalkLinkImpactQuery } from '../../services/crosswalk';
import { money } from '../../utils/format';
import { useInvoiceText } from './useInvoiceText';

/** Drafts, and changes of one, that are shown; the rest is counted. */
const MOST_SHOWN = 5;

interface LinkImpactProps {
  /** What is asked about: single changes, all proposals of a connection, or an act on all that a filter shows. */
  of: BodyInputOf<typeof linkImpact>;
  /** Says nothing where nothing is touched, nor while that is being found out. */
  quiet?: boolean;
  /** Shows the answer before while another is being found out, so that what stands below does not jump. */
  steady?: boolean;
}

/** What a change of links would do to invoices, said before it is made. */
export function LinkImpact({ of, quiet = false, steady = false }: LinkImpactProps) {
  const text = useInvoiceText();
  const asked = useCrosswalkLinkImpactQuery({ body: of }, { refetchOnMountOrArgChange: true });
  const { currentData, error } = asked;
  const impact = (steady ? (currentData ?? asked.data) : currentData)?.data;
  if (quiet && !(impact && impact.drafts.count + impact.issued.count > 0)) return null;
  if (error) return <Words>{text('invoices.impact.error')}</Words>;
  if (!impact) return <Words>{text('invoices.impact.loading')}</Words>;
  const { drafts, issued, truncated } = impact;
  return (
    <Box aria-live="polite" aria-busy={!currentData} paddingTop={2} style={currentData ? undefined : { opacity: 0.5 }}>
      <Words>
        {drafts.count === 0
          ? text('invoices.impact.noDrafts')
          : text('invoices.impact.drafts', {
              count: drafts.count,
              ready: drafts.becomeReady,
              blocked: drafts.becomeBlocked,
            })}
      </Words>
      {drafts.items.length > 0 && (
        <Box tag="ul" paddingTop={1}>
          {drafts.items.slice(0, MOST_SHOWN).map((draft) => (
            <DraftImpact key={`${draft.source} ${draft.id}`} draft={draft} />
          ))}
        </Box>
      )}
      {drafts.count > MOST_SHOWN && <Words>{text('invoices.impact.more', { count: drafts.count - MOST_SHOWN })}</Words>}
      {issued.count > 0 && <Words>{text('invoices.impact.issued', { count: issued.count })}</Words>}
      {truncated && <Words>{text('invoices.impact.truncated')}</Words>}
    </Box>
  );
}

/** The same for dialogs: some drafts have many lines, and the buttons below stay on the screen. */
export function ImpactBox({ of }: Pick<LinkImpactProps, 'of'>) {
  const text = useInvoiceText();
  return (
    <Box
      maxHeight="30vh"
      width="100%"
      overflow="auto"
      tabIndex={0}
      role="group"
      aria-label={text('invoices.impact.label')}
    >
      <LinkImpact of={of} steady />
    </Box>
  );
}

function DraftImpact({ draft }: { draft: Impact['drafts']['items'][number] }) {
  const intl = useIntl();
  const text = useInvoiceText();
  return (
    <Box tag="li" paddingTop={1} paddingBottom={1}>
      <Words strong>
        {text('invoices.impact.draft', {
          number: draft.number || draft.id,
          total: money(draft.total, draft.currency, intl.locale),
        })}
      </Words>
      {draft.parts.slice(0, MOST_SHOWN).map(({ line, label, before, after }) => (
        <Words key={line ?? 0}>
          {text(line === null ? 'invoices.impact.client' : 'invoices.impact.line', {
            line: line ?? 0,
            label,
            before: before ?? text('invoices.impact.nothing'),
            after: after ?? text('invoices.impact.nothing'),
          })}
        </Words>
      ))}
      {draft.parts.length > MOST_SHOWN && (
        <Words>{text('invoices.impact.moreParts', { count: draft.parts.length - MOST_SHOWN })}</Words>
      )}
    </Box>
  );
}

/** The changes that confirming or rejecting proposals, or removing links, makes. */
export const changesOf = (
  links: readonly Link[],
  act: 'confirm' | 'reject' | 'unlink',
): BodyInputOf<typeof linkImpact> => ({
  changes: links.map(({ mappingId, local, external }) => ({
    mappingId,
    localId: local.id,
    locale: local.locale,
    externalId: act === 'confirm' ? external.id : null,
    removes: act === 'reject' ? 'proposed' : 'confirmed',
  })),
});

function Words({ strong = false, children }: { strong?: boolean; children: React.ReactNode }) {
  return (
    <Typography variant="pi" fontWeight={strong ? 'bold' : 'regular'} textColor="neutral800" tag="p">
      {children}
    </Typography>
  );
}
