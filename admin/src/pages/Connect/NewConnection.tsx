import { type FormEvent, useState } from 'react';
import { Box, Button, Field, Flex, TextInput, Typography } from '@strapi/design-system';
import { WarningCircle } from '@strapi/icons';
import { useIntl } from 'react-intl';
import { useNavigate } from 'react-router-dom';
import type { ConnectorInfo, listConnectors, ResponseOf } from '../../../../server/src/contracts';
import { RedirectUri } from '../../components/RedirectUri';
import { useReconnect } from '../../hooks/useReconnect';
import { useText } from '../../hooks/useText';
import { useCrosswalkCreateConnectionMutation } from '../../services/crosswalk';
import { accessPath, setupPath } from '../../utils/connectionPaths';
import { errorMessage, fieldErrors } from '../../utils/errors';
import { ConnectorFields } from './ConnectorFields';

interface NewConnectionProps {
  connector: ConnectorInfo;
  meta: ResponseOf<typeof listConnectors>['meta'];
}

/** Name and settings of a new connection. Where the system asks for access, its page follows at once. */
export function NewConnection({ connector, meta }: NewConnectionProps) {
  const t = useText();
  const intl = useIntl();
  const navigate = useNavigate();
  const [name, setName] = useState(connector.displayName);
  const [values, setValues] = useState<Record<string, string>>(() =>
    Object.fromEntries(
      connector.fields.flatMap((field) =>
        field.kind === 'choice' && field.choices?.[0] ? [[field.name, field.choices[0].value]] : [],
      ),
    ),
  );
  const [error, setError] = useState<unknown>(null);
  const [create, { isLoading }] = useCrosswalkCreateConnectionMutation();
  const { reconnect, isLoading: leaving } = useReconnect();

  const hasSecrets = connector.auth === 'oauth2' || connector.fields.some(({ kind }) => kind === 'secret');
  const keyMissing = hasSecrets && !meta.encryptionKeySet;

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setError(null);
    try {
      const { data } = await create({ body: { connector: connector.id, name: name.trim(), fields: values } }).unwrap();
      navigate(data.auth === 'web-connector' ? accessPath(data) : setupPath(data), { replace: true });
      if (data.auth === 'oauth2') await reconnect(data);
    } catch (reason) {
      setError(reason);
    }
  };

  const errors = fieldErrors(error, intl);
  const errorsOfFields = Object.fromEntries(
    connector.fields.map((field) => [field.name, errors[`fields.${field.name}`] ?? errors[field.name]]),
  );
  return (
    <Box maxWidth="64rem">
      <form onSubmit={(event) => void submit(event)} noValidate>
        <Flex direction="column" alignItems="stretch" gap={5}>
          {keyMissing ? <KeyMissing /> : null}
          <Flex
            direction="column"
            alignItems="stretch"
            gap={5}
            padding={6}
            background="neutral0"
            borderColor="neutral200"
            hasRadius
          >
            {error ? (
              <Typography role="alert" textColor="danger600">
                {errorMessage(error, intl)}
              </Typography>
            ) : null}
            <Field.Root name="name" error={errors.name} hint={t('connect.nameHint')} required>
              <Field.Label>{t('connect.name')}</Field.Label>
              <TextInput
                value={name}
                maxLength={120}
                disabled={keyMissing}
                onChange={(event) => setName(event.target.value)}
              />
              <Field.Hint />
              <Field.Error />
            </Field.Root>
            <ConnectorFields
              fields={connector.fields}
              values={values}
              errors={errorsOfFields}
              disabled={keyMissing}
              onChange={(field, value) => setValues((old) => ({ ...old, [field]: value }))}
            />
            {connector.auth === 'oauth2' ? <RedirectUri uri={meta.redirectUri} /> : null}
          </Flex>
          <Flex gap={3}>
            <Button type="submit" loading={isLoading || leaving} disabled={keyMissing || name.trim() === ''}>
              {connector.auth === 'oauth2'
                ? t('connect.goToSystem', { system: connector.displayName })
                : t('connect.continue')}
            </Button>
          </Flex>
        </Flex>
      </form>
    </Box>
  );
}

function KeyMissing() {
  const t = useText();
  return (
    <Box role="alert" background="neutral0" borderColor="warning600" hasRadius padding={5}>
      <Flex gap={3} alignItems="flex-start">
        <WarningCircle aria-hidden fill="warning600" width="2rem" height="2rem" style={{ flexShrink: 0 }} />
        <Box>
          <Typography fontWeight="bold" tag="p">
            {t('connect.keyMissing')}
          </Typography>
          <Typography tag="p">{t('connect.keyMissingHow')}</Typography>
          <Box tag="pre" paddingTop={3} style={{ whiteSpace: 'pre-wrap' }}>
            <code>{"// config/admin.ts\nsecrets: { encryptionKey: env('ENCRYPTION_KEY') }"}</code>
          </Box>
        </Box>
      </Flex>
    </Box>
  );
}
