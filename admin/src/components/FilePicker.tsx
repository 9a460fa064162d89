import { type DragEvent, useId, useRef, useState } from 'react';
import { Button, Flex, Typography } from '@strapi/design-system';
import { FileCsv } from '@strapi/icons';
import { useText } from '../hooks/useText';

interface FilePickerProps {
  /** What was wrong with the last file, in words. */
  error: string | null;
  busy: boolean;
  onFile: (file: File) => void;
}

/** Takes a CSV file by drag and drop or by a button. */
export function FilePicker({ error, busy, onFile }: FilePickerProps) {
  const t = useText();
  const input = useRef<HTMLInputElement>(null);
  const hintId = useId();
  const [over, setOver] = useState(false);
  const take = (file: File | undefined) => {
    if (file && !busy) onFile(file);
  };
  return (
    <Flex direction="column" alignItems="stretch" gap={4}>
      {error === null ? null : (
        <Typography role="alert" textColor="danger600">
          {error}
        </Typography>
      )}
      <Flex
        direction="column"
        justifyContent="center"
        gap={4}
        padding={10}
        background="neutral0"
        borderColor={over ? 'primary600' : 'neutral300'}
        borderStyle="dashed"
        hasRadius
        onDragOver={(event: DragEvent) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event: DragEvent) => {
          event.preventDefault();
          setOver(false);
          take(event.dataTransfer.files[0]);
        }}
      >
        <FileCsv aria-hidden width="4rem" height="4rem" />
        <Typography variant="delta" tag="p">
          {t('file.drop')}
        </Typography>
        <Button loading={busy} onClick={() => input.current?.click()}>
          {t('file.choose')}
        </Button>
        <input
          ref={input}
          type="file"
          hidden
          accept=".csv,.tsv,.txt,text/csv,text/tab-separated-values,text/plain"
          aria-label={t('file.choose')}
          aria-describedby={hintId}
          onChange={(event) => {
            take(event.target.files?.[0]);
            event.target.value = '';
          }}
        />
        <Typography id={hintId} variant="pi" textColor="neutral600">
          {t('file.hint')}
        </Typography>
      </Flex>
    </Flex>
  );
}
