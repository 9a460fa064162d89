import { Box, Flex, LinkButton, Typography } from '@strapi/design-system';
import { Link, useNavigate } from 'react-router-dom';
import type { Connection } from '../../../../server/src/contracts';
import { MappingSetup } from '../../components/setup/MappingSetup';
import { useText } from '../../hooks/useText';
import { wizardPath } from '../../utils/connectionPaths';

/** Last stage before the first sync: what is mapped to what. */
export function MappingsStage({ connection }: { connection: Connection }) {
  const t = useText();
  const navigate = useNavigate();
  return (
    <Flex direction="column" alignItems="stretch" gap={5}>
      <Box>
        <Typography tag="p">{t('connect.mappings', { system: connection.connectorName })}</Typography>
      </Box>
      <MappingSetup connection={connection} onProposalsUsed={() => navigate(wizardPath(connection, 'sync'))} />
      {connection.counts.length > 0 ? (
        <Flex>
          <LinkButton tag={Link} to={wizardPath(connection, 'sync')}>
            {t('connect.toSync')}
          </LinkButton>
        </Flex>
      ) : null}
    </Flex>
  );
}
