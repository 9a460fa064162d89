import { Field, SingleSelect, SingleSelectOption, Textarea, TextInput } from '@strapi/design-system';
import { useEffect, useState } from 'react';
import type { WriteValue } from '../../../../server/src/contracts';

interface ValueInputProps {
  value: WriteValue;
  /** Field and record, for screen readers. */
  label: string;
  isInvalid: boolean;
  onChange: (value: string) => void;
}

/** A value that can be changed before it is written. It is looked at again when the reader leaves it or presses Enter. */
export function ValueInput({ value, label, isInvalid, onChange }: ValueInputProps) {
  const [typed, setTyped] = useState(value.value);
  useEffect(() => setTyped(value.value), [value.value]);
  const commit = () => {
    if (typed.trim() !== value.value) onChange(typed.trim());
  };
  const change = (event: React.ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) => setTyped(event.target.value);
  const name = `write-${value.role}`;
  return (
    <Field.Root name={name} error={isInvalid ? ' ' : undefined} required={value.required}>
      {value.options ? (
        <SingleSelect aria-label={label} size="S" value={typed} onChange={(next) => onChange(String(next))}>
          {(value.options.includes(typed) || typed === '' ? value.options : [typed, ...value.options]).map((option) => (
            <SingleSelectOption key={option} value={option}>
              {option}
            </SingleSelectOption>
          ))}
        </SingleSelect>
      ) : value.role === 'description' ? (
        <Textarea aria-label={label} value={typed} onChange={change} onBlur={commit} />
      ) : (
        <TextInput
          aria-label={label}
          size="S"
          value={typed}
          onChange={change}
          onBlur={commit}
          onKeyDown={(event: React.KeyboardEvent) => {
            if (event.key === 'Enter') commit();
          }}
        />
      )}
    </Field.Root>
  );
}
