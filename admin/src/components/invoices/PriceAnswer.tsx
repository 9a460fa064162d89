import { Flex, MenuItem, SimpleMenu } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import type { PreflightResult } from '../../../../server/src/contracts';
import { useAct } from '../../hooks/useAct';
import { useCrosswalkAnswerPriceMutation } from '../../services/crosswalk';
import { decimal } from '../../utils/format';
import { useInvoiceText } from './useInvoiceText';

const ANSWERS = ['ours', 'theirs', 'update_ours'] as const;

interface PriceAnswerProps {
  draft: PreflightResult;
  line: number;
  reason: string;
  system: string;
  /** Opens the preview of writing our price to the item; null where that is not possible. */
  onUpdateTheirs: ((price: string) => void) | null;
}

/** Answers what is to be done where our price is not the item's: for this draft, or for all lines like it. */
export function PriceAnswer({ draft, line, reason, system, onUpdateTheirs }: PriceAnswerProps) {
  const intl = useIntl();
  const text = useInvoiceText();
  const act = useAct();
  const [send, { isLoading }] = useCrosswalkAnswerPriceMutation();
  const price = draft.lines.find((one) => one.line === line)?.price;
  if (!price) return null;
  // With all their decimals: two prices may differ in the fourth.
  const prices = {
    ours: decimal(price.ours, intl.locale),
    theirs: decimal(price.theirs, intl.locale),
  };
  const { source, connectionId, id } = draft;
  const answer = (which: (typeof ANSWERS)[number], all: boolean) =>
    void act(send({ body: { source, connectionId, id, line, answer: which, all } }).unwrap(), {
      done: text('invoices.price.done'),
      undo: false,
    });
  const label = text('invoices.price.label');
  const named = (scope: string) => text('invoices.fix.for', { act: `${label}, ${scope}`, reason });
  const choices = (all: boolean) => [
    ...ANSWERS.map((which) => (
      <MenuItem key={which} onSelect={() => answer(which, all)}>
        {text(`invoices.price.${which}`, prices)}
      </MenuItem>
    )),
    onUpdateTheirs && (
      <MenuItem key="update_theirs" onSelect={() => onUpdateTheirs(price.ours)}>
        {text('invoices.price.update_theirs', { system, ours: prices.ours })}
      </MenuItem>
    ),
  ];

  return (
    <Flex gap={2}>
      <SimpleMenu
        label={label}
        aria-label={named(text('invoices.price.one'))}
        variant="secondary"
        size="S"
        disabled={isLoading}
      >
        {choices(false)}
      </SimpleMenu>
      <SimpleMenu
        label={text('invoices.price.all')}
        aria-label={named(text('invoices.price.all'))}
        variant="tertiary"
        size="S"
        disabled={isLoading}
      >
        {choices(true)}
      </SimpleMenu>
    </Flex>
  );
}
