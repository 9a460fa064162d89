/** Reads a table written as text: one row a line, cells between `|`. Keeps the demo data readable. */
export function table<const Columns extends readonly string[]>(
  columns: Columns,
  text: string,
): Record<Columns[number], string>[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      const cells = line.split('|').map((cell) => cell.trim());
      if (cells.length !== columns.length) throw new Error(`Demo data: expected ${columns.length} cells in "${line}".`);
      return Object.fromEntries(columns.map((column, at) => [column, cells[at]])) as Record<Columns[number], string>;
    });
}

/** Phone number of the range that is kept free for fiction (555-0100 to 555-0199). */
export const fictionalPhone = (areaCode: number, index: number) =>
  `(${areaCode}) 555-01${String(index % 100).padStart(2, '0')}`;

/** EAN-13 with a correct check digit in the in-store range (prefix 20), so it is nobody's product. */
export function inStoreBarcode(index: number): string {
  const digits = `20${String(4_170_000_000 + index * 37)}`;
  const sum = [...digits].reduce((total, digit, at) => total + Number(digit) * (at % 2 === 0 ? 1 : 3), 0);
  return `${digits}${(10 - (sum % 10)) % 10}`;
}
