import { Checkbox, Flex, IconButton, Typography } from '@strapi/design-system';
import { Check, Cross } from '@strapi/icons';
import { styled } from 'styled-components';
import type { RecordCard } from '../../../../server/src/contracts';
import { StateTag } from '../StateTag';
import { CardColumns, CardFrame } from './CardFrame';
import { differences } from './differences';
import { FailedReason } from './FailedReason';
import { Marked } from './Marked';
import { Score } from './Score';
import type { QueuedLink } from './useReviewQueue';
import { useWizardText } from './useWizardText';
import { WaitingAmount } from './WaitingAmount';
import { Verdict, VerdictSign } from './Verdict';
import { Warnings } from './Warnings';

/** Fields told in a closed card, the ones that weigh most. */
const SHOWN_FIELDS = 4;

export interface CardActs {
  canReview: boolean;
  selected: boolean;
  /** Why it could not be saved when it was decided. */
  failed: string | undefined;
  onSelect: (range: boolean) => void;
  onConfirm: () => void;
}

interface ProposalRowProps extends CardActs {
  link: QueuedLink;
  onOpen: () => void;
  onReject: () => void;
}

/** A closed card: both names, how they compare, the telling fields, and both decisions. A click opens it. */
export function ProposalRow({
  link,
  canReview,
  selected,
  failed,
  onSelect,
  onOpen,
  onConfirm,
  onReject,
}: ProposalRowProps) {
  const text = useWizardText();
  const names = differences(link.local.label, link.external.label);
  const fields = link.evidence?.fields ?? [];
  const verdict = fields.find((field) => field.role === 'name')?.verdict ?? 'missing';
  const telling = [...fields].sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight)).slice(0, SHOWN_FIELDS);
  const pair = { local: link.local.label, external: link.external.label };
  return (
    <CardFrame $open={false}>
      <CardColumns onClick={onOpen} style={{ cursor: 'pointer' }}>
        <span onClick={(event) => event.stopPropagation()}>
          {canReview ? (
            <Checkbox
              aria-label={text('wizard.select.one', pair)}
              checked={selected}
              onClick={(event: React.MouseEvent) => onSelect(event.shiftKey)}
            />
          ) : null}
        </span>
        <Score score={link.score} />
        <Name
          card={link.local}
          label={
            <OpenButton type="button" onClick={onOpen} aria-label={text('wizard.card.open', pair)}>
              <Marked pieces={names.left} />
            </OpenButton>
          }
        />
        <Verdict verdict={verdict} />
        <Flex direction="column" alignItems="flex-start">
          <Name card={link.external} label={<Marked pieces={names.right} />} />
          <WaitingAmount amount={link.waiting} />
          <Warnings link={link} />
          {link.changedSinceRejection ? <StateTag tone="warning">{text('wizard.map.rejected')}</StateTag> : null}
        </Flex>
        <Flex className="evidence" gap={4} wrap="wrap">
          {telling
            .filter((field) => field.role !== 'name')
            .map((field) => (
              <Typography
                key={field.role}
                variant="pi"
                textColor="neutral600"
                title={text(`wizard.verdict.${field.verdict}`)}
              >
                {text(`wizard.role.${field.role}`)} <VerdictSign verdict={field.verdict} />
              </Typography>
            ))}
        </Flex>
        {canReview ? (
          <Flex gap={2} onClick={(event: React.MouseEvent) => event.stopPropagation()}>
            <IconButton label={text('wizard.card.reject', pair)} onClick={onReject} variant="ghost">
              <Cross />
            </IconButton>
            <IconButton label={text('wizard.card.confirm', pair)} onClick={onConfirm}>
              <Check />
            </IconButton>
          </Flex>
        ) : (
          <span />
        )}
      </CardColumns>
      <FailedReason reason={failed} />
    </CardFrame>
  );
}

function Name({ card, label }: { card: RecordCard; label: React.ReactNode }) {
  return (
    <Flex direction="column" alignItems="flex-start" tag="span">
      <Typography fontWeight="bold" textColor="neutral800" style={{ overflowWrap: 'anywhere' }}>
        {label}
      </Typography>
      <Typography variant="pi" textColor="neutral600" style={{ overflowWrap: 'anywhere' }}>
        {card.detail}
      </Typography>
    </Flex>
  );
}

const OpenButton = styled.button`
  padding: 0;
  color: inherit;
  font: inherit;
  text-align: left;
  cursor: pointer;
`;
