import { Box, Button, Flex, Typography } from '@strapi/design-system';
import type { RecordCard, Suggestion } from '../../../../server/src/contracts';
import { useSentence } from '../evidence/useSentence';
import { usePercent } from '../../hooks/usePercent';
import { useRejectionText } from '../evidence/useRejectionText';
import { Vetoes } from '../evidence/Vetoes';
import { LinkImpact } from '../invoices/LinkImpact';
import { RecordName } from '../RecordName';
import { StateTag } from '../StateTag';
import { useLinkText } from './useLinkText';
import { ServerText } from '../ServerText';

interface PartnerRowProps {
  local: RecordCard;
  mappingId: string;
  suggestion: Suggestion;
  replace: string | undefined;
  /** The question before linking is open. */
  asking: boolean;
  saving: boolean;
  onAsk: () => void;
  onBack: () => void;
  onConfirm: () => void;
  onOpenLink: (linkId: string) => void;
}

/** One possible partner: what it is, why it fits, who has it already, and Map. */
export function PartnerRow(props: PartnerRowProps) {
  const { local, suggestion, replace, asking } = props;
  const { record } = suggestion;
  const text = useLinkText();
  const rejectionText = useRejectionText();
  const percent = usePercent();
  const sentenceOf = useSentence();
  const isCurrent = replace !== undefined && suggestion.takenBy.some((taker) => taker.linkId === replace);
  const others = suggestion.takenBy.filter((taker) => taker.linkId !== replace);
  const names = others.map((taker) => taker.label).join(', ');

  return (
    <Box tag="li" hasRadius borderColor={asking ? 'primary600' : 'neutral200'} padding={3}>
      <Flex justifyContent="space-between" alignItems="flex-start" gap={3}>
        <Flex direction="column" alignItems="stretch" gap={1}>
          <RecordName card={record} />
          <Flex gap={2} wrap="wrap">
            {suggestion.rejected && !suggestion.rejection && (
              <StateTag tone="warning">{text('links.chooser.rejected')}</StateTag>
            )}
            {names !== '' && (
              <Typography variant="pi" textColor="neutral800">
                {text('links.chooser.takenBy', { names })}
              </Typography>
            )}
          </Flex>
          {suggestion.evidence && (
            <Typography variant="pi" textColor="neutral600">
              {sentenceOf(suggestion.evidence)}
            </Typography>
          )}
          {suggestion.evidence && <Vetoes vetoes={suggestion.evidence.vetoes} />}
          {suggestion.rejection && (
            <Typography variant="pi" textColor="neutral800">
              {rejectionText(suggestion.rejection)}
            </Typography>
          )}
          {suggestion.refusal !== null && !isCurrent && (
            <Typography variant="pi" textColor="neutral800">
              <ServerText message={suggestion.refusal} words={suggestion.refusalWords} />
            </Typography>
          )}
        </Flex>
        <Flex gap={3} shrink={0}>
          {suggestion.score !== null && <Typography fontWeight="bold">{percent(suggestion.score)}</Typography>}
          {isCurrent ? (
            <Typography variant="pi" textColor="neutral800">
              {text('links.chooser.now')}
            </Typography>
          ) : suggestion.refusal !== null && others[0] ? (
            <Button variant="tertiary" onClick={() => others[0] && props.onOpenLink(others[0].linkId)}>
              {text('links.chooser.openLink')}
            </Button>
          ) : (
            <Button
              variant="secondary"
              disabled={suggestion.refusal !== null || asking}
              onClick={props.onAsk}
              aria-label={text('links.chooser.map.to', { local: local.label, external: record.label })}
            >
              {text('links.chooser.map')}
            </Button>
          )}
        </Flex>
      </Flex>
      {asking && (
        <Flex
          justifyContent="space-between"
          gap={3}
          marginTop={3}
          paddingTop={3}
          borderColor="neutral200"
          borderWidth="1px 0 0 0"
        >
          <Box>
            <Typography fontWeight="bold" tag="p">
              {text('links.chooser.sure', { local: local.label, external: record.label })}
            </Typography>
            <Typography variant="pi" textColor="neutral600" tag="p">
              {[
                replace !== undefined && text('links.chooser.sure.replace'),
                names !== '' && text('links.chooser.sure.shared', { names }),
                suggestion.rejected && text('links.chooser.sure.rejected'),
              ]
                .filter(Boolean)
                .join(' ')}
            </Typography>
            <LinkImpact
              of={{
                changes: [
                  { mappingId: props.mappingId, localId: local.id, locale: local.locale, externalId: record.id },
                ],
              }}
            />
          </Box>
          <Flex gap={2} shrink={0}>
            <Button variant="tertiary" onClick={props.onBack}>
              {text('links.chooser.cancel')}
            </Button>
            <Button onClick={props.onConfirm} loading={props.saving} autoFocus>
              {text('links.chooser.sure.yes')}
            </Button>
          </Flex>
        </Flex>
      )}
    </Box>
  );
}
