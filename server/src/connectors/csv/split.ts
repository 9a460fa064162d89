import { CsvFileError, limits } from './errors';
import { type Said, sentence } from '../../utils/sentence';

/** One row as text, without its line end, or why it is none. Blank lines are left out. */
export interface RawRow {
  /** 1-based line of the file where it begins. */
  line: number;
  text: string;
  problem: Said | null;
}

interface Scan {
  /** Where the row's text ends and where the next row begins. */
  end: number;
  next: number;
  /** Lines that the row spans. */
  lines: number;
  problem: Said | null;
}

const quote = '"';

/**
 * Cuts text into rows along line ends that are not quoted (\n, \r\n or \r). A row whose quotes are wrong costs only
 * its first line: it is reported and reading goes on with the next line, so one stray quote cannot swallow the rest.
 * Keeps no more than one row and one chunk; throws a CsvFileError where a row is longer than that allows.
 */
export class RowSplitter {
  private rest = '';
  private line = 1;

  constructor(private readonly delimiter: string) {}

  /** Rows that are complete with this chunk. */
  push(chunk: string): RawRow[] {
    return this.take(this.rest + chunk, false);
  }

  /** What is left when nothing follows. */
  end(): RawRow[] {
    return this.take(this.rest, true);
  }

  private take(text: string, final: boolean): RawRow[] {
    const rows: RawRow[] = [];
    const scanner = new Scanner(text, this.delimiter, final);
    let position = 0;
    while (position < text.length) {
      const scan = scanner.row(position);
      if (!scan) break;
      const row = text.slice(position, scan.end);
      if (row.trim() !== '' || scan.problem !== null) rows.push({ line: this.line, text: row, problem: scan.problem });
      this.line += scan.lines;
      position = scan.next;
    }
    this.rest = text.slice(position);
    if (this.rest.length > limits.row) {
      throw new CsvFileError(
        'line_too_long',
        sentence(
          'csv.lineTooLong',
          'Line {line} is longer than {most, number} characters, so this is no CSV file that can be read. Check how it was exported.',
          { line: this.line, most: limits.row },
        ),
        this.line,
      );
    }
    return rows;
  }
}

/** Finds rows in one piece of text; remembers where the next quote and line end are, as most rows have neither inside. */
class Scanner {
  private nextQuote = -1;
  private nextLf = -1;
  private nextCr = -1;

  constructor(
    private readonly text: string,
    private readonly delimiter: string,
    /** Whether nothing follows the text. */
    private readonly final: boolean,
  ) {}

  /** The row that begins at `start`; null: its end is not in the text yet. */
  row(start: number): Scan | null {
    const lineEnd = this.lineEnd(start);
    if (this.nextQuote < start) this.nextQuote = this.find(quote, start);
    if (lineEnd && this.nextQuote > lineEnd.end) return { ...lineEnd, lines: 1, problem: null };
    if (!lineEnd && this.nextQuote === this.text.length && !this.final) return null;
    return this.quotedRow(start);
  }

  private quotedRow(start: number): Scan | null {
    const { text, delimiter } = this;
    let at = start;
    let lines = 1;
    for (;;) {
      if (text[at] === quote) {
        const cell = this.quotedCell(at);
        if (cell === 'more') return null;
        if (typeof cell !== 'number') return this.brokenRow(start, cell.problem);
        lines += countLineEnds(text, at, cell);
        at = cell;
      }
      const lineEnd = this.lineEnd(at);
      const nextCell = text.indexOf(delimiter, at);
      if (nextCell !== -1 && (!lineEnd || nextCell < lineEnd.end)) {
        at = nextCell + delimiter.length;
        if (at >= text.length && !this.final) return null;
        continue;
      }
      return lineEnd ? { ...lineEnd, lines, problem: null } : null;
    }
  }

  /** Position behind the closing quote of the cell that opens at `open`. */
  private quotedCell(open: number): number | 'more' | { problem: Said } {
    const { text, delimiter, final } = this;
    let at = open + 1;
    for (;;) {
      const found = text.indexOf(quote, at);
      if ((found === -1 ? text.length : found) - open > limits.cell * 2) {
        return {
          problem: sentence(
            'csv.quoteTooLong',
            'A quote is opened and not closed within {most, number} characters. Close it, or remove it.',
            { most: limits.cell },
          ),
        };
      }
      if (found === -1)
        return final
          ? { problem: sentence('csv.quoteOpen', 'A quote is opened and never closed. Close it, or remove it.') }
          : 'more';
      if (found + 1 >= text.length && !final) return 'more';
      if (text[found + 1] === quote) {
        at = found + 2;
        continue;
      }
      const after = text[found + 1];
      if (after === undefined || after === '\n' || after === '\r' || text.startsWith(delimiter, found + 1))
        return found + 1;
      return {
        problem: sentence(
          'csv.quoteWrong',
          'A quote is opened and not closed, or text follows a closed quote. Close it, and write quotes inside a value twice.',
        ),
      };
    }
  }

  /** Gives up on the first line of the row only. */
  private brokenRow(start: number, problem: Said): Scan | null {
    const lineEnd = this.lineEnd(start);
    return lineEnd && { ...lineEnd, lines: 1, problem };
  }

  /** The first line end at or after `start`; the end of the file counts as one. Null: not known yet. */
  private lineEnd(start: number): { end: number; next: number } | null {
    const { text, final } = this;
    if (this.nextLf < start) this.nextLf = this.find('\n', start);
    if (this.nextCr < start) this.nextCr = this.find('\r', start);
    const end = Math.min(this.nextLf, this.nextCr);
    if (end === text.length) return final ? { end, next: end } : null;
    if (text[end] === '\n') return { end, next: end + 1 };
    // The \n of a \r\n may come with the next chunk.
    if (end + 1 === text.length && !final) return null;
    return { end, next: text[end + 1] === '\n' ? end + 2 : end + 1 };
  }

  private find(what: string, from: number): number {
    const found = this.text.indexOf(what, from);
    return found === -1 ? this.text.length : found;
  }
}

function countLineEnds(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = from; at < to; at += 1) {
    const char = text[at];
    if (char === '\n' || (char === '\r' && text[at + 1] !== '\n')) count += 1;
  }
  return count;
}
