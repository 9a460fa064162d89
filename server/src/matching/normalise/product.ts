import { compact, fold } from './text';

/** Part numbers in a title: words with a digit that no plain measure explains, compact, at least four characters. */
export function partNumbers(title: string): string[] {
  const out: string[] = [];
  if (!/[\d\uff10-\uff19]/.test(title)) return out;
  for (const word of fold(title).split(/[\s,;()[\]"]+/)) {
    if (word.length < 4 || !/\d/.test(word)) continue;
    const code = compact(word);
    if (code.length < 4 || !/\d/.test(code)) continue;
    if (measure.test(code)) continue;
    if (/^\d+$/.test(code) && code.length < 5) continue;
    if (!out.includes(code)) out.push(code);
  }
  return out;
}
const measure =
  /^\d+(?:x\d+)*(?:mm|cm|in|inch|ft|kg|lb|lbs|oz|ml|gb|mb|tb|mhz|ghz|hz|khz|rpm|w|watts?|v|volts?|mp|dpi|th|st|nd|rd|pk|pack|port|disc|btu|mah|hours?|years?|days?|mbps|bit|inches|d|x|p|i|series|feet|channel|piece)$/;

/** Price as a number for comparing only (money itself stays decimal text elsewhere); NaN when it is none. */
export function normalisePrice(value: string): number {
  if (value === '') return Number.NaN;
  const text = value.replace(/[^\d.,-]/g, '');
  // A comma followed by exactly two digits at the end is a decimal comma.
  const decimal = /,\d{1,2}$/.test(text) ? text.replaceAll('.', '').replace(',', '.') : text.replaceAll(',', '');
  return decimal === '' ? Number.NaN : Number(decimal);
}

/** The first number in a value, its unit dropped (`12,5 kg` gives 12.5); NaN when there is none. */
export function normaliseNumber(value: string): number {
  const found = /-?(?:\.\d+|\d+(?:[ '\u00a0]\d{3}(?!\d))*(?:[.,]\d+)*)/.exec(value)?.[0];
  return found === undefined ? Number.NaN : normalisePrice(found);
}

/** Barcode digits without the leading zeros that UPC, EAN and GTIN-14 differ by. */
export function normaliseBarcode(value: string): string {
  return value === '' ? '' : compact(value).replace(/^0+/, '');
}
