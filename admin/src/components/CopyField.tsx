import { Field, IconButton, TextInput } from '@strapi/design-system';
import { Duplicate } from '@strapi/icons';
import { useClipboard } from '@strapi/strapi/admin';
import { useText } from '../hooks/useText';
import { useToast } from './Toasts';

interface CopyFieldProps {
  name: string;
  label: string;
  hint: string;
  value: string;
  /** Name of the button. */
  copyLabel: string;
}

/** A text that belongs elsewhere, with a button that copies it. */
export function CopyField({ name, label, hint, value, copyLabel }: CopyFieldProps) {
  const t = useText();
  const toast = useToast();
  const { copy } = useClipboard();
  return (
    <Field.Root name={name} hint={hint}>
      <Field.Label>{label}</Field.Label>
      <TextInput
        readOnly
        value={value}
        onFocus={(event) => event.target.select()}
        endAction={
          <IconButton
            variant="ghost"
            label={copyLabel}
            onClick={() => {
              void copy(value).then((copied) => copied && toast({ tone: 'success', message: t('connect.copied') }));
            }}
          >
            <Duplicate />
          </IconButton>
        }
      />
      <Field.Hint />
    </Field.Root>
  );
}
