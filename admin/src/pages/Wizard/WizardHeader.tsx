import { Box, Flex, LinkButton, Typography } from '@strapi/design-system';
import { NavLink } from 'react-router-dom';
import type { Connection } from '../../../../server/src/contracts';
import { useWizardText } from '../../components/review/useWizardText';
import { SystemBadge } from '../../components/SystemBadge';
import { When } from '../../components/When';
import { BASE_PATH } from '../../pluginId';
import { StepTracker } from './StepTracker';
import type { Wizard } from './useWizard';

interface WizardHeaderProps {
  connection: Connection;
  wizard: Pick<Wizard, 'step' | 'furthest'>;
  left: number | null;
}

/** Which connection this is, that it can be left at any time, and the steps. */
export function WizardHeader({ connection, wizard, left }: WizardHeaderProps) {
  const text = useWizardText();
  return (
    <Box
      tag="header"
      background="neutral0"
      borderColor="neutral200"
      borderWidth="0 0 1px 0"
      paddingTop={5}
      paddingBottom={4}
      paddingLeft={8}
      paddingRight={8}
    >
      <Flex justifyContent="space-between" gap={4} wrap="wrap" paddingBottom={4}>
        <Flex gap={3}>
          <SystemBadge connector={connection.connector} />
          <Box>
            <Typography variant="beta" tag="h1" textColor="neutral800">
              {connection.name}
            </Typography>
            <Typography variant="pi" tag="p" textColor="neutral600">
              {[connection.connectorName, connection.accountName].filter(Boolean).join(' · ')}
            </Typography>
          </Box>
        </Flex>
        <Flex gap={4}>
          <Typography variant="pi" textColor="neutral600">
            {connection.lastSyncAt ? (
              <>
                {text('wizard.synced')} <When at={connection.lastSyncAt} /> ·{' '}
              </>
            ) : null}
            {text('wizard.saved')}
          </Typography>
          <LinkButton tag={NavLink} to={BASE_PATH} variant="tertiary">
            {text('wizard.exit')}
          </LinkButton>
        </Flex>
      </Flex>
      <StepTracker step={wizard.step} furthest={wizard.furthest} left={left} />
    </Box>
  );
}
