import { useState } from 'react';
import {
  Accordion,
  Box,
  Button,
  Field,
  Flex,
  Grid,
  NumberInput,
  Radio,
  SingleSelect,
  SingleSelectOption,
  TextInput,
  Typography,
} from '@strapi/design-system';
import { useIntl } from 'react-intl';
import type { Connection, LocalContentType, Mapping } from '../../../../server/src/contracts';
import { useLabel } from '../../hooks/useLabel';
import { useText } from '../../hooks/useText';
import { useCrosswalkCreateMappingMutation, useCrosswalkUpdateMappingMutation } from '../../services/crosswalk';
import { errorMessage, fieldErrors } from '../../utils/errors';
import { Drawer } from '../Drawer';
import { useToast } from '../Toasts';
import { FieldRolesTable } from './FieldRolesTable';
import { draftFor, type MappingDraft, type RecordTypeInfo } from './proposeMappings';

interface MappingFormProps {
  connection: Connection;
  /** null: a new one. */
  mapping: Mapping | null;
  recordTypes: RecordTypeInfo[];
  contentTypes: LocalContentType[];
  onClose: () => void;
}

/**
 * Adds or changes one mapping, in a drawer. What it pairs is fixed once made: its links hang on it. From when a made
 * mapping proposes is tried out and changed in a drawer of its own.
 */
