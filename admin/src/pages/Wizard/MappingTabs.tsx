import { Badge, Box, Flex, Tabs, VisuallyHidden } from '@strapi/design-system';
import { Check } from '@strapi/icons';
import { useIntl } from 'react-intl';
import type { MappingCounts } from '../../../../server/src/contracts';
import { useWizardText } from '../../components/review/useWizardText';

interface MappingTabsProps {
  counts: readonly MappingCounts[];
  /** Id of the mapping whose tab is open. */
  active: string;
  onChange: (mappingId: string) => void;
  /** How much is left in a mapping; 0 shows a check mark. */
  left: (counts: MappingCounts) => number;
  children: React.ReactNode;
}

/** A tab for each mapping with what is left in it. */
export function MappingTabs({ counts, active, onChange, left, children }: MappingTabsProps) {
  const intl = useIntl();
  const text = useWizardText();
  return (
    <Tabs.Root variant="simple" value={active} onValueChange={onChange}>
      <Tabs.List aria-label={text('wizard.mappings')}>
        {counts.map((entry) => (
          <Tabs.Trigger key={entry.mappingId} value={entry.mappingId}>
            <Flex tag="span" gap={2}>
              {entry.name}
              {left(entry) > 0 ? (
                <Badge>{intl.formatNumber(left(entry))}</Badge>
              ) : (
                <>
                  <Check fill="success600" aria-hidden width="1.2rem" height="1.2rem" />
                  <VisuallyHidden>{text('wizard.tab.done')}</VisuallyHidden>
                </>
              )}
            </Flex>
          </Tabs.Trigger>
        ))}
      </Tabs.List>
      {counts.map((entry) => (
        <Tabs.Content key={entry.mappingId} value={entry.mappingId}>
          <Box paddingTop={5}>{entry.mappingId === active ? children : null}</Box>
        </Tabs.Content>
      ))}
    </Tabs.Root>
  );
}

/** The mapping whose tab is open: the one in the URL, else the first with something left, else the first. */
export function activeMapping(
  counts: readonly MappingCounts[],
  asked: string,
  left: (counts: MappingCounts) => number,
): MappingCounts | undefined {
  return counts.find((entry) => entry.mappingId === asked) ?? counts.find((entry) => left(entry) > 0) ?? counts[0];
}
