import { useEffect, useState } from 'react';
import { useIntl } from 'react-intl';
import { when } from '../utils/format';

/** A moment as people say it (`12 min. ago`), kept current; the exact time is its title. */
export function When({ at }: { at: string }) {
  const intl = useIntl();
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 30_000);
    return () => clearInterval(timer);
  }, [at]);
  return (
    <time dateTime={at} title={intl.formatDate(at, { dateStyle: 'full', timeStyle: 'medium' })}>
      {when(intl, at, now)}
    </time>
  );
}
