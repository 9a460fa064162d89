/**
 * Spreadsheets run cells that begin like a formula. OWASP (CSV Injection) has an apostrophe put before those that begin
 * with = + - @, a tab or a line end, or with a full-width form of the signs. So that reading takes off exactly what
 * writing put on, a value that looks protected already gets one more.
 */
const dangerous = /^'*[=+\-@\t\r\n＝＋－＠]/;
const isProtected = /^'+[=+\-@\t\r\n＝＋－＠]/;

export const protectCell = (value: string): string => (dangerous.test(value) ? `'${value}` : value);

export const unprotectCell = (cell: string): string => (isProtected.test(cell) ? cell.slice(1) : cell);

/** Whether a spreadsheet has made `cell` of the id: leading zeros gone, or long digits in the notation of engineers. */
export function isMangledId(cell: string, id: string): boolean {
  if (cell === id || !/^\d+$/.test(id)) return false;
  if (/^\d+$/.test(cell)) return cell.replace(/^0+(?=\d)/, '') === id.replace(/^0+(?=\d)/, '');
  const match = /^(\d)(?:[.,](\d+))?E\+?(\d+)$/i.exec(cell);
  if (!match) return false;
  const digits = `${match[1]}${match[2] ?? ''}`;
  return (
    id.length === Number(match[3]) + 1 &&
    Number(id.slice(0, digits.length)) - Number(digits) <= 1 &&
    Number(digits) - Number(id.slice(0, digits.length)) <= 1
  );
}
