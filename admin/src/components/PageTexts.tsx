import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { IntlProvider, useIntl } from 'react-intl';
import { loadedPageTexts, loadPageTexts } from '../translations';

type Texts = Record<string, string>;

/**
 * Brings the reader's language to what is inside, which waits for it. What the site translates itself
 * (`config.translations` of its admin) wins.
 */
export function PageTexts({ children }: { children: ReactNode }) {
  const intl = useIntl();
  const { locale } = intl;
  const [answer, setAnswer] = useState<{ locale: string; texts: Texts } | null>(null);
  const texts = loadedPageTexts(locale) ?? (answer?.locale === locale ? answer.texts : undefined);
  useEffect(() => {
    if (texts) return undefined;
    let current = true;
    void loadPageTexts(locale).then((loaded) => current && setAnswer({ locale, texts: loaded }));
    return () => {
      current = false;
    };
  }, [locale, texts]);
  const messages = useMemo(() => texts && merged(texts, intl.messages as Texts), [intl.messages, texts]);
  if (!messages) return null;
  return (
    <IntlProvider locale={locale} defaultLocale="en" messages={messages} textComponent="span">
      {children}
    </IntlProvider>
  );
}

let last: { texts: Texts; own: Texts; messages: Texts } | undefined;

/** Merged once for all the parts of a page, such as the cells of a list. */
function merged(texts: Texts, own: Texts): Texts {
  if (last?.texts !== texts || last.own !== own) last = { texts, own, messages: { ...texts, ...own } };
  return last.messages;
}
