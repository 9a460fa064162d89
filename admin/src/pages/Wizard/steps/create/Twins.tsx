import { Box, Button, Flex, Typography } from '@strapi/design-system';
import type { RecordCard, Suggestion } from '../../../../../../server/src/contracts';
import { useSentence } from '../../../../components/evidence/useSentence';
import { useWizardText } from '../../../../components/review/useWizardText';
import { useAct } from '../../../../hooks/useAct';
import { useCrosswalkMapRecordsMutation } from '../../../../services/crosswalk';
import { usePercent } from '../../../../hooks/usePercent';

interface TwinsProps {
  mappingId: string;
  external: RecordCard;
  twins: readonly Suggestion[];
  onLinked: () => void;
}

/** Records in Strapi that may be the same one, so that no second one is made. */
export function Twins({ mappingId, external, twins, onLinked }: TwinsProps) {
  const text = useWizardText();
  const percent = usePercent();
  const sentenceOf = useSentence();
  const act = useAct();
  const [map, { isLoading }] = useCrosswalkMapRecordsMutation();
  const link = async (local: RecordCard) => {
    const body = { mappingId, localId: local.id, locale: local.locale, externalId: external.id };
    const done = text('wizard.map.done', { local: local.label, external: external.label });
    if (await act(map({ body }).unwrap(), { done })) onLinked();
  };
  return (
    <Flex tag="ul" direction="column" alignItems="stretch" gap={2}>
      {twins.map((twin) => (
        <Flex
          tag="li"
          key={`${twin.record.id} ${twin.record.locale}`}
          justifyContent="space-between"
          gap={4}
          background="neutral100"
          borderColor="neutral200"
          hasRadius
          padding={4}
        >
          <Box>
            <Typography fontWeight="bold" tag="p" textColor="neutral800">
              {text('wizard.create.twin', { name: twin.record.label })}
            </Typography>
            <Typography variant="pi" tag="p" textColor="neutral800">
              {[
                twin.record.detail,
                twin.evidence && sentenceOf(twin.evidence),
                twin.score === null ? '' : percent(twin.score),
              ]
                .filter(Boolean)
                .join(' · ')}
            </Typography>
          </Box>
          <Button
            style={{ flexShrink: 0, whiteSpace: 'nowrap' }}
            variant="secondary"
            disabled={twin.refusal !== null}
            loading={isLoading}
            onClick={() => void link(twin.record)}
          >
            {text('wizard.create.linkInstead')}
          </Button>
        </Flex>
      ))}
    </Flex>
  );
}
