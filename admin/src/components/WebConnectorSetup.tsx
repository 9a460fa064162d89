import type { ReactNode } from 'react';
import { Box, Button, Field, Flex, TextInput, Typography } from '@strapi/design-system';
import { Download, WarningCircle } from '@strapi/icons';
import { useIntl } from 'react-intl';
import type { Connection, WebConnectorAccess } from '../../../server/src/contracts';
import { useText } from '../hooks/useText';
import { useCrosswalkGetWebConnectorQuery } from '../services/crosswalk';
import { errorMessage } from '../utils/errors';
import { saveFile } from '../utils/saveFile';
import { LoadError } from './LoadError';
import { LoadingRows } from './LoadingRows';
import { When } from './When';
import { ServerText } from './ServerText';

/** How often to look whether the Web Connector has called. */
const LOOK_MS = 5_000;
const STEPS = ['file', 'allow', 'password', 'run'] as const;

/** The .qwc file of a connection, what to do with it, and the last visit of the Web Connector that has it. */
export function WebConnectorSetup({ connection }: { connection: Pick<Connection, 'id'> }) {
  const t = useText();
  const intl = useIntl();
  const { data, error, refetch } = useCrosswalkGetWebConnectorQuery(
    { params: { id: connection.id } },
    { pollingInterval: LOOK_MS, refetchOnMountOrArgChange: true },
  );
  if (error && !data) {
    return (
      <LoadError message={t('connect.error', { message: errorMessage(error, intl) })} onRetry={() => void refetch()} />
    );
  }
  if (!data) return <LoadingRows rows={4} />;
  const access = data.data;
  return (
    <Box maxWidth="64rem" background="neutral0" borderColor="neutral200" hasRadius padding={6}>
      <Flex direction="column" alignItems="stretch" gap={5}>
        {access.urlProblem ? (
          <Warning title={t('webConnector.badUrl')}>
            <ServerText message={access.urlProblem} words={access.urlProblemWords} />
          </Warning>
        ) : null}
        {access.problem ? (
          <Warning title={t('webConnector.problem')}>
            <ServerText message={access.problem} words={access.problemWords} />
          </Warning>
        ) : null}
        <Box>
          <Typography fontWeight="bold" tag="h3">
            {t('webConnector.steps')}
          </Typography>
          <Box tag="ol" paddingTop={2} paddingLeft={5} style={{ listStyle: 'decimal' }}>
            {STEPS.map((step) => (
              <Box key={step} tag="li" paddingTop={1}>
                <Typography>{t(`webConnector.step.${step}`)}</Typography>
              </Box>
            ))}
          </Box>
        </Box>
        <Flex>
          <Button
            variant="secondary"
            startIcon={<Download />}
            onClick={() => saveFile(access.fileName, access.file, 'application/xml')}
          >
            {t('webConnector.download')}
          </Button>
        </Flex>
        <Field.Root name="url">
          <Field.Label>{t('webConnector.url')}</Field.Label>
          <TextInput readOnly value={access.url} onFocus={(event) => event.target.select()} />
        </Field.Root>
        <Field.Root name="userName">
          <Field.Label>{t('webConnector.user')}</Field.Label>
          <TextInput readOnly value={access.userName} onFocus={(event) => event.target.select()} />
        </Field.Root>
        <LastVisit access={access} />
      </Flex>
    </Box>
  );
}

function LastVisit({ access }: { access: WebConnectorAccess }) {
  const t = useText();
  return (
    <Typography variant="pi" textColor="neutral600" aria-live="polite">
      {access.lastVisitAt ? (
        <>
          {t('webConnector.lastVisit')} <When at={access.lastVisitAt} />
          {access.product ? ` ${t('webConnector.with', { product: access.product })}` : ''}
          {'. '}
        </>
      ) : (
        `${t('webConnector.never')} `
      )}
      {t('webConnector.open', { count: access.openRequests })}
    </Typography>
  );
}

function Warning({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Flex role="alert" gap={3} alignItems="flex-start" borderColor="warning600" hasRadius padding={4}>
      <WarningCircle aria-hidden fill="warning600" width="2rem" height="2rem" style={{ flexShrink: 0 }} />
      <Box>
        <Typography fontWeight="bold" tag="p">
          {title}
        </Typography>
        <Typography tag="p">{children}</Typography>
      </Box>
    </Flex>
  );
}
