import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Company, type CompanyState } from './company';
import { emptyOAuthState, type OAuthState } from './oauth';
import type { QuickBooksSeed } from './seed';

interface StoredState {
  version: 1;
  companies: CompanyState[];
  oauth: OAuthState;
}

export interface State {
  companies: Map<string, Company>;
  oauth: OAuthState;
  /** Writes everything to the file, if there is one, before the answer of a write leaves. */
  save(): void;
}

/** State from `file` if it exists, else from the seed. Without a file everything is in memory only. */
export const openState = (seed: QuickBooksSeed, file: string | undefined): State => {
  const stored =
    file !== undefined && existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as StoredState) : undefined;
  const companies = stored
    ? stored.companies.map((state) => new Company(state))
    : seed.companies.map((company) => Company.fromSeed(company));
  const oauth = stored?.oauth ?? emptyOAuthState();
  const save = (): void => {
    if (file === undefined) return;
    const content: StoredState = { version: 1, companies: companies.map(({ state }) => state), oauth };
    mkdirSync(path.dirname(file), { recursive: true });
    // A process killed while it writes leaves the old file whole.
    writeFileSync(`${file}.new`, JSON.stringify(content));
    renameSync(`${file}.new`, file);
  };
  if (!stored) save();
  return { companies: new Map(companies.map((company) => [company.state.realmId, company])), oauth, save };
};
