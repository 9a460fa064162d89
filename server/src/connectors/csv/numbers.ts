/**
 * A written amount as decimal text, or null if it is none: `$1,234.50`, `1.234,50 €`, `1'234.50`, `(123.45)`, `12-`.
 * With both separators the last one is the decimal one. A single separator before three digits is read as a thousands
 * separator if it is the other one than the decimal separator to be expected (`decimalComma`).
 */
export function decimalText(written: string, decimalComma: boolean): string | null {
  let text = written.normalize('NFKC').trim();
  let negative = false;
  const inParentheses = /^\((.*)\)$/.exec(text);
  if (inParentheses) [negative, text] = [true, inParentheses[1]!];
  text = text.replace(/^(?:[A-Z]{2,3}\s|\p{Sc}|[A-Z]{1,2}\p{Sc})|(?:\s?\p{Sc}|\s[A-Z]{3})$/giu, '').trim();
  const sign = /^[-−+]|[-−]$/.exec(text);
  if (sign) {
    if (negative) return null;
    negative = sign[0] !== '+';
    text = text.replace(sign[0], '').trim();
  }
  text = text.replace(/^\p{Sc}\s?/u, '').replace(/['’\s]/g, '');
  if (!/^\d[\d.,]*$|^[.,]\d+$/.test(text)) return null;

  const decimal = decimalSeparator(text, decimalComma);
  const at = decimal === null ? -1 : text.lastIndexOf(decimal);
  const whole = at === -1 ? text : text.slice(0, at);
  const fraction = at === -1 ? '' : text.slice(at + 1);
  // Thousands separators stand before groups of three (or two, as in India), never anywhere else.
  if (/[.,]/.test(whole) && !/^\d{1,3}([.,]\d{2,3})*[.,]\d{3}$/.test(whole)) return null;
  if (!/^\d*$/.test(fraction)) return null;
  const digits = whole.replace(/[.,]/g, '').replace(/^0+(?=\d)/, '') || '0';
  const value = fraction === '' ? digits : `${digits}.${fraction}`;
  return negative && /[1-9]/.test(value) ? `-${value}` : value;
}

function decimalSeparator(text: string, decimalComma: boolean): '.' | ',' | null {
  const [dots, commas] = [text.split('.').length - 1, text.split(',').length - 1];
  if (dots > 0 && commas > 0) return text.lastIndexOf('.') > text.lastIndexOf(',') ? '.' : ',';
  if (dots + commas !== 1) return null;
  const separator = dots === 1 ? '.' : ',';
  const expected = decimalComma ? ',' : '.';
  const threeFollow = /^[1-9]\d{0,2}[.,]\d{3}$/.test(text);
  return separator !== expected && threeFollow ? null : separator;
}
