/** QuickBooks calls currencies by their English names; where it does not use the common one, it is here. */
const names: Record<string, string> = { 'british pound sterling': 'GBP' };
const english = new Intl.DisplayNames('en', { type: 'currency' });
for (const code of Intl.supportedValuesOf('currency')) names[(english.of(code) ?? code).toLowerCase()] ??= code;

/** ISO code of a currency that QuickBooks names; null if it is not known. */
export const currencyCode = (name: string): string | null => names[name.trim().toLowerCase()] ?? null;
