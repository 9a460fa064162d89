import { Box, Flex, Typography } from '@strapi/design-system';
import { Check } from '@strapi/icons';
import type { Run } from '../../../../../../server/src/contracts';
import { ProgressLine } from '../../../../components/ProgressLine';
import { useWizardText } from '../../../../components/review/useWizardText';
import { usePartName } from '../../../../hooks/useLabel';

/** Each record type and mapping of a run, with its phase and how many records are done. */
export function RunParts({ run }: { run: Run }) {
  const text = useWizardText();
  const partName = usePartName();
  const { parts } = run.progress;
  if (parts.length === 0) return <Typography textColor="neutral600">{text('wizard.sync.preparing')}</Typography>;
  return (
    <Flex tag="ul" direction="column" alignItems="stretch" gap={4}>
      {parts.map((part) => (
        <Flex tag="li" key={part.key} gap={4} alignItems="flex-end">
          <Box flex="1">
            <ProgressLine
              label={text(part.key.startsWith('mapping:') ? 'wizard.sync.match' : 'wizard.sync.read', {
                name: partName(part),
              })}
              done={part.done}
              total={part.total}
            />
          </Box>
          <Flex gap={2} width="12rem" shrink={0}>
            {part.phase === 'done' ? <Check fill="success600" aria-hidden width="1.2rem" height="1.2rem" /> : null}
            <Typography variant="pi" textColor="neutral800">
              {text(`wizard.phase.${part.phase}`)}
            </Typography>
          </Flex>
        </Flex>
      ))}
    </Flex>
  );
}
