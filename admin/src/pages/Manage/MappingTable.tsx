import { LinkButton, Typography } from '@strapi/design-system';
import { Link } from 'react-router-dom';
import type { Connection, Mapping } from '../../../../server/src/contracts';
import { StateTag } from '../../components/StateTag';
import { useCmText } from '../../content-manager/useCmText';
import { useLabel } from '../../hooks/useLabel';
import { useText } from '../../hooks/useText';
import { settingsPath } from '../../utils/connectionPaths';
import { usePercent } from '../../hooks/usePercent';
import { SettingsTable, TwoLines } from './SettingsTable';

interface MappingTableProps {
  mappings: Mapping[];
  connections: Connection[];
}

/** All mappings of all connections: what is paired with what, and from which probability on. */
export function MappingTable({ mappings, connections }: MappingTableProps) {
  const t = useText();
  const label = useLabel();
  const text = useCmText();
  const percent = usePercent();
  const names = new Map(connections.map(({ id, name }) => [id, name]));
  return (
    <SettingsTable
      title={t('settings.mappings')}
      columns={[
        text('manage.mapping.name'),
        text('manage.mapping.local'),
        text('manage.mapping.external'),
        text('manage.mapping.cardinality'),
        text('manage.mapping.limit'),
        t('home.settings'),
      ]}
      empty={<Typography textColor="neutral600">{text('manage.mapping.none')}</Typography>}
      rows={mappings.map((mapping) => ({
        key: mapping.id,
        cells: [
          <Typography key="name" fontWeight="bold">
            {mapping.name}
          </Typography>,
          mapping.localNamePlural,
          <TwoLines
            key="external"
            first={label(mapping.recordTypeLabel)}
            second={names.get(mapping.connectionId) ?? null}
          />,
          text(`manage.mapping.${mapping.cardinality}`),
          percent(mapping.threshold),
          mapping.managedByConfig ? (
            <StateTag key="config" tone="neutral">
              {text('manage.mapping.fixed')}
            </StateTag>
          ) : (
            <LinkButton
              key="change"
              tag={Link}
              to={settingsPath({ id: mapping.connectionId })}
              variant="tertiary"
              size="S"
              aria-label={text('manage.mapping.edit', { name: mapping.name })}
            >
              {t('home.settings')}
            </LinkButton>
          ),
        ],
      }))}
    />
  );
}
