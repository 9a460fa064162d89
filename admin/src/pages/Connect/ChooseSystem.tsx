import { Box, Flex, Grid, LinkButton, Typography } from '@strapi/design-system';
import { Plus } from '@strapi/icons';
import { Link } from 'react-router-dom';
import type { ConnectorInfo } from '../../../../server/src/contracts';
import { SystemBadge } from '../../components/SystemBadge';
import { useLabel } from '../../hooks/useLabel';
import { useText } from '../../hooks/useText';
import { BASE_PATH } from '../../pluginId';

/** The systems that can be connected. */
export function ChooseSystem({ connectors }: { connectors: ConnectorInfo[] }) {
  const t = useText();
  const label = useLabel();
  return (
    <Grid.Root gap={4} tag="ul">
      {connectors.map((connector) => (
        <Grid.Item key={connector.id} tag="li" col={4} s={12} direction="column" alignItems="stretch">
          <Flex
            direction="column"
            alignItems="stretch"
            gap={4}
            height="100%"
            padding={5}
            background="neutral0"
            borderColor="neutral200"
            hasRadius
          >
            <Flex gap={3} alignItems="flex-start">
              <SystemBadge connector={connector.id} />
              <Box>
                <Typography variant="delta" fontWeight="bold" tag="h2">
                  {connector.displayName}
                </Typography>
                <Typography variant="pi" textColor="neutral600" tag="p">
                  {label(connector.description)}
                </Typography>
              </Box>
            </Flex>
            <Box flex="1" />
            <Flex>
              <LinkButton
                tag={Link}
                to={`${BASE_PATH}/connect/${connector.id}`}
                variant="secondary"
                startIcon={<Plus />}
                aria-label={t('connect.chooseOf', { system: connector.displayName })}
              >
                {t('connect.choose')}
              </LinkButton>
            </Flex>
          </Flex>
        </Grid.Item>
      ))}
    </Grid.Root>
  );
}
