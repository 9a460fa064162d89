import { Field, SingleSelect, SingleSelectOption } from '@strapi/design-system';
import type { Connection, Mapping } from '../../../../server/src/contracts';
import { useFileText } from './useFileText';

interface MappingChoiceProps {
  mappings: Mapping[];
  connections: Connection[];
  value: string;
  disabled?: boolean;
  onChoose: (id: string) => void;
}

/** The mapping that a file is of. */
export function MappingChoice({ mappings, connections, value, disabled = false, onChoose }: MappingChoiceProps) {
  const say = useFileText();
  const nameOf = (mapping: Mapping) => {
    const connection = connections.find(({ id }) => id === mapping.connectionId)?.name;
    return connection ? say('linkFile.mapping.of', { mapping: mapping.name, connection }) : mapping.name;
  };
  return (
    <Field.Root name="mapping">
      <Field.Label>{say('linkFile.mapping')}</Field.Label>
      <SingleSelect
        value={value}
        disabled={disabled}
        placeholder={say('linkFile.mapping.choose')}
        onChange={(id) => onChoose(String(id))}
      >
        {mappings.map((mapping) => (
          <SingleSelectOption key={mapping.id} value={mapping.id}>
            {nameOf(mapping)}
          </SingleSelectOption>
        ))}
      </SingleSelect>
    </Field.Root>
  );
}
