import { Flex, Typography } from '@strapi/design-system';
import type { Connection, Mapping } from '../../../../server/src/contracts';
import { useCrosswalkListConnectionsQuery, useCrosswalkListMappingsQuery } from '../../services/crosswalk';
import { Drawer } from '../Drawer';
import { LoadError } from '../LoadError';
import { LoadingRows } from '../LoadingRows';
import { ExportForm } from './ExportForm';
import { ImportForm } from './ImportForm';
import { MappingChoice } from './MappingChoice';
import { useFileText } from './useFileText';

interface LinkFileDrawerProps {
  act: 'export' | 'import';
  /** Empty: none is chosen yet. */
  mappingId: string;
  onChooseMapping: (id: string) => void;
  onClose: () => void;
}

/** Links of one mapping as a file, out or in. */
export function LinkFileDrawer({ act, mappingId, onChooseMapping, onClose }: LinkFileDrawerProps) {
  const say = useFileText();
  const { data, error, refetch } = useCrosswalkListMappingsQuery({ query: {} });
  const connections: Connection[] = useCrosswalkListConnectionsQuery(undefined).data?.data ?? [];
  const mappings: Mapping[] = data?.data ?? [];
  const mapping = mappings.find(({ id }) => id === mappingId) ?? (mappings.length === 1 ? mappings[0] : undefined);
  const connection = connections.find(({ id }) => id === mapping?.connectionId);
  return (
    <Drawer title={say(`linkFile.${act}.title`)} onClose={onClose}>
      <Flex direction="column" alignItems="stretch" gap={6}>
        <Typography textColor="neutral800">{say(`linkFile.${act}.intro`)}</Typography>
        {error && !data ? <LoadError message={say('linkFile.mapping.error')} onRetry={() => void refetch()} /> : null}
        {!error && !data ? <LoadingRows rows={3} /> : null}
        {data && mappings.length === 0 ? <Typography>{say('linkFile.mapping.none')}</Typography> : null}
        {mappings.length > 0 ? (
          <MappingChoice
            mappings={mappings}
            connections={connections}
            value={mapping?.id ?? ''}
            onChoose={onChooseMapping}
          />
        ) : null}
        {mapping && act === 'export' ? <ExportForm mapping={mapping} connectionName={connection?.name ?? ''} /> : null}
        {mapping && act === 'import' ? <ImportForm key={mapping.id} mapping={mapping} onDone={onClose} /> : null}
      </Flex>
    </Drawer>
  );
}
