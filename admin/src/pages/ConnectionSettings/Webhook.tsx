import { Box, Flex, Typography } from '@strapi/design-system';
import { WarningCircle } from '@strapi/icons';
import type { Connection } from '../../../../server/src/contracts';
import { CopyField } from '../../components/CopyField';
import { When } from '../../components/When';
import { useText } from '../../hooks/useText';
import { ServerText } from '../../components/ServerText';

/** The address at which the vendor tells of changes, what is missing for it, and the last call. */
export function Webhook({ connection: { webhook, connectorName } }: { connection: Connection }) {
  const t = useText();
  if (!webhook) return null;
  return (
    <Box background="neutral0" borderColor="neutral200" hasRadius padding={6}>
      <Flex direction="column" alignItems="stretch" gap={4}>
        <Typography>{t('webhook.text', { system: connectorName })}</Typography>
        {webhook.problem ? (
          <Flex role="status" gap={3} alignItems="flex-start" borderColor="warning600" hasRadius padding={4}>
            <WarningCircle aria-hidden fill="warning600" width="1.6rem" height="1.6rem" style={{ flexShrink: 0 }} />
            <Typography variant="pi" textColor="neutral800">
              <ServerText message={webhook.problem} words={webhook.problemWords} />
            </Typography>
          </Flex>
        ) : null}
        <CopyField
          name="webhookUrl"
          label={t('webhook.url')}
          hint={t('webhook.hint', { system: connectorName })}
          value={webhook.url}
          copyLabel={t('webhook.copy')}
        />
        <Typography variant="pi" textColor="neutral600" aria-live="polite">
          {webhook.noticedAt ? (
            <>
              {t('webhook.last')} <When at={webhook.noticedAt} />
            </>
          ) : (
            t('webhook.never')
          )}
        </Typography>
      </Flex>
    </Box>
  );
}
