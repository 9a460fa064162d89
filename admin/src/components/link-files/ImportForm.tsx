import { Box, Button, Flex, Typography } from '@strapi/design-system';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import type { ImportReport, Mapping } from '../../../../server/src/contracts';
import { useAct } from '../../hooks/useAct';
import { useCrosswalkImportLinksMutation, useCrosswalkPreviewImportMutation } from '../../services/crosswalk';
import { errorDetails, errorMessage } from '../../utils/errors';
import { fileBody } from '../../utils/fileBody';
import { FilePicker } from '../FilePicker';
import { LoadingRows } from '../LoadingRows';
import { ImportPreview } from './ImportPreview';
import { useFileText } from './useFileText';

interface ImportFormProps {
  mapping: Mapping;
  onDone: () => void;
}

/** Takes a file, shows what it would change, and imports it on demand. */
export function ImportForm({ mapping, onDone }: ImportFormProps) {
  const say = useFileText();
  const intl = useIntl();
  const act = useAct();
  const [file, setFile] = useState<File | null>(null);
  const [report, setReport] = useState<ImportReport | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [preview, previewing] = useCrosswalkPreviewImportMutation();
  const [importLinks, importing] = useCrosswalkImportLinksMutation();
  const params = { id: mapping.id };

  const look = async (taken: File) => {
    setError(null);
    setReport(null);
    setFile(taken);
    try {
      setReport((await preview({ params, body: fileBody(taken) }).unwrap()).data);
    } catch (reason) {
      setError(say('linkFile.import.error', { message: errorMessage(reason, intl) }));
    }
  };
  const carryOut = async () => {
    if (!file || !report) return;
    setError(null);
    const sent = importLinks({ params, query: { expected: report.digest }, body: fileBody(file) }).unwrap();
    // What others have changed meanwhile comes with the refusal, and is shown in the place of the old report.
    sent.catch((reason: unknown) => {
      const newer = reportOf(reason);
      if (newer) setReport(newer);
      setError(say('linkFile.import.refused', { message: errorMessage(reason, intl) }));
    });
    const done = await act(sent, {
      done: ({ data }) => say('linkFile.import.done', { count: data.count }),
      undo: true,
    });
    if (done) onDone();
  };

  if (!report)
    return (
      <Flex direction="column" alignItems="stretch" gap={6}>
        <FilePicker error={error} busy={previewing.isLoading} onFile={(taken) => void look(taken)} />
        {previewing.isLoading ? <LoadingRows rows={4} /> : <HowToEdit />}
      </Flex>
    );
  const { total } = report.changes;
  return (
    <Flex direction="column" alignItems="stretch" gap={6}>
      {error === null ? null : (
        <Typography role="alert" textColor="danger600">
          {error}
        </Typography>
      )}
      <ImportPreview report={report} />
      <Flex gap={3}>
        {total > 0 ? (
          <Button loading={importing.isLoading} onClick={() => void carryOut()}>
            {say('linkFile.import.act', { count: total })}
          </Button>
        ) : null}
        <Button variant="tertiary" disabled={importing.isLoading} onClick={() => setReport(null)}>
          {say('linkFile.import.another')}
        </Button>
      </Flex>
    </Flex>
  );
}

function HowToEdit() {
  const say = useFileText();
  return (
    <Box>
      <Typography variant="delta" tag="h3">
        {say('linkFile.import.how')}
      </Typography>
      <Box tag="ul" paddingTop={2} paddingLeft={5} style={{ listStyle: 'disc' }}>
        {(['state', 'external', 'rows'] as const).map((part) => (
          <Typography key={part} tag="li" textColor="neutral800">
            {say(`linkFile.import.how.${part}`)}
          </Typography>
        ))}
      </Box>
    </Box>
  );
}

function reportOf(error: unknown): ImportReport | null {
  const details = errorDetails(error);
  if (typeof details !== 'object' || details === null || !('report' in details)) return null;
  return details.report as ImportReport;
}
