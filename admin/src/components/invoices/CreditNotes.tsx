import { Box, Flex, TextButton, Typography } from '@strapi/design-system';
import { useEffect, useState } from 'react';
import { useIntl } from 'react-intl';
import type { Invoice } from '../../../../server/src/contracts';
import { useCrosswalkListInvoicesQuery } from '../../services/crosswalk';
import { money } from '../../utils/format';
import { InvoiceStateTag, isOnItsWay } from './InvoiceStateTag';
import { useInvoiceText } from './useInvoiceText';

const POLL_MS = 1500;

/** The credit notes of an invoice; nothing where there are none. */
export function CreditNotes({ invoice, onOpen }: { invoice: Invoice; onOpen: (invoiceId: string) => void }) {
  const intl = useIntl();
  const text = useInvoiceText();
  const [interval, setInterval] = useState(0);
  const { data } = useCrosswalkListInvoicesQuery(
    { query: { creditOf: invoice.id, pageSize: 100 } },
    { pollingInterval: interval, refetchOnMountOrArgChange: true },
  );
  const notes: Invoice[] = data?.data ?? [];
  const moving = notes.some(({ state }) => isOnItsWay(state));
  useEffect(() => setInterval(moving ? POLL_MS : 0), [moving]);
  if (notes.length === 0) return null;
  return (
    <Box tag="section" aria-labelledby="crosswalk-credit-notes">
      <Typography id="crosswalk-credit-notes" tag="h3" variant="omega" fontWeight="bold">
        {text('invoices.credit.notes')}
      </Typography>
      <Flex tag="ul" direction="column" alignItems="stretch" gap={2} paddingTop={2}>
        {notes.map((note) => (
          <Flex key={note.id} tag="li" gap={4} wrap="wrap">
            <TextButton onClick={() => onOpen(note.id)}>{note.number ?? text('invoices.created.noNumber')}</TextButton>
            <InvoiceStateTag state={note.state} />
            <Typography>{money(note.total, note.currency, intl.locale)}</Typography>
          </Flex>
        ))}
      </Flex>
    </Box>
  );
}
