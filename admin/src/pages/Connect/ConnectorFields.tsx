import { Field, SingleSelect, SingleSelectOption, TextInput } from '@strapi/design-system';
import type { ConnectorField } from '../../../../server/src/contracts';
import { useLabel } from '../../hooks/useLabel';

interface ConnectorFieldsProps {
  fields: ConnectorField[];
  values: Record<string, string>;
  /** By field name. */
  errors: Record<string, string | undefined>;
  disabled: boolean;
  /** Text in an empty secret, where one is stored already. */
  secretPlaceholder?: string;
  onChange: (name: string, value: string) => void;
}

/** A connector's own inputs. */
export function ConnectorFields({
  fields,
  values,
  errors,
  disabled,
  secretPlaceholder,
  onChange,
}: ConnectorFieldsProps) {
  const label = useLabel();
  return (
    <>
      {fields.map((field) => (
        <Field.Root
          key={field.name}
          name={field.name}
          error={errors[field.name]}
          hint={field.hint && label(field.hint)}
          required={field.required && !(field.kind === 'secret' && secretPlaceholder)}
        >
          <Field.Label>{label(field.label)}</Field.Label>
          {field.kind === 'choice' ? (
            <SingleSelect
              disabled={disabled}
              value={values[field.name] ?? ''}
              onChange={(value) => onChange(field.name, String(value))}
            >
              {(field.choices ?? []).map((choice) => (
                <SingleSelectOption key={choice.value} value={choice.value}>
                  {label(choice.label)}
                </SingleSelectOption>
              ))}
            </SingleSelect>
          ) : (
            <TextInput
              type={field.kind === 'secret' ? 'password' : 'text'}
              autoComplete={field.kind === 'secret' ? 'new-password' : 'off'}
              placeholder={field.kind === 'secret' ? secretPlaceholder : undefined}
              disabled={disabled}
              value={values[field.name] ?? ''}
              onChange={(event) => onChange(field.name, event.target.value)}
            />
          )}
          <Field.Hint />
          <Field.Error />
        </Field.Root>
      ))}
    </>
  );
}
