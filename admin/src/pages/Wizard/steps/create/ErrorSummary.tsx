import { Flex, Typography } from '@strapi/design-system';
import { WarningCircle } from '@strapi/icons';
import { styled } from 'styled-components';
import type { CreateField } from '../../../../../../server/src/contracts';
import { useWizardText } from '../../../../components/review/useWizardText';
import { inputId } from './CreateFieldInput';
import type { FormErrors } from './useCreateForm';

/** What the server refused, with the way to each field. Nothing was created or linked. */
export function ErrorSummary({ errors, fields }: { errors: FormErrors; fields: readonly CreateField[] }) {
  const text = useWizardText();
  const wrong = fields.filter((field) => errors.byField[field.name] !== undefined);
  return (
    <Flex role="alert" gap={3} alignItems="flex-start" borderColor="danger600" hasRadius padding={4}>
      <WarningCircle fill="danger600" aria-hidden width="1.8rem" height="1.8rem" />
      <Flex direction="column" alignItems="flex-start" gap={1}>
        <Typography fontWeight="bold" textColor="neutral800">
          {wrong.length > 0
            ? text('wizard.create.errors', { count: wrong.length })
            : text('wizard.create.refused', { message: errors.message })}
        </Typography>
        <Flex gap={3} wrap="wrap">
          {wrong.map((field) => (
            <ToField key={field.name} type="button" onClick={() => focusField(field.name)}>
              {field.label}
            </ToField>
          ))}
        </Flex>
      </Flex>
    </Flex>
  );
}

/** Puts the focus into a field's input. */
export function focusField(name: string): void {
  const input = document.getElementById(inputId(name));
  input?.scrollIntoView({ block: 'center' });
  input?.focus();
}

const ToField = styled.button`
  padding: 0;
  color: ${({ theme }) => theme.colors.primary600};
  text-decoration: underline;
  cursor: pointer;
`;
