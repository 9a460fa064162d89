import { Field, SingleSelect, SingleSelectOption, Textarea, TextInput, Toggle } from '@strapi/design-system';
import type { CreateField } from '../../../../../../server/src/contracts';
import { BrowserColors } from '../../../../components/BrowserColors';
import { useWizardText } from '../../../../components/review/useWizardText';
import { RelationInput } from './RelationInput';
import type { FieldValue } from './useCreateForm';

interface CreateFieldInputProps {
  field: CreateField;
  value: FieldValue;
  error: string | undefined;
  onChange: (value: FieldValue) => void;
}

/** Id of a field's input, so that the summary of errors can lead to it. */
export const inputId = (name: string): string => `create-${name.replace(/[^A-Za-z0-9]/g, '-')}`;

/** One field of the form: label, input for its type, where its value came from, and its error. */
export function CreateFieldInput({ field, value, error, onChange }: CreateFieldInputProps) {
  const text = useWizardText();
  const hint = field.filledFrom
    ? text('wizard.create.from', { role: text(`wizard.role.${field.filledFrom}`) })
    : undefined;
  return (
    <Field.Root id={inputId(field.name)} name={field.name} required={field.required} error={error} hint={hint}>
      <Field.Label>{field.label}</Field.Label>
      <Input field={field} value={value} onChange={onChange} />
      <Field.Hint />
      <Field.Error />
    </Field.Root>
  );
}

function Input({ field, value, onChange }: Omit<CreateFieldInputProps, 'error'>) {
  const text = useWizardText();
  const asText = value === null ? '' : String(value);
  const change = (event: React.ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) => onChange(event.target.value);
  switch (field.type) {
    case 'text':
      return <Textarea value={asText} onChange={change} />;
    case 'boolean':
      return (
        <Toggle
          checked={value === true}
          onLabel={text('wizard.create.yes')}
          offLabel={text('wizard.create.no')}
          onChange={(event: React.ChangeEvent<HTMLInputElement>) => onChange(event.target.checked)}
        />
      );
    case 'enumeration':
      return (
        <SingleSelect
          value={asText}
          placeholder={text('wizard.create.choose')}
          onChange={(next) => onChange(String(next))}
          {...(field.required ? {} : { onClear: () => onChange(null), clearLabel: text('wizard.create.clear') })}
        >
          {(field.options ?? []).map((option) => (
            <SingleSelectOption key={option} value={option}>
              {option}
            </SingleSelectOption>
          ))}
        </SingleSelect>
      );
    case 'relation':
      return <RelationInput target={field.target} value={asText} onChange={onChange} />;
    case 'date':
      return (
        <BrowserColors>
          <TextInput type="date" value={asText.slice(0, 10)} onChange={change} />
        </BrowserColors>
      );
    case 'datetime':
      return (
        <BrowserColors>
          <TextInput
            type="datetime-local"
            value={localMoment(asText)}
            onChange={(event: React.ChangeEvent<HTMLInputElement>) => onChange(isoMoment(event.target.value))}
          />
        </BrowserColors>
      );
    case 'integer':
      // Kept as text while it is typed, so that a half-written number is not lost; Strapi checks it.
      return <TextInput inputMode="numeric" value={asText} onChange={change} />;
    case 'decimal':
      // Text all the way: an amount never becomes a float.
      return <TextInput inputMode="decimal" value={asText} onChange={change} />;
    case 'email':
      return <TextInput type="email" value={asText} onChange={change} />;
    case 'string':
      return <TextInput value={asText} onChange={change} maxLength={field.maxLength} />;
  }
}

/** ISO 8601 in UTC as the input wants it: local time without a zone. */
function localMoment(iso: string): string {
  const at = new Date(iso);
  if (iso === '' || Number.isNaN(at.getTime())) return '';
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

function isoMoment(local: string): string | null {
  const at = new Date(local);
  return local === '' || Number.isNaN(at.getTime()) ? null : at.toISOString();
}
