import type { Connection } from '../../../server/src/contracts';
import { useText } from '../hooks/useText';
import { StateTag } from './StateTag';

const STEPS = ['sync', 'review', 'map', 'create', 'check', 'done'];

/** State of a connection in a word; while it is set up, the step too. */
export function ConnectionStateTag({ connection }: { connection: Connection }) {
  const t = useText();
  switch (connection.state) {
    case 'live':
      return <StateTag tone="success">{t('state.live')}</StateTag>;
    case 'expired':
      return <StateTag tone="danger">{t('state.expired')}</StateTag>;
    case 'draft':
      return <StateTag tone="neutral">{t('state.draft')}</StateTag>;
    case 'setup':
      return (
        <StateTag tone="primary">
          {t('state.setup', { step: STEPS.indexOf(connection.wizardStep) + 1, steps: STEPS.length })}
        </StateTag>
      );
  }
}
