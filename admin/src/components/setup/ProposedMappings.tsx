import { useState } from 'react';
import { Box, Button, Checkbox, Flex, Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import type { LocalContentType } from '../../../../server/src/contracts';
import { useLabel } from '../../hooks/useLabel';
import { useText } from '../../hooks/useText';
import { useCrosswalkCreateMappingMutation } from '../../services/crosswalk';
import { errorMessage } from '../../utils/errors';
import { useToast } from '../Toasts';
import { type MappingDraft, type RecordTypeInfo } from './proposeMappings';
import { useRoleText } from './useRoleText';

interface ProposedMappingsProps {
  proposals: MappingDraft[];
  contentTypes: LocalContentType[];
  recordTypes: RecordTypeInfo[];
  onUsed?: () => void;
}

const keyOf = (draft: MappingDraft) => `${draft.contentType} ${draft.recordType}`;

/** The quick way: all pairs that make sense, each with a tick, made at once. */
export function ProposedMappings({ proposals, contentTypes, recordTypes, onUsed }: ProposedMappingsProps) {
  const t = useText();
  const intl = useIntl();
  const toast = useToast();
  const label = useLabel();
  const roleText = useRoleText();
  const [left, setLeft] = useState<readonly string[]>([]);
  const [saving, setSaving] = useState(false);
  const [create] = useCrosswalkCreateMappingMutation();
  const chosen = proposals.filter((draft) => !left.includes(keyOf(draft)));

  const use = async () => {
    setSaving(true);
    try {
      for (const body of chosen) await create({ body }).unwrap();
      toast({ tone: 'success', message: t('setup.made', { count: chosen.length }) });
      onUsed?.();
    } catch (error) {
      toast({ tone: 'danger', message: errorMessage(error, intl) });
    } finally {
      setSaving(false);
    }
  };

  return (
    <Box background="neutral0" borderColor="neutral200" hasRadius padding={5}>
      <Flex direction="column" alignItems="stretch" gap={4}>
        <Box>
          <Typography variant="delta" fontWeight="bold" tag="h3">
            {t('setup.proposed')}
          </Typography>
          <Typography textColor="neutral600" tag="p">
            {t('setup.proposedHint')}
          </Typography>
        </Box>
        <Flex tag="ul" direction="column" alignItems="stretch" gap={3}>
          {proposals.map((draft) => {
            const key = keyOf(draft);
            const local = contentTypes.find(({ uid }) => uid === draft.contentType)?.displayName ?? draft.contentType;
            const external = recordTypes.find(({ id }) => id === draft.recordType)?.label ?? draft.recordType;
            const roles = draft.fieldRoles.map(({ role }) => roleText(role)).join(', ');
            return (
              <Box tag="li" key={key}>
                <Checkbox
                  checked={!left.includes(key)}
                  onCheckedChange={(checked) =>
                    setLeft(checked === true ? left.filter((other) => other !== key) : [...left, key])
                  }
                >
                  {t('setup.pair', { local, external: label(external) })}
                </Checkbox>
                <Box paddingLeft={7}>
                  <Typography variant="pi" textColor="neutral600" tag="p">
                    {t('setup.comparedBy', { roles })}
                  </Typography>
                </Box>
              </Box>
            );
          })}
        </Flex>
        <Flex>
          <Button loading={saving} disabled={chosen.length === 0} onClick={() => void use()}>
            {t('setup.use', { count: chosen.length })}
          </Button>
        </Flex>
      </Flex>
    </Box>
  );
}
