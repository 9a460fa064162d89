import { useState } from 'react';
import { Flex } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import type { FilePreview } from '../../../../../server/src/contracts';
import { FilePicker } from '../../../components/FilePicker';
import { LoadingRows } from '../../../components/LoadingRows';
import { useText } from '../../../hooks/useText';
import { useCrosswalkUploadFileMutation } from '../../../services/crosswalk';
import { errorMessage } from '../../../utils/errors';
import { fileBody } from '../../../utils/fileBody';

interface FileDropProps {
  connectionId: string;
  onPreview: (preview: FilePreview) => void;
}

/** Takes a file and hands over what the server sees in it. */
export function FileDrop({ connectionId, onPreview }: FileDropProps) {
  const t = useText();
  const intl = useIntl();
  const [error, setError] = useState<unknown>(null);
  const [upload, { isLoading }] = useCrosswalkUploadFileMutation();

  const take = async (file: File) => {
    setError(null);
    try {
      const { data } = await upload({ params: { id: connectionId }, body: fileBody(file) }).unwrap();
      onPreview(data);
    } catch (reason) {
      setError(reason);
    }
  };

  return (
    <Flex direction="column" alignItems="stretch" gap={4}>
      <FilePicker
        error={error ? t('file.refused', { message: errorMessage(error, intl) }) : null}
        busy={isLoading}
        onFile={(file) => void take(file)}
      />
      {isLoading ? <LoadingRows rows={4} /> : null}
    </Flex>
  );
}
