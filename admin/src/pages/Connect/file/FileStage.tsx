import { useState } from 'react';
import type { Connection, FilePreview } from '../../../../../server/src/contracts';
import { ColumnsForm } from './ColumnsForm';
import { FileDrop } from './FileDrop';

interface FileStageProps {
  connection: Connection;
  /** The columns are set; the connection can be synced. */
  onDone: (connection: Connection) => void;
}

/** The file of a file connection: hand it over, then say what its columns mean. */
export function FileStage({ connection, onDone }: FileStageProps) {
  const [preview, setPreview] = useState<FilePreview | null>(null);
  if (!preview) return <FileDrop connectionId={connection.id} onPreview={setPreview} />;
  return <ColumnsForm connection={connection} preview={preview} onOther={() => setPreview(null)} onDone={onDone} />;
}
