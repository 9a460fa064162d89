import { Box, Checkbox, Flex, IconButton, Typography } from '@strapi/design-system';
import { ChevronDown, ChevronRight, WarningCircle } from '@strapi/icons';
import { useId } from 'react';
import { useIntl } from 'react-intl';
import type { PreflightResult } from '../../../../server/src/contracts';
import { money } from '../../utils/format';
import { contentManagerPath, RecordLink } from '../links/RecordLink';
import { DraftLines } from './DraftLines';
import { type FixActs, FixButton } from './FixButton';
import { useInvoiceText } from './useInvoiceText';
import { ServerText } from '../ServerText';

interface DraftItemProps extends FixActs {
  draft: PreflightResult;
  /** undefined: cannot be selected. */
  selected: boolean | undefined;
  onSelect: () => void;
  open: boolean;
  onToggle: () => void;
  /** The line that is explained now; 0: the client; null: none. */
  explained: number | null;
  onExplain: (line: number) => void;
}

/** One draft: number, client, date and amount; every reason that stops it with what mends it; its lines when opened. */
export function DraftItem({ draft, selected, open, ...props }: DraftItemProps) {
  const { onLink, onOpenLink, onWrite } = props;
  const intl = useIntl();
  const text = useInvoiceText();
  const linesId = useId();
  const number = draft.number || text('invoices.draft.noNumber');

  return (
    <Box tag="li" borderColor="neutral200" borderWidth="0 0 1px 0">
      <Flex gap={3} padding={4} alignItems="flex-start">
        {selected !== undefined && (
          <Box paddingTop={1}>
            <Checkbox
              aria-label={text('invoices.draft.select', { number })}
              checked={selected}
              onCheckedChange={props.onSelect}
            />
          </Box>
        )}
        <IconButton
          variant="ghost"
          size="XS"
          label={text(open ? 'invoices.draft.close' : 'invoices.draft.open', { number })}
          aria-expanded={open}
          aria-controls={open ? linesId : undefined}
          onClick={props.onToggle}
        >
          {open ? <ChevronDown /> : <ChevronRight />}
        </IconButton>
        <Flex direction="column" alignItems="stretch" gap={2} flex="1" minWidth={0}>
          <Flex gap={4} justifyContent="space-between" wrap="wrap">
            <Flex gap={4} wrap="wrap">
              <RecordLink to={contentManagerPath(draft)} label={text('invoices.draft.edit', { number })}>
                {number}
              </RecordLink>
              <Typography fontWeight="bold" textColor="neutral800">
                {draft.client.record?.label ?? text('invoices.draft.noClient')}
              </Typography>
            </Flex>
            <Flex gap={4}>
              {draft.date !== null && (
                <Typography variant="pi" textColor="neutral600">
                  {intl.formatDate(draft.date, { dateStyle: 'medium', timeZone: 'UTC' })}
                </Typography>
              )}
              <Typography
                fontWeight="bold"
                textColor="neutral800"
                style={{ fontVariantNumeric: 'tabular-nums', minWidth: '10rem', textAlign: 'right' }}
              >
                {money(draft.total, draft.currency, intl.locale)}
              </Typography>
            </Flex>
          </Flex>
          {draft.reasons.length > 0 && (
            <Flex tag="ul" direction="column" alignItems="stretch" gap={2}>
              {draft.reasons.map((reason, index) => (
                <Flex key={index} tag="li" gap={3} justifyContent="space-between" wrap="wrap">
                  <Flex gap={2} flex="1" minWidth="20rem">
                    <WarningCircle aria-hidden fill="danger600" style={{ flexShrink: 0 }} />
                    <Typography textColor="neutral800">
                      <ServerText message={reason.message} words={reason.words} />
                    </Typography>
                  </Flex>
                  <FixButton draft={draft} reason={reason} onLink={onLink} onOpenLink={onOpenLink} onWrite={onWrite} />
                </Flex>
              ))}
            </Flex>
          )}
        </Flex>
      </Flex>
      {open && (
        <Box id={linesId} background="neutral100" padding={4} overflow="auto">
          <DraftLines draft={draft} explained={props.explained} onExplain={props.onExplain} />
        </Box>
      )}
    </Box>
  );
}
