import { type FormEvent, useState } from 'react';
import { Button, Field, Flex, SingleSelect, SingleSelectOption, TextInput, Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import type { Connection } from '../../../../server/src/contracts';
import { useToast } from '../../components/Toasts';
import { When } from '../../components/When';
import { useIntervalText } from '../../hooks/useIntervalText';
import { useText } from '../../hooks/useText';
import { useCrosswalkListConnectorsQuery, useCrosswalkUpdateConnectionMutation } from '../../services/crosswalk';
import { errorMessage, fieldErrors } from '../../utils/errors';
import { ConnectorFields } from '../Connect/ConnectorFields';
import { ServerText } from '../../components/ServerText';

/** Minutes between syncs that are offered; the present one is added. */
const INTERVALS = [15, 30, 60, 240, 720, 1440, 10_080];

/** Name, the connector's own settings, and how often to sync. */
export function GeneralForm({ connection }: { connection: Connection }) {
  const t = useText();
  const intervalText = useIntervalText();
  const intl = useIntl();
  const toast = useToast();
  const connectors = useCrosswalkListConnectorsQuery(undefined).data;
  const fields = connectors?.data.find(({ id }) => id === connection.connector)?.fields ?? [];
  const [name, setName] = useState(connection.name);
  const [minutes, setMinutes] = useState(connection.syncIntervalMinutes);
  const [changed, setChanged] = useState<Record<string, string>>({});
  const [error, setError] = useState<unknown>(null);
  const [update, { isLoading }] = useCrosswalkUpdateConnectionMutation();

  const values: Record<string, string> = {};
  for (const field of fields) {
    const stored = connection.settings[field.name];
    values[field.name] = changed[field.name] ?? (typeof stored === 'string' ? stored : '');
  }
  const dirty =
    name.trim() !== connection.name || minutes !== connection.syncIntervalMinutes || Object.keys(changed).length > 0;
  const errors = fieldErrors(error, intl);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setError(null);
    try {
      await update({
        params: { id: connection.id },
        body: {
          name: name.trim(),
          ...(Object.keys(changed).length > 0 ? { fields: changed } : {}),
          ...(minutes === connection.syncIntervalMinutes ? {} : { syncIntervalMinutes: minutes }),
        },
      }).unwrap();
      setChanged({});
      toast({ tone: 'success', message: t('settings.saved') });
    } catch (reason) {
      setError(reason);
    }
  };

  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
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
        {connection.auth === 'none' && connection.state === 'expired' && !error ? (
          <Typography role="alert" textColor="danger600">
            {connection.stateReason !== null ? (
              <ServerText message={connection.stateReason} words={connection.stateReasonWords} />
            ) : (
              t('home.expired')
            )}
          </Typography>
        ) : null}
        <Field.Root name="name" error={errors.name} required>
          <Field.Label>{t('connect.name')}</Field.Label>
          <TextInput value={name} maxLength={120} onChange={(event) => setName(event.target.value)} />
          <Field.Error />
        </Field.Root>
        <ConnectorFields
          fields={fields}
          values={values}
          errors={Object.fromEntries(fields.map((field) => [field.name, errors[`fields.${field.name}`]]))}
          disabled={false}
          secretPlaceholder={t('settings.secretKept')}
          onChange={(field, value) => setChanged((old) => ({ ...old, [field]: value }))}
        />
        {connection.auth === 'file' ? null : (
          <Field.Root name="syncIntervalMinutes" error={errors.syncIntervalMinutes} hint={t('settings.intervalHint')}>
            <Field.Label>{t('settings.interval')}</Field.Label>
            <SingleSelect value={String(minutes)} onChange={(value) => setMinutes(Number(value))}>
              {[...new Set([...INTERVALS, connection.syncIntervalMinutes])]
                .sort((a, b) => a - b)
                .map((option) => (
                  <SingleSelectOption key={option} value={String(option)}>
                    {intervalText(option)}
                  </SingleSelectOption>
                ))}
            </SingleSelect>
            <Field.Hint />
            <Field.Error />
          </Field.Root>
        )}
        {connection.nextSyncAt ? (
          <Typography variant="pi" textColor="neutral600">
            {t('settings.nextSync')} <When at={connection.nextSyncAt} />
          </Typography>
        ) : null}
        <Flex>
          <Button type="submit" loading={isLoading} disabled={!dirty || name.trim() === ''}>
            {t('settings.save')}
          </Button>
        </Flex>
      </Flex>
    </form>
  );
}
