import { useText } from './useText';

/** Minutes between two syncs in words: days and hours where they are whole. */
export function useIntervalText(): (minutes: number) => string {
  const t = useText();
  return (minutes) => {
    if (minutes % 1440 === 0) return t('settings.days', { count: minutes / 1440 });
    if (minutes % 60 === 0) return t('settings.hours', { count: minutes / 60 });
    return t('settings.minutes', { count: minutes });
  };
}
