import { decodeText, detectEncoding, type Open } from './decode';
import { CsvFileError } from './errors';
import { RowSplitter } from './split';
import { columnNames, parseRows, type TableFormat } from './table';
import { sentence } from '../../utils/sentence';

export interface FileFormat extends TableFormat {
  /** 1-based line of the header row. */
  headerLine: number;
  columns: string[];
}

const delimiters = [',', ';', '\t', '|'] as const;
/** How much of a file is looked at to find delimiter and header. */
const sampleChars = 128 * 1024;
const headerWithin = 30;

/** Finds encoding, delimiter and header row. Throws a CsvFileError where the file is not a table with a header. */
export async function sniffFile(open: Open): Promise<FileFormat> {
  const encoding = await detectEncoding(open);
  const sample = await readSample(open, encoding);
  if (sample.text.trim() === '') {
    throw new CsvFileError(
      'empty',
      sentence('csv.blank', 'The file holds only blank lines. Export it again and upload the new file.'),
    );
  }
  const guesses = delimiters.map((delimiter) => guessTable(sample, delimiter));
  const best = guesses.reduce((one, other) => (isBetter(other, one) ? other : one));
  const header = findHeader(best);
  return {
    encoding,
    delimiter: best.delimiter,
    headerLine: header.line,
    columns: columnNames(header.cells, header.line),
  };
}

interface Sample {
  text: string;
  /** Whether the sample is the whole file. */
  whole: boolean;
}

async function readSample(open: Open, encoding: TableFormat['encoding']): Promise<Sample> {
  let text = '';
  for await (const chunk of decodeText(open(), encoding)) {
    text += chunk;
    if (text.length > sampleChars) return { text: text.slice(0, sampleChars), whole: false };
  }
  return { text, whole: true };
}

interface Guess {
  delimiter: string;
  rows: { line: number; cells: string[] }[];
  /** Cells that most rows have. */
  width: number;
  /** Share of rows with that many cells. */
  agreement: number;
}

function guessTable(sample: Sample, delimiter: string): Guess {
  const splitter = new RowSplitter(delimiter);
  const raw = [...splitter.push(sample.text), ...splitter.end()];
  // The last row of a cut sample is not complete.
  if (!sample.whole && raw.length > 1) raw.pop();
  const rows = parseRows(raw, delimiter).flatMap((row) => ('cells' in row ? [row] : []));
  const counts = new Map<number, number>();
  for (const { cells } of rows) counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1);
  let width = 0;
  let share = 0;
  for (const [count, times] of counts) {
    if (times > share || (times === share && count > width)) [width, share] = [count, times];
  }
  return { delimiter, rows, width, agreement: raw.length === 0 ? 0 : share / raw.length };
}

/** A delimiter that cuts rows at all beats one that does not; then the rows' agreement, then the number of columns. */
function isBetter(one: Guess, other: Guess): boolean {
  if (one.width > 1 !== other.width > 1) return one.width > 1;
  if (Math.abs(one.agreement - other.agreement) > 0.05) return one.agreement > other.agreement;
  return one.width > other.width;
}

/** The first row that is as wide as the table and names columns; rows above it are titles. */
function findHeader({ rows, width }: Guess): { line: number; cells: string[] } {
  const filled = (cells: string[]) => cells.filter((cell) => cell.trim() !== '').length;
  const wide = rows
    .slice(0, headerWithin)
    .find(({ cells }) => cells.length >= width && filled(cells) >= Math.max(1, Math.ceil(width * 0.6)));
  const first = wide ?? rows[0];
  if (!first) {
    throw new CsvFileError(
      'no_header',
      sentence('csv.noHeader', 'No row of the file can be read: check its quotes and its delimiter.'),
    );
  }
  if (looksLikeData(first.cells)) {
    throw new CsvFileError(
      'no_header',
      sentence(
        'csv.dataFirst',
        'Line {line} holds data, not the names of the columns. Put a header row above the records.',
        { line: first.line },
      ),
      first.line,
    );
  }
  return first;
}

/** Headers hold no e-mail addresses and are not mostly numbers. */
function looksLikeData(cells: string[]): boolean {
  const values = cells.map((cell) => cell.trim()).filter((cell) => cell !== '');
  const numeric = values.filter((value) => /\d/.test(value) && !/\p{L}/u.test(value)).length;
  return values.some((value) => /^\S+@\S+\.\S+$/.test(value)) || numeric * 2 > values.length;
}
