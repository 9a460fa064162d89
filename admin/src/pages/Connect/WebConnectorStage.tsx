import { Flex, LinkButton } from '@strapi/design-system';
import { Link } from 'react-router-dom';
import type { Connection } from '../../../../server/src/contracts';
import { WebConnectorSetup } from '../../components/WebConnectorSetup';
import { useText } from '../../hooks/useText';
import { mappingSetupPath } from '../../utils/connectionPaths';

/** After the password: the file for the Web Connector. Its first visit may as well come later. */
export function WebConnectorStage({ connection }: { connection: Connection }) {
  const t = useText();
  return (
    <Flex direction="column" alignItems="stretch" gap={5}>
      <WebConnectorSetup connection={connection} />
      <Flex>
        <LinkButton tag={Link} to={mappingSetupPath(connection)}>
          {t('connect.toMappings')}
        </LinkButton>
      </Flex>
    </Flex>
  );
}
