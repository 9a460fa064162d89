import { useState } from 'react';
import { Box, Button, Dialog, Flex, Typography } from '@strapi/design-system';
import { Pencil, SlidersHorizontal, Trash, WarningCircle } from '@strapi/icons';
import { ConfirmDialog } from '@strapi/strapi/admin';
import type { Mapping } from '../../../../server/src/contracts';
import { useAct } from '../../hooks/useAct';
import { useLabel } from '../../hooks/useLabel';
import { useText } from '../../hooks/useText';
import { useCrosswalkDeleteMappingMutation } from '../../services/crosswalk';
import { usePercent } from '../../hooks/usePercent';
import { useEvidenceText } from '../evidence/useEvidenceText';
import { StateTag } from '../StateTag';
import { useRoleText } from './useRoleText';
import { ServerText } from '../ServerText';

interface MappingItemProps {
  mapping: Mapping;
  canConfigure: boolean;
  onEdit: () => void;
  onLimit: () => void;
}

/** One mapping in words, with Edit and Remove unless it is given in the configuration. */
export function MappingItem({ mapping, canConfigure, onEdit, onLimit }: MappingItemProps) {
  const t = useText();
  const label = useLabel();
  const act = useAct();
  const say = useEvidenceText();
  const roleText = useRoleText();
  const percent = usePercent();
  const [removing, setRemoving] = useState(false);
  const [remove] = useCrosswalkDeleteMappingMutation();
  const editable = canConfigure && !mapping.managedByConfig;
  return (
    <Flex tag="li" gap={4} padding={5} wrap="wrap" alignItems="flex-start">
      <Box flex="1" minWidth="24rem">
        <Flex gap={3} wrap="wrap">
          <Typography fontWeight="bold" tag="h3">
            {mapping.name}
          </Typography>
          {mapping.managedByConfig ? <StateTag tone="neutral">{t('setup.byConfig')}</StateTag> : null}
        </Flex>
        <Typography textColor="neutral800" tag="p">
          {t('setup.pair', { local: mapping.localName, external: label(mapping.recordTypeLabel) })}
          {' · '}
          {t(mapping.cardinality === 'many_to_one' ? 'setup.manyToOne' : 'setup.oneToOne')}
          {' · '}
          {t('setup.from', { percent: percent(mapping.threshold) })}
        </Typography>
        <Typography variant="pi" textColor="neutral600" tag="p">
          {t('setup.comparedBy', {
            roles: mapping.fieldRoles.map(({ role, attribute }) => `${attribute} (${roleText(role)})`).join(', '),
          })}
        </Typography>
        {mapping.problem ? (
          <Flex gap={2} paddingTop={2}>
            <WarningCircle aria-hidden fill="danger600" />
            <Typography textColor="neutral800">
              <ServerText message={mapping.problem} words={mapping.problemWords} />
            </Typography>
          </Flex>
        ) : null}
      </Box>
      <Flex gap={2} wrap="wrap">
        <Button
          variant="tertiary"
          size="S"
          startIcon={<SlidersHorizontal />}
          onClick={onLimit}
          aria-label={say('limit.open.of', { name: mapping.name })}
        >
          {say('limit.open')}
        </Button>
        {editable ? (
          <>
            <Button variant="tertiary" size="S" startIcon={<Pencil />} onClick={onEdit}>
              {t('setup.edit')}
            </Button>
            <Button variant="danger-light" size="S" startIcon={<Trash />} onClick={() => setRemoving(true)}>
              {t('setup.remove')}
            </Button>
            <Dialog.Root open={removing} onOpenChange={setRemoving}>
              <ConfirmDialog
                title={t('setup.removeTitle', { name: mapping.name })}
                onConfirm={async () => {
                  await act(remove({ params: { id: mapping.id } }).unwrap(), {
                    done: t('setup.removed', { name: mapping.name }),
                  });
                  setRemoving(false);
                }}
              >
                {t('setup.removeText')}
              </ConfirmDialog>
            </Dialog.Root>
          </>
        ) : null}
      </Flex>
    </Flex>
  );
}
