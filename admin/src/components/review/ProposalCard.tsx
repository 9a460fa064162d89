import { Box, Button, Checkbox, Flex, Typography } from '@strapi/design-system';
import { Check } from '@strapi/icons';
import { forwardRef, useState } from 'react';
import { useIntl } from 'react-intl';
import type { Mapping } from '../../../../server/src/contracts';
import { usePercent } from '../../hooks/usePercent';
import { shortId } from '../../utils/format';
import { ChangedSince } from '../evidence/ChangedSince';
import { Explanation } from '../evidence/Explanation';
import { useSentence } from '../evidence/useSentence';
import { RunnerUpTable } from '../evidence/RunnerUpTable';
import { oneIn } from '../evidence/waterfall';
import { changesOf, LinkImpact } from '../invoices/LinkImpact';
import { CardFrame } from './CardFrame';
import { FailedReason } from './FailedReason';
import { Key } from './Key';
import { RecordHead } from './RecordHead';
import { RejectMenu } from './RejectMenu';
import type { CardActs } from './ProposalRow';
import { RunnerUp } from './RunnerUp';
import { Score } from './Score';
import type { Reason } from './useReviewActs';
import type { QueuedLink } from './useReviewQueue';
import { useWizardText } from './useWizardText';
import { WaitingAmount } from './WaitingAmount';
import { Warnings } from './Warnings';

interface ProposalCardProps extends CardActs {
  link: QueuedLink;
  mapping: Mapping | undefined;
  /** The connection is named where cards of several stand together. */
  showConnection: boolean;
  /** Weights in bits, and how they add up. */
  numbers: boolean;
  onNumbers: (shown: boolean) => void;
  rejecting: boolean;
  onRejecting: (open: boolean) => void;
  onReject: (reason: Reason) => void;
  onMenuClosed: () => void;
}

/** The open card: the sentence, both records field by field, the evidence, what came second, and the decision. */
export const ProposalCard = forwardRef<HTMLDivElement, ProposalCardProps>(function ProposalCard(props, ref) {
  const { link, mapping, canReview } = props;
  const intl = useIntl();
  const text = useWizardText();
  const percent = usePercent();
  const sentenceOf = useSentence();
  const [comparing, setComparing] = useState(false);
  const pair = { local: link.local.label, external: link.external.label };
  const heading = [link.mappingName, props.showConnection ? link.connectionName : ''].filter(Boolean).join(', ');
  return (
    <CardFrame ref={ref} $open tabIndex={-1} role="group" aria-label={text('wizard.card.label', pair)}>
      <Flex gap={4} padding={4} alignItems="flex-start">
        {canReview ? (
          <Box paddingTop={1}>
            <Checkbox
              aria-label={text('wizard.select.one', pair)}
              checked={props.selected}
              onClick={(event: React.MouseEvent) => props.onSelect(event.shiftKey)}
            />
          </Box>
        ) : null}
        <Score score={link.score} large />
        <Flex direction="column" alignItems="flex-start" gap={2} flex="1">
          <Typography variant="delta" fontWeight="regular" tag="h3" textColor="neutral800">
            {link.evidence ? sentenceOf(link.evidence) : text('wizard.card.label', pair)}
          </Typography>
          <WaitingAmount amount={link.waiting} />
          <Warnings link={link} />
          <ChangedSince link={link} />
        </Flex>
        <Typography variant="pi" textColor="neutral600">
          {heading}
        </Typography>
      </Flex>
      <Box paddingLeft={4} paddingRight={4} paddingBottom={3}>
        {link.evidence ? (
          <Explanation
            link={link}
            evidence={link.evidence}
            threshold={mapping?.threshold ?? null}
            numbers={props.numbers}
            onNumbers={props.onNumbers}
            localHead={
              <RecordHead
                title={text('wizard.pair.local', { name: mapping?.localName ?? link.mappingName })}
                card={link.local}
                openLabel={text('wizard.pair.openLocal', pair)}
              />
            }
            externalHead={
              <RecordHead
                title={text('wizard.pair.external', {
                  id: shortId(link.external.id),
                  connection: link.connectionName,
                })}
                card={link.external}
                openLabel={text('wizard.pair.openExternal', { ...pair, connection: link.connectionName })}
              />
            }
            evidenceHead={
              <Flex justifyContent="space-between" gap={3} wrap="wrap" tag="span">
                <Typography variant="sigma" textColor="neutral600">
                  {text('wizard.evidence')}
                </Typography>
                <Typography variant="pi" textColor="neutral600">
                  {text('wizard.evidence.range', {
                    oneIn: intl.formatNumber(oneIn(link.evidence.prior)),
                    score: link.score === null ? '–' : percent(link.score),
                    limit: mapping ? percent(mapping.threshold) : '–',
                  })}
                </Typography>
              </Flex>
            }
          />
        ) : (
          <Typography textColor="neutral800">{text('wizard.evidence.unknown')}</Typography>
        )}
      </Box>
      <Box paddingLeft={4} paddingRight={4} paddingBottom={3}>
        <LinkImpact quiet of={changesOf([link], 'confirm')} />
      </Box>
      <FailedReason reason={props.failed} />
      <Flex
        justifyContent="space-between"
        gap={4}
        wrap="wrap"
        background="neutral100"
        paddingLeft={4}
        paddingRight={4}
        paddingTop={2}
        paddingBottom={2}
      >
        <Box flex="1" minWidth="20rem">
          <RunnerUp link={link} comparing={comparing} onCompare={setComparing} />
        </Box>
        {canReview ? (
          <Flex gap={3}>
            <RejectMenu
              open={props.rejecting}
              onOpenChange={props.onRejecting}
              onReject={props.onReject}
              onClosed={props.onMenuClosed}
            />
            <Button variant="success" startIcon={<Check />} onClick={props.onConfirm} aria-keyshortcuts="Y">
              <Flex tag="span" gap={2}>
                {text('wizard.confirm')} <Key>Y</Key>
              </Flex>
            </Button>
          </Flex>
        ) : null}
      </Flex>
      {comparing ? (
        <Box padding={4}>
          <RunnerUpTable link={link} margin={mapping?.margin ?? null} />
        </Box>
      ) : null}
    </CardFrame>
  );
});
