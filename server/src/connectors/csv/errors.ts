import type { Said } from '../../utils/sentence';
import { ConnectorError } from '../errors';

/** What is wrong with a file as a whole. */
export type CsvFileErrorCode =
  | 'empty'
  | 'binary'
  | 'no_header'
  | 'no_rows'
  | 'line_too_long'
  | 'too_many_columns'
  | 'column_missing'
  | 'no_file'
  | 'no_columns';

/** The file cannot be read at all; the message names the problem and what to do. Bad rows are no such error. */
export class CsvFileError extends ConnectorError {
  override readonly code: CsvFileErrorCode;
  /** 1-based line where the problem is, if it is at a place. */
  readonly line: number | null;

  constructor(code: CsvFileErrorCode, said: Said, line: number | null = null) {
    super('rejected', said, { code });
    this.name = 'CsvFileError';
    this.code = code;
    this.line = line;
  }
}

/** Bounds that keep one file from filling the memory. Characters, not bytes. */
export const limits = {
  cell: 100_000,
  columns: 500,
  /** One row in all; also how much is ever kept while the end of a row is looked for. */
  row: 2_000_000,
} as const;
