import { useState } from 'react';
import { type IntlShape, useIntl } from 'react-intl';
import type { CreateField } from '../../../../../../server/src/contracts';
import { useCrosswalkCreateLocalMutation } from '../../../../services/crosswalk';
import { errorMessage, fieldErrors } from '../../../../utils/errors';

export type FieldValue = CreateField['value'];

export interface FormErrors {
  /** What the server said as a whole. */
  message: string;
  /** Its words for single fields, by name. */
  byField: Record<string, string>;
}

interface CreateFormOptions {
  mappingId: string;
  externalId: string;
  fields: readonly CreateField[];
}

/** Values of the form that creates a local record, and what the server refused. Strapi validates, not the browser. */
export function useCreateForm({ mappingId, externalId, fields }: CreateFormOptions) {
  const intl = useIntl();
  const [values, setValues] = useState<Record<string, FieldValue>>(() =>
    Object.fromEntries(fields.map((field) => [field.name, field.value])),
  );
  const [errors, setErrors] = useState<FormErrors | null>(null);
  const [create, { isLoading: saving }] = useCrosswalkCreateLocalMutation();
  const changed = fields.some((field) => values[field.name] !== field.value);

  const setValue = (name: string, value: FieldValue) => {
    setValues((before) => ({ ...before, [name]: value }));
    setErrors((before) => {
      if (!before?.byField[name]) return before;
      const byField = Object.fromEntries(Object.entries(before.byField).filter(([key]) => key !== name));
      return { ...before, byField };
    });
  };

  /** Creates the record and its link, both or neither. Answers the decision, or null when it was refused. */
  const submit = async () => {
    const data = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null && value !== ''));
    try {
      const result = await create({ params: { id: mappingId }, body: { externalId, data } }).unwrap();
      setErrors(null);
      return result.data;
    } catch (error) {
      setErrors({ message: errorMessage(error, intl), byField: namedErrors(error, fields, intl) });
      return null;
    }
  };

  return { values, setValue, errors, changed, saving, submit };
}

/** The server names fields by their path, in a body also below `data`. */
function namedErrors(error: unknown, fields: readonly CreateField[], intl: IntlShape): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [path, message] of Object.entries(fieldErrors(error, intl))) {
    const name = path.replace(/^(body\.)?data\./, '');
    const field =
      fields.find((entry) => entry.name === name) ?? fields.find((entry) => name.startsWith(`${entry.name}.`));
    if (field) found[field.name] ??= message;
  }
  return found;
}
