import { useState } from 'react';
import { Box, Button, Flex, Typography } from '@strapi/design-system';
import { Plus } from '@strapi/icons';
import { useIntl } from 'react-intl';
import type { Connection, Mapping } from '../../../../server/src/contracts';
import { useAllowed } from '../../hooks/useAllowed';
import { useText } from '../../hooks/useText';
import { useUrlState } from '../../hooks/useUrlState';
import {
  useCrosswalkListConnectorsQuery,
  useCrosswalkListContentTypesQuery,
  useCrosswalkListMappingsQuery,
} from '../../services/crosswalk';
import { errorMessage } from '../../utils/errors';
import { LimitDrawer } from '../limit/LimitDrawer';
import { LoadError } from '../LoadError';
import { LoadingRows } from '../LoadingRows';
import { MappingForm } from './MappingForm';
import { MappingItem } from './MappingItem';
import { ProposedMappings } from './ProposedMappings';
import { proposeMappings, recordTypesOf } from './proposeMappings';

/** The mapping whose limit is open. */
const DEFAULTS = { limit: '' } as const;

interface MappingSetupProps {
  connection: Connection;
  /** Called once the proposed mappings are made, where the set-up goes on elsewhere. */
  onProposalsUsed?: () => void;
}

/** Which content types are paired with which record types of a connection, and how. */
export function MappingSetup({ connection, onProposalsUsed }: MappingSetupProps) {
  const t = useText();
  const intl = useIntl();
  const { canConfigure } = useAllowed();
  const [editing, setEditing] = useState<Mapping | 'new' | null>(null);
  const [url, setUrl] = useUrlState(DEFAULTS);
  const mappings = useCrosswalkListMappingsQuery({ query: { connectionId: connection.id } });
  const contentTypes = useCrosswalkListContentTypesQuery(undefined);
  const connectors = useCrosswalkListConnectorsQuery(undefined);

  const failed = [mappings, contentTypes, connectors].find(({ error }) => error !== undefined);
  if (failed) {
    return (
      <LoadError
        message={t('setup.error', { message: errorMessage(failed.error, intl) })}
        onRetry={() => [mappings, contentTypes, connectors].forEach((query) => void query.refetch())}
      />
    );
  }
  if (!mappings.data || !contentTypes.data || !connectors.data) return <LoadingRows rows={4} />;

  const recordTypes = recordTypesOf(connection, connectors.data.data);
  const proposals = proposeMappings(connection, recordTypes, contentTypes.data.data).filter(
    (draft) =>
      !mappings.data?.data.some((is) => is.contentType === draft.contentType && is.recordType === draft.recordType),
  );
  const limited = mappings.data.data.find(({ id }) => id === url.limit);
  return (
    <Flex direction="column" alignItems="stretch" gap={6}>
      {mappings.data.data.length > 0 ? (
        <Box tag="ul" background="neutral0" borderColor="neutral200" hasRadius>
          {mappings.data.data.map((mapping) => (
            <MappingItem
              key={mapping.id}
              mapping={mapping}
              canConfigure={canConfigure}
              onEdit={() => setEditing(mapping)}
              onLimit={() => setUrl({ limit: mapping.id })}
            />
          ))}
        </Box>
      ) : (
        <Typography textColor="neutral800">{t('setup.none')}</Typography>
      )}
      {canConfigure && proposals.length > 0 ? (
        <ProposedMappings
          proposals={proposals}
          contentTypes={contentTypes.data.data}
          recordTypes={recordTypes}
          onUsed={onProposalsUsed}
        />
      ) : null}
      {canConfigure ? (
        <Flex gap={4} wrap="wrap">
          <Button variant="secondary" startIcon={<Plus />} onClick={() => setEditing('new')}>
            {t('setup.add')}
          </Button>
          {contentTypes.data.data.length === 0 ? (
            <Typography textColor="neutral600">{t('setup.noContentTypes')}</Typography>
          ) : null}
        </Flex>
      ) : null}
      {limited ? (
        <LimitDrawer key={limited.id} connection={connection} mapping={limited} onClose={() => setUrl({ limit: '' })} />
      ) : null}
      {editing ? (
        <MappingForm
          connection={connection}
          mapping={editing === 'new' ? null : editing}
          recordTypes={recordTypes}
          contentTypes={contentTypes.data.data}
          onClose={() => setEditing(null)}
        />
      ) : null}
    </Flex>
  );
}
