import { Combobox, ComboboxOption } from '@strapi/design-system';
import { useDebounce } from '@strapi/strapi/admin';
import { useState } from 'react';
import { useWizardText } from '../../../../components/review/useWizardText';
import { useRelationOptions } from './useRelationOptions';

interface RelationInputProps {
  target: string | undefined;
  /** documentId of the chosen entry. */
  value: string;
  onChange: (value: string | null) => void;
}

/** Chooses an entry of another content type. Stands inside a `Field.Root`. */
export function RelationInput({ target, value, onChange }: RelationInputProps) {
  const text = useWizardText();
  const [typed, setTyped] = useState('');
  const { options, state } = useRelationOptions(target, useDebounce(typed.trim(), 300));
  const shown =
    value === '' || options.some((option) => option.documentId === value)
      ? options
      : [{ documentId: value, label: value }, ...options];
  return (
    <Combobox
      value={value}
      onChange={(next?: string) => onChange(next ? next : null)}
      onClear={() => onChange(null)}
      onInputChange={(event: React.ChangeEvent<HTMLInputElement>) => setTyped(event.currentTarget.value)}
      autocomplete="list"
      filterValue=""
      loading={state === 'loading'}
      loadingMessage={text('wizard.create.relation.loading')}
      noOptionsMessage={() =>
        text(state === 'failed' ? 'wizard.create.relation.failed' : 'wizard.create.relation.none')
      }
      placeholder={text('wizard.create.relation.choose')}
    >
      {shown.map((option) => (
        <ComboboxOption key={option.documentId} value={option.documentId}>
          {option.label}
        </ComboboxOption>
      ))}
    </Combobox>
  );
}
