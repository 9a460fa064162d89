import { Box, Flex, LinkButton, Typography } from '@strapi/design-system';
import { CheckCircle } from '@strapi/icons';
import { NavLink } from 'react-router-dom';
import { useWizardText } from '../../../components/review/useWizardText';
import { When } from '../../../components/When';
import { BASE_PATH } from '../../../pluginId';
import { CountsTable } from './check/CountsTable';
import type { StepProps } from './types';

/** Step 6: what the set-up led to, and where to go now. */
export function DoneStep({ connection }: StepProps) {
  const text = useWizardText();
  const linked = connection.counts.reduce((sum, entry) => sum + entry.confirmed, 0);
  return (
    <Flex direction="column" alignItems="stretch" gap={6} paddingBottom={8}>
      <Flex gap={4} background="neutral0" borderColor="neutral200" hasRadius padding={6}>
        <CheckCircle fill="success600" aria-hidden width="3.2rem" height="3.2rem" />
        <Box>
          <Typography variant="beta" tag="h2" textColor="neutral800">
            {text(connection.state === 'live' ? 'wizard.done.live' : 'wizard.done.paused', { name: connection.name })}
          </Typography>
          <Typography tag="p" textColor="neutral800">
            {text('wizard.done.linked', { count: linked })}{' '}
            {connection.nextSyncAt !== null ? (
              <>
                {text('wizard.done.nextSync')} <When at={connection.nextSyncAt} />
              </>
            ) : null}
          </Typography>
        </Box>
      </Flex>
      <CountsTable counts={connection.counts} />
      <Flex gap={3}>
        <LinkButton tag={NavLink} to={BASE_PATH} size="L">
          {text('wizard.done.home')}
        </LinkButton>
        <LinkButton tag={NavLink} to={`${BASE_PATH}/mappings?connection=${connection.id}`} size="L" variant="secondary">
          {text('wizard.done.mappings')}
        </LinkButton>
      </Flex>
    </Flex>
  );
}
