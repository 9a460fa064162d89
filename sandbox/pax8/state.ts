import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { stateOf, type PartnerState } from './partner';
import type { Pax8Seed } from './seed';

export interface State {
  partner: PartnerState;
  /** Writes everything to the file, if there is one, before the answer of a write leaves. */
  save(): void;
}

/** State from `file` if it exists, else from the seed. Without a file everything is in memory only. */
export const openState = (seed: Pax8Seed, file: string | undefined): State => {
  const stored = file !== undefined && existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  const partner = stored === undefined ? stateOf(seed) : (JSON.parse(stored) as PartnerState);
  const save = (): void => {
    if (file === undefined) return;
    mkdirSync(path.dirname(file), { recursive: true });
    // A process killed while it writes leaves the old file whole.
    writeFileSync(`${file}.new`, JSON.stringify(partner));
    renameSync(`${file}.new`, file);
  };
  if (stored === undefined) save();
  return { partner, save };
};
