import { Box, Button, Flex, IconButton, Typography, VisuallyHidden } from '@strapi/design-system';
import { CheckCircle, Cross, CrossCircle, MinusCircle } from '@strapi/icons';
import { useIntl } from 'react-intl';
import type { Link, PreflightResult } from '../../../../server/src/contracts';
import { useCrosswalkGetLinkQuery } from '../../services/crosswalk';
import { usePercent } from '../../hooks/usePercent';
import { decimal, money, when } from '../../utils/format';
import { contentManagerPath, RecordLink } from '../links/RecordLink';
import { type Explanation, explain, type StepKey, type StepState } from './explain';
import { type FixActs, FixButton } from './FixButton';
import { useInvoiceText } from './useInvoiceText';
import { ServerText } from '../ServerText';

interface ExplainPanelProps extends FixActs {
  draft: PreflightResult;
  connectionName: string;
  /** 1-based; null: the client. */
  line: number | null;
  onClose: () => void;
}

const ICONS = {
  ok: <CheckCircle aria-hidden fill="success600" />,
  broken: <CrossCircle aria-hidden fill="danger600" />,
  unknown: <MinusCircle aria-hidden fill="neutral600" />,
} satisfies Record<StepState, React.ReactNode>;

/** How a line, or the client, gets on the invoice: line, local record, link, external record, up to the first break. */
export function ExplainPanel({ draft, connectionName, line, onClose, ...acts }: ExplainPanelProps) {
  const text = useInvoiceText();
  const explanation = explain(draft, line);
  const linkId = explanation?.linkId ?? null;
  const { currentData } = useCrosswalkGetLinkQuery({ params: { id: linkId ?? '' } }, { skip: linkId === null });
  if (!explanation) return null;
  const title =
    line === null
      ? text('invoices.explain.client', { number: draft.number })
      : text('invoices.explain.line', { number: draft.number, line });

  return (
    <Box
      tag="section"
      aria-label={`${text('invoices.explain.title')}: ${title}`}
      background="neutral0"
      borderColor="neutral200"
      hasRadius
      padding={4}
    >
      <Flex justifyContent="space-between" paddingBottom={4}>
        <Box>
          <Typography variant="sigma" textColor="neutral600" tag="p">
            {text('invoices.explain.title')}
          </Typography>
          <Typography fontWeight="bold" tag="h2">
            {title}
          </Typography>
        </Box>
        <IconButton variant="ghost" label={text('invoices.explain.close')} onClick={onClose}>
          <Cross />
        </IconButton>
      </Flex>
      <Flex tag="ol" direction="column" alignItems="stretch" gap={4} aria-live="polite">
        {explanation.steps.map(({ key, state, reasons }) => (
          <Flex key={key} tag="li" gap={3} alignItems="flex-start">
            <Box paddingTop={1} shrink={0}>
              {ICONS[state]}
              <VisuallyHidden>{text(`invoices.explain.${state}`)}</VisuallyHidden>
            </Box>
            <Flex direction="column" alignItems="flex-start" gap={1}>
              <Step
                step={key}
                state={state}
                draft={draft}
                explanation={explanation}
                link={currentData?.data}
                connectionName={connectionName}
                onOpenLink={acts.onOpenLink}
              />
              {state === 'broken' &&
                reasons.map((reason, index) => (
                  <Flex key={index} direction="column" alignItems="flex-start" gap={2}>
                    <Typography variant="pi" textColor="neutral800">
                      <ServerText message={reason.message} words={reason.words} />
                    </Typography>
                    <FixButton draft={draft} reason={reason} {...acts} />
                  </Flex>
                ))}
            </Flex>
          </Flex>
        ))}
      </Flex>
    </Box>
  );
}

interface StepProps {
  step: StepKey;
  state: StepState;
  draft: PreflightResult;
  explanation: Explanation;
  link: Link | undefined;
  connectionName: string;
  onOpenLink: FixActs['onOpenLink'];
}

