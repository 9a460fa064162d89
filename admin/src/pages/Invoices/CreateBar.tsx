import { Button, Checkbox, Flex, Typography } from '@strapi/design-system';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import type { PreflightResult, Run } from '../../../../server/src/contracts';
import { sumByCurrency } from '../../components/invoices/amounts';
import { useInvoiceText } from '../../components/invoices/useInvoiceText';
import { ConfirmAct } from '../../components/links/ConfirmAct';
import { useAct } from '../../hooks/useAct';
import { useCrosswalkGenerateInvoicesMutation } from '../../services/crosswalk';
import { money } from '../../utils/format';

interface CreateBarProps {
  drafts: PreflightResult[];
  source: string;
  connectionId: string;
  connectionName: string;
  onClear: () => void;
  onStarted: (run: Run) => void;
}

/** What is selected and its total, and the button that creates the invoices after a question. */
export function CreateBar({ drafts, source, connectionId, connectionName, onClear, onStarted }: CreateBarProps) {
  const intl = useIntl();
  const text = useInvoiceText();
  const act = useAct();
  const [asking, setAsking] = useState(false);
  const [together, setTogether] = useState(false);
  const [generate, { isLoading }] = useCrosswalkGenerateInvoicesMutation();
  const count = drafts.length;
  const clients = new Set(
    drafts.map(({ client, currency }) => `${client.reference?.externalId ?? ''} ${currency ?? ''}`),
  ).size;
  const invoices = together ? clients : count;
  const total = intl.formatList(
    sumByCurrency(drafts).map((sum) => money(sum.total, sum.currency, intl.locale)),
    { type: 'conjunction' },
  );

  const create = async () => {
    const ids = drafts.map((draft) => draft.id);
    const result = await act(
      generate({ body: { source, connectionId, ids, grouping: together ? 'client' : 'each' } }).unwrap(),
      {
        done: text('invoices.create.started', { count: invoices }),
        undo: false,
      },
    );
    if (result) onStarted(result.data.run);
  };

  return (
    <Flex gap={3} wrap="wrap" justifyContent="flex-end">
      <Typography textColor="neutral800" aria-live="polite">
        {text('invoices.create.selected', { count, total })}
      </Typography>
      {clients < count && (
        <Checkbox checked={together} onCheckedChange={(checked) => setTogether(checked === true)}>
          {text('invoices.create.together', { count: clients })}
        </Checkbox>
      )}
      {count > 0 && (
        <Button variant="ghost" onClick={onClear} disabled={isLoading}>
          {text('invoices.create.clear')}
        </Button>
      )}
      <Button onClick={() => setAsking(true)} disabled={count === 0} loading={isLoading}>
        {text('invoices.create', { count })}
      </Button>
      {asking && (
        <ConfirmAct
          title={text('invoices.create.title', { count: invoices, connection: connectionName })}
          yes={text('invoices.create.yes')}
          cancel={text('invoices.create.cancel')}
          onYes={() => void create()}
          onClose={() => setAsking(false)}
        >
          {text('invoices.create.text', { count: invoices, total, connection: connectionName })}
        </ConfirmAct>
      )}
    </Flex>
  );
}
