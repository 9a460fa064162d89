import { MenuItem, SimpleMenu } from '@strapi/design-system';
import type { Link, Mapping } from '../../../../server/src/contracts';
import { useAllowed } from '../../hooks/useAllowed';
import { useCrosswalkListConnectionsQuery, useCrosswalkListMappingsQuery } from '../../services/crosswalk';
import { STRAPI, type WriteSubject } from './types';
import { useWriteText } from './useWriteText';

interface UpdateMenuProps {
  links: readonly Link[];
  disabled?: boolean;
  onChoose: (subject: WriteSubject) => void;
}

/** Carries values of confirmed links of one mapping to one side or the other. Nothing where neither is possible. */
export function UpdateMenu({ links, disabled = false, onChoose }: UpdateMenuProps) {
  const text = useWriteText();
  const { canReview, canWrite } = useAllowed();
  const mappings: Mapping[] = useCrosswalkListMappingsQuery({ query: {} }).data?.data ?? [];
  const connections = useCrosswalkListConnectionsQuery(undefined).data?.data ?? [];
  const [first] = links;
  const mapping = mappings.find(({ id }) => id === first?.mappingId);
  const system = connections.find(({ id }) => id === first?.connectionId)?.connectorName ?? '';
  if (!mapping || !first || links.some(({ mappingId }) => mappingId !== mapping.id)) return null;
  const outwards = canWrite && mapping.canUpdateExternal;
  if (!outwards && !(canWrite && mapping.canAnchor) && !canReview) return null;
  return (
    <SimpleMenu label={text('writes.update')} variant="tertiary" disabled={disabled}>
      {outwards ? (
        <MenuItem onSelect={() => onChoose({ mapping, act: 'update_external', system })}>
          {text('writes.update.toExternal', { system })}
        </MenuItem>
      ) : null}
      {canWrite && mapping.canAnchor ? (
        <MenuItem onSelect={() => onChoose({ mapping, act: 'write_anchor', system })}>
          {text('writes.anchor', { system })}
        </MenuItem>
      ) : null}
      {canReview ? (
        <MenuItem onSelect={() => onChoose({ mapping, act: 'update_local', system: STRAPI })}>
          {text('writes.update.toLocal')}
        </MenuItem>
      ) : null}
    </SimpleMenu>
  );
}