function Step({ step, state, draft, explanation, link, connectionName, onOpenLink }: StepProps) {
  const intl = useIntl();
  const text = useInvoiceText();
  const { record, reference, linkId } = explanation;
  const amount = (value: string) => money(value, draft.currency, intl.locale);

  switch (step) {
    case 'line': {
      const line = draft.lines.find((one) => one.line === explanation.line);
      if (!line) return <Words title={text('invoices.explain.step.client', { number: draft.number })} />;
      return (
        <Words
          title={text('invoices.explain.step.line', {
            quantity: decimal(line.quantity, intl.locale),
            price: decimal(line.unitPrice, intl.locale),
            amount: amount(line.amount),
          })}
          detail={text('invoices.explain.step.line.detail', { line: line.line, number: draft.number })}
        />
      );
    }
    case 'record':
      if (!record) return <Words title={text('invoices.explain.step.record.none')} />;
      return (
        <>
          <RecordLink to={contentManagerPath(record)}>{record.label}</RecordLink>
          <Words
            detail={
              reference?.parent
                ? text('invoices.explain.step.record.parent', { name: reference.parent.label })
                : text(
                    reference?.through === 'default'
                      ? 'invoices.explain.step.record.default'
                      : 'invoices.explain.step.record.detail',
                  )
            }
          />
        </>
      );
    case 'link':
      if (linkId === null) return <Words title={text('invoices.explain.step.link.none')} />;
      return (
        <>
          {link && <LinkWords link={link} />}
          <Button variant="ghost" size="S" onClick={() => onOpenLink(linkId, false)}>
            {text('invoices.explain.step.link.open')}
          </Button>
        </>
      );
    case 'external': {
      const external = link?.external;
      if (!reference && !external) {
        return <Words title={text('invoices.explain.step.external.none', { connection: connectionName })} />;
      }
      const label = reference?.label ?? external?.label ?? '';
      return (
        <>
          {external?.url ? <RecordLink to={external.url}>{label}</RecordLink> : <Words title={label} />}
          <Words
            detail={text('invoices.explain.step.external.detail', {
              recordType: reference?.recordType ?? link?.recordType ?? '',
              id: reference?.externalId ?? external?.id ?? '',
              connection: connectionName,
            })}
          />
        </>
      );
    }
    case 'invoice':
      if (state !== 'ok') {
        return (
          <Words
            title={text('invoices.explain.step.invoice.none')}
            detail={text('invoices.explain.step.invoice.none.detail')}
          />
        );
      }
      return (
        <Words
          title={text('invoices.explain.step.invoice.ready')}
          detail={text('invoices.explain.step.invoice.ready.detail', { client: draft.client.reference?.label ?? '' })}
        />
      );
  }
}

function LinkWords({ link }: { link: Link }) {
  const intl = useIntl();
  const text = useInvoiceText();
  const percent = usePercent();
  if (link.state !== 'confirmed') return <Words title={text('invoices.explain.step.link.proposed')} />;
  const at = link.decidedAt === null ? '' : when(intl, link.decidedAt);
  return (
    <Words
      title={
        link.decidedBy === null
          ? text('invoices.explain.step.link.confirmed.nobody')
          : text('invoices.explain.step.link.confirmed', { who: link.decidedBy })
      }
      detail={
        link.score === null
          ? text('invoices.explain.step.link.hand', { when: at })
          : text('invoices.explain.step.link.score', { when: at, score: percent(link.score) })
      }
    />
  );
}

function Words({ title, detail }: { title?: string; detail?: string }) {
  return (
    <Box>
      {title !== undefined && (
        <Typography fontWeight="bold" textColor="neutral800" tag="p">
          {title}
        </Typography>
      )}
      {detail !== undefined && (
        <Typography variant="pi" textColor="neutral600" tag="p">
          {detail}
        </Typography>
      )}
    </Box>
  );
}
