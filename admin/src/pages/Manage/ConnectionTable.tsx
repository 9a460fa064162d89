import { LinkButton, Typography } from '@strapi/design-system';
import { Link } from 'react-router-dom';
import type { Connection } from '../../../../server/src/contracts';
import { ConnectionStateTag } from '../../components/ConnectionStateTag';
import { useCmText } from '../../content-manager/useCmText';
import { useIntervalText } from '../../hooks/useIntervalText';
import { useText } from '../../hooks/useText';
import { settingsPath } from '../../utils/connectionPaths';
import { SettingsTable, TwoLines } from './SettingsTable';

/** All connections with how they are and where they are changed. */
export function ConnectionTable({ connections }: { connections: Connection[] }) {
  const t = useText();
  const text = useCmText();
  const every = useIntervalText();
  return (
    <SettingsTable
      title={text('widget.connections')}
      columns={[
        text('manage.connection.name'),
        text('manage.connection.system'),
        text('manage.connection.state'),
        text('manage.connection.interval'),
        t('home.settings'),
      ]}
      rows={connections.map((connection) => ({
        key: connection.id,
        cells: [
          <Typography key="name" fontWeight="bold">
            {connection.name}
          </Typography>,
          <TwoLines key="system" first={connection.connectorName} second={connection.accountName} />,
          <ConnectionStateTag key="state" connection={connection} />,
          every(connection.syncIntervalMinutes),
          <LinkButton
            key="settings"
            tag={Link}
            to={settingsPath(connection)}
            variant="tertiary"
            size="S"
            aria-label={text('manage.connection.edit', { name: connection.name })}
          >
            {t('home.settings')}
          </LinkButton>,
        ],
      }))}
    />
  );
}
