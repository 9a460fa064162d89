import { existsSync } from 'node:fs';
import path from 'node:path';

/** Folder of the vendors' schemas and recordings, which are not part of the project; `SPECS_DIR` names another one. */
const specsDir = path.resolve(__dirname, '../..', process.env.SPECS_DIR ?? '../shared/specs');

/** A file or folder of theirs. */
export const specs = (part: string): string => path.join(specsDir, part);

/** Why what needs a part cannot run; null if it can. */
export const missingSpecs = (part: string): string | null =>
  existsSync(specs(part)) ? null : `skipped, as ${part} is not in ${process.env.SPECS_DIR ?? '../shared/specs'}`;
