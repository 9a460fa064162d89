import { type DragEvent, useId, useRef, useState } from 'react';
import { Button, Flex, Typography } from '@strapi/design-system';
import { FileCsv } from '@strapi/icons';
import { useIntl } from 'react-intl';
import type { FilePreview } from '../../../../../server/src/contracts';
import { LoadingRows } from '../../../components/LoadingRows';
import { useText } from '../../../hooks/useText';
import { useCrosswalkUploadFileMutation } from '../../../services/crosswalk';
import { errorMessage } from '../../../utils/errors';

interface FileDropProps {
  connectionId: string;
  onPreview: (preview: FilePreview) => void;
}

/** Takes a file by drag and drop or by a button, and hands over what the server sees in it. */
export function FileDrop({ connectionId, onPreview }: FileDropProps) {
  const t = useText();
  const intl = useIntl();
  const input = useRef<HTMLInputElement>(null);
  const hintId = useId();
  const [over, setOver] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [upload, { isLoading }] = useCrosswalkUploadFileMutation();

  const take = async (file: File | undefined) => {
    if (!file) return;
    setError(null);
    const body = new FormData();
    body.append('file', file, file.name);
    try {
      const { data } = await upload({ params: { id: connectionId }, body }).unwrap();
      onPreview(data);
    } catch (reason) {
      setError(reason);
    }
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    if (!isLoading) void take(event.dataTransfer.files[0]);
  };

  return (
    <Flex direction="column" alignItems="stretch" gap={4}>
      {error ? (
        <Typography role="alert" textColor="danger600">
          {t('file.refused', { message: errorMessage(error, intl) })}
        </Typography>
      ) : null}
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
        onDrop={drop}
      >
        <FileCsv aria-hidden width="4rem" height="4rem" />
        <Typography variant="delta" tag="p">
          {t('file.drop')}
        </Typography>
        <Button loading={isLoading} onClick={() => input.current?.click()}>
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
            void take(event.target.files?.[0]);
            event.target.value = '';
          }}
        />
        <Typography id={hintId} variant="pi" textColor="neutral600">
          {t('file.hint')}
        </Typography>
      </Flex>
      {isLoading ? <LoadingRows rows={4} /> : null}
    </Flex>
  );
}
