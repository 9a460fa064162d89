import { TextDecoder } from 'node:util';
import { CsvFileError } from './errors';
import { type Said, sentence } from '../../utils/sentence';

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';
export type Open = () => AsyncIterable<Uint8Array>;

/** Characters of windows-1252 at 0x80 to 0x9F, where it differs from Latin-1. Undefined bytes stay as they are. */
const windows1252 =
  '\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f' +
  '\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178';

const signatures: { bytes: number[]; what: Said }[] = [
  { bytes: [0x50, 0x4b, 0x03, 0x04], what: sentence('csv.excelOrZip', 'an Excel workbook or a zip archive') },
  { bytes: [0xd0, 0xcf, 0x11, 0xe0], what: sentence('csv.oldExcel', 'an old Excel workbook') },
  { bytes: [0x25, 0x50, 0x44, 0x46], what: sentence('csv.pdf', 'a PDF') },
  { bytes: [0x89, 0x50, 0x4e, 0x47], what: sentence('csv.picture', 'a picture') },
  { bytes: [0xff, 0xd8, 0xff], what: sentence('csv.picture', 'a picture') },
  { bytes: [0x1f, 0x8b], what: sentence('csv.compressed', 'a compressed file') },
];

const startsWith = (head: Uint8Array, bytes: number[]) => bytes.every((byte, at) => head[at] === byte);

/**
 * Reads the whole file once and tells its encoding: by byte order mark, else UTF-8 if every byte fits, else
 * windows-1252. Throws a CsvFileError for an empty file and for one that is not text.
 */
export async function detectEncoding(open: Open): Promise<Encoding> {
  let head = new Uint8Array(0);
  let size = 0;
  let nul = false;
  let utf8: TextDecoder | null = new TextDecoder('utf-8', { fatal: true });
  for await (const chunk of open()) {
    size += chunk.length;
    if (head.length < 4) head = Uint8Array.from([...head, ...chunk.subarray(0, 4)]).subarray(0, 4);
    nul ||= chunk.includes(0);
    utf8 = utf8 && fits(utf8, chunk);
  }
  if (size === 0)
    throw new CsvFileError(
      'empty',
      sentence('csv.empty', 'The file is empty. Export it again and upload the new file.'),
    );
  const known = signatures.find(({ bytes }) => startsWith(head, bytes));
  if (known) {
    throw new CsvFileError(
      'binary',
      sentence('csv.notCsv', 'The file is {what}, not a CSV file. Save it as "CSV UTF-8" and upload that.', {
        what: known.what,
      }),
    );
  }
  if (startsWith(head, [0xff, 0xfe])) return 'utf-16le';
  if (startsWith(head, [0xfe, 0xff])) return 'utf-16be';
  if (nul) {
    throw new CsvFileError(
      'binary',
      sentence('csv.binary', 'The file holds binary data, not text. Save it as "CSV UTF-8" and upload that.'),
    );
  }
  return utf8 && fits(utf8, null) ? 'utf-8' : 'windows-1252';
}

function fits(decoder: TextDecoder, chunk: Uint8Array | null): TextDecoder | null {
  try {
    if (chunk) decoder.decode(chunk, { stream: true });
    else decoder.decode();
    return decoder;
  } catch {
    return null;
  }
}

/** The file as text, chunk by chunk, without its byte order mark. */
export async function* decodeText(chunks: AsyncIterable<Uint8Array>, encoding: Encoding): AsyncGenerator<string> {
  if (encoding === 'windows-1252') {
    // Not with TextDecoder: some versions of Node decode windows-1252 as Latin-1.
    for await (const chunk of chunks) {
      yield Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length)
        .toString('latin1')
        .replace(/[\u0080-\u009f]/g, (char) => windows1252[char.charCodeAt(0) - 0x80]!);
    }
    return;
  }
  const decoder = new TextDecoder(encoding);
  for await (const chunk of chunks) {
    const text = decoder.decode(chunk, { stream: true });
    if (text !== '') yield text;
  }
  const rest = decoder.decode();
  if (rest !== '') yield rest;
}
