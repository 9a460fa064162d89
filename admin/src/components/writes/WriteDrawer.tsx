import { useState } from 'react';
import type { Write } from '../../../../server/src/contracts';
import { isUpdate, type WriteSubject, type WriteTarget } from './types';
import { WritePreview } from './WritePreview';
import { WriteRun } from './WriteRun';

interface WriteDrawerProps {
  subject: WriteSubject;
  targets: readonly WriteTarget[];
  /** Of the run that was started; kept in the URL by the page. Empty: none yet. */
  runId: string;
  onRun: (runId: string) => void;
  onFind?: (name: string) => void;
  onBack?: () => void;
  onClose: () => void;
}

/** From the preview to the results of its run. */
export function WriteDrawer({ subject, targets, runId, onRun, ...acts }: WriteDrawerProps) {
  const [again, setAgain] = useState<readonly WriteTarget[] | null>(null);
  const targetOf = (write: Write): WriteTarget => {
    const id = isUpdate(subject.act)
      ? write.linkId
      : subject.act === 'create_external'
        ? write.localId
        : write.externalId;
    const { edits } = targets.find((target) => target.id === id) ?? {};
    return {
      id: id ?? '',
      ...(edits ? { edits } : {}),
      locale: subject.act === 'create_local' ? '' : write.locale,
      label: write.label,
    };
  };
  if (runId !== '') {
    return (
      <WriteRun
        runId={runId}
        onRetry={(failed) => {
          setAgain(failed.map(targetOf));
          onRun('');
        }}
        onClose={acts.onClose}
      />
    );
  }
  return (
    <WritePreview
      key={again ? 'again' : 'first'}
      subject={subject}
      targets={again ?? targets}
      onStarted={onRun}
      onFind={acts.onFind ?? null}
      onBack={again ? null : (acts.onBack ?? null)}
      onClose={acts.onClose}
    />
  );
}
