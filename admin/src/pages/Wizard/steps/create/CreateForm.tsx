import { Box, Button, Flex, Typography } from '@strapi/design-system';
import { useEffect, useState } from 'react';
import type { createForm, ResponseOf } from '../../../../../../server/src/contracts';
import { Drawer } from '../../../../components/Drawer';
import { ConfirmAct } from '../../../../components/links/ConfirmAct';
import { useUndoable } from '../../../../components/review/useUndoable';
import { useWizardText } from '../../../../components/review/useWizardText';
import { CreateFieldInput } from './CreateFieldInput';
import { ErrorSummary, focusField } from './ErrorSummary';
import { Twins } from './Twins';
import { useCreateForm } from './useCreateForm';

interface CreateFormProps {
  mappingId: string;
  localName: string;
  form: ResponseOf<typeof createForm>['data'];
  hasNext: boolean;
  onClose: () => void;
  onDone: (next: boolean) => void;
}

/** Fields filled from the external record. Creating and linking are one act; closing a changed form asks first. */
export function CreateForm({ mappingId, localName, form, hasNext, onClose, onDone }: CreateFormProps) {
  const text = useWizardText();
  const undoable = useUndoable();
  const { external, fields, twins } = form;
  const { values, setValue, errors, changed, saving, submit } = useCreateForm({
    mappingId,
    externalId: external.id,
    fields,
  });
  const [leaving, setLeaving] = useState(false);
  const firstWrong = fields.find((field) => errors?.byField[field.name] !== undefined)?.name;

  useEffect(() => {
    if (firstWrong) focusField(firstWrong);
  }, [errors?.message, firstWrong]);

  const save = async (next: boolean) => {
    const done = await submit();
    if (!done) return;
    undoable({ message: text('wizard.create.done', { name: external.label }), batchId: done.batchId });
    onDone(next);
  };
  const close = () => (changed && !saving ? setLeaving(true) : onClose());

  return (
    <Drawer
      title={text('wizard.create.title', { type: localName, name: external.label })}
      onClose={close}
      footer={
        <Flex justifyContent="space-between" gap={3} width="100%">
          <Button variant="tertiary" onClick={close}>
            {text('wizard.cancel')}
          </Button>
          <Flex gap={3}>
            {hasNext ? (
              <Button variant="secondary" loading={saving} onClick={() => void save(true)}>
                {text('wizard.create.andNext')}
              </Button>
            ) : null}
            <Button loading={saving} onClick={() => void save(false)}>
              {text('wizard.create.andLink')}
            </Button>
          </Flex>
        </Flex>
      }
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void save(false);
        }}
      >
        <Flex direction="column" alignItems="stretch" gap={5}>
          {errors ? <ErrorSummary errors={errors} fields={fields} /> : null}
          {twins.length > 0 ? (
            <Twins mappingId={mappingId} external={external} twins={twins} onLinked={() => onDone(false)} />
          ) : null}
          {external.detail ? (
            <Typography variant="pi" textColor="neutral600">
              {text('wizard.create.source', { detail: external.detail, id: external.id })}
            </Typography>
          ) : null}
          {fields.map((field) => (
            <Box key={field.name}>
              <CreateFieldInput
                field={field}
                value={values[field.name] ?? null}
                error={errors?.byField[field.name]}
                onChange={(value) => setValue(field.name, value)}
              />
            </Box>
          ))}
          {/* Enter in a field submits. */}
          <button type="submit" hidden />
        </Flex>
      </form>
      {leaving ? (
        <ConfirmAct
          danger
          title={text('wizard.create.leave')}
          yes={text('wizard.create.discard')}
          cancel={text('wizard.create.stay')}
          onYes={onClose}
          onClose={() => setLeaving(false)}
        >
          {text('wizard.create.leaveText')}
        </ConfirmAct>
      ) : null}
    </Drawer>
  );
}
