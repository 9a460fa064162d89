import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { IntlProvider, useIntl } from 'react-intl';
import { pageTexts } from '../translations';

/** Brings the reader's language to what is inside. Until its texts are there, and where there are none, it is English. */
export function PageTexts({ children }: { children: ReactNode }) {
  const intl = useIntl();
  const { locale } = intl;
  const [loaded, setLoaded] = useState<{ locale: string; texts: Record<string, string> } | null>(null);
  const source = useMemo(() => pageTexts(locale), [locale]);
  useEffect(() => {
    let current = true;
    source?.then(
      (texts) => current && setLoaded({ locale, texts }),
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [locale, source]);
  const messages = useMemo(
    () => (loaded?.locale === locale ? { ...(intl.messages as Record<string, string>), ...loaded.texts } : null),
    [intl.messages, loaded, locale],
  );
  if (!messages) return <>{children}</>;
  return (
    <IntlProvider locale={locale} defaultLocale="en" messages={messages} textComponent="span">
      {children}
    </IntlProvider>
  );
}