export function MappingForm({ connection, mapping, recordTypes, contentTypes, onClose }: MappingFormProps) {
  const t = useText();
  const labelOf = useLabel();
  const intl = useIntl();
  const toast = useToast();
  const [create, creating] = useCrosswalkCreateMappingMutation();
  const [update, updating] = useCrosswalkUpdateMappingMutation();
  const [draft, setDraft] = useState<MappingDraft | null>(() => mapping ?? firstDraft());
  const [error, setError] = useState<unknown>(null);

  function firstDraft(): MappingDraft | null {
    const [recordType] = recordTypes;
    const [contentType] = contentTypes;
    return recordType && contentType ? draftFor(connection, recordType, contentType) : null;
  }
  const pair = (changes: { contentType?: string; recordType?: string }) => {
    const contentType = contentTypes.find(({ uid }) => uid === (changes.contentType ?? draft?.contentType));
    const recordType = recordTypes.find(({ id }) => id === (changes.recordType ?? draft?.recordType));
    if (contentType && recordType) setDraft(draftFor(connection, recordType, contentType));
  };
  const set = (changes: Partial<MappingDraft>) => setDraft((old) => (old ? { ...old, ...changes } : old));

  const save = async () => {
    if (!draft) return;
    setError(null);
    const { name, fieldRoles, cardinality, threshold, margin } = draft;
    const changes = { name, fieldRoles, cardinality };
    try {
      if (mapping) await update({ params: { id: mapping.id }, body: changes }).unwrap();
      else
        await create({
          body: {
            connectionId: connection.id,
            contentType: draft.contentType,
            recordType: draft.recordType,
            ...changes,
            threshold,
            margin,
          },
        }).unwrap();
      toast({ tone: 'success', message: t('setup.saved', { name }) });
      onClose();
    } catch (reason) {
      setError(reason);
    }
  };

  const errors = fieldErrors(error, intl);
  const contentType = contentTypes.find(({ uid }) => uid === draft?.contentType);
  const recordType = recordTypes.find(({ id }) => id === draft?.recordType);
  const saveButton = (
    <Button
      loading={creating.isLoading || updating.isLoading}
      disabled={!draft || draft.fieldRoles.length === 0 || draft.name.trim() === ''}
      onClick={() => void save()}
    >
      {t('setup.save')}
    </Button>
  );
  return (
    <Drawer
      title={mapping ? t('setup.editTitle', { name: mapping.name }) : t('setup.add')}
      onClose={onClose}
      footer={
        <>
          <Button variant="tertiary" onClick={onClose}>
            {t('cancel')}
          </Button>
          {saveButton}
        </>
      }
    >
      {!draft ? (
        <Typography>{t('setup.nothingToMap')}</Typography>
      ) : (
        <Flex direction="column" alignItems="stretch" gap={6}>
          {error ? (
            <Typography role="alert" textColor="danger600">
              {errorMessage(error, intl)}
            </Typography>
          ) : null}
          <Grid.Root gap={4}>
            <Grid.Item col={6} s={12} direction="column" alignItems="stretch">
              <Field.Root name="contentType" error={errors.contentType} required>
                <Field.Label>{t('setup.contentType')}</Field.Label>
                <SingleSelect
                  disabled={mapping !== null}
                  value={draft.contentType}
                  onChange={(value) => pair({ contentType: String(value) })}
                >
                  {contentTypes.map(({ uid, displayName }) => (
                    <SingleSelectOption key={uid} value={uid}>
                      {displayName}
                    </SingleSelectOption>
                  ))}
                </SingleSelect>
                <Field.Error />
              </Field.Root>
            </Grid.Item>
            <Grid.Item col={6} s={12} direction="column" alignItems="stretch">
              <Field.Root name="recordType" error={errors.recordType} required>
                <Field.Label>{t('setup.recordType', { system: connection.connectorName })}</Field.Label>
                <SingleSelect
                  disabled={mapping !== null}
                  value={draft.recordType}
                  onChange={(value) => pair({ recordType: String(value) })}
                >
                  {recordTypes.map(({ id, label }) => (
                    <SingleSelectOption key={id} value={id}>
                      {labelOf(label)}
                    </SingleSelectOption>
                  ))}
                </SingleSelect>
                <Field.Error />
              </Field.Root>
            </Grid.Item>
          </Grid.Root>
          <Field.Root name="name" error={errors.name} hint={t('setup.nameHint')} required>
            <Field.Label>{t('setup.name')}</Field.Label>
            <TextInput value={draft.name} maxLength={80} onChange={(event) => set({ name: event.target.value })} />
            <Field.Hint />
            <Field.Error />
          </Field.Root>
          <Box>
            <Typography id="crosswalk-cardinality" variant="pi" fontWeight="bold" tag="h3">
              {t('setup.cardinality')}
            </Typography>
            <Box paddingTop={2}>
              <Radio.Group
                aria-labelledby="crosswalk-cardinality"
                value={draft.cardinality}
                onValueChange={(value) => set({ cardinality: value === 'many_to_one' ? 'many_to_one' : 'one_to_one' })}
              >
                <Radio.Item value="one_to_one">{t('setup.oneToOne.explained')}</Radio.Item>
                <Radio.Item value="many_to_one">{t('setup.manyToOne.explained')}</Radio.Item>
              </Radio.Group>
            </Box>
          </Box>
          <Box>
            <Typography variant="pi" fontWeight="bold" tag="h3">
              {t('setup.fieldRoles')}
            </Typography>
            <Typography variant="pi" textColor="neutral600" tag="p">
              {t('setup.fieldRolesHint')}
            </Typography>
            <Box paddingTop={3}>
              <FieldRolesTable
                attributes={contentType?.attributes ?? []}
                available={recordType?.roles ?? []}
                entries={draft.fieldRoles}
                onChange={(fieldRoles) => set({ fieldRoles })}
              />
            </Box>
          </Box>
          {mapping ? null : (
            <Accordion.Root>
              <Accordion.Item value="advanced">
                <Accordion.Header>
                  <Accordion.Trigger>{t('setup.advanced')}</Accordion.Trigger>
                </Accordion.Header>
                <Accordion.Content>
                  <Flex direction="column" alignItems="stretch" gap={4} padding={5}>
                    <Field.Root name="threshold" error={errors.threshold} hint={t('setup.thresholdHint')}>
                      <Field.Label>{t('setup.threshold')}</Field.Label>
                      <NumberInput
                        value={asPercent(draft.threshold ?? 0.95)}
                        step={0.5}
                        onValueChange={(value) =>
                          set({ threshold: Math.min(Math.max((value ?? 95) / 100, 0.5), 0.9999) })
                        }
                      />
                      <Field.Hint />
                      <Field.Error />
                    </Field.Root>
                    <Field.Root name="margin" error={errors.margin} hint={t('setup.marginHint')}>
                      <Field.Label>{t('setup.margin')}</Field.Label>
                      <NumberInput
                        value={asPercent(draft.margin ?? 0.05)}
                        step={0.5}
                        onValueChange={(value) => set({ margin: Math.min(Math.max((value ?? 5) / 100, 0), 0.5) })}
                      />
                      <Field.Hint />
                      <Field.Error />
                    </Field.Root>
                  </Flex>
                </Accordion.Content>
              </Accordion.Item>
            </Accordion.Root>
          )}
        </Flex>
      )}
    </Drawer>
  );
}

/** 0.95 as 95, without the digits that floats add. */
const asPercent = (share: number) => Math.round(share * 1e4) / 100;
