import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { quickBooksSeed } from '../../playground/demo-data/quickbooks';
import { CompanyFile, type SeedRecord } from './company';
import { WebConnector } from './web-connector';

/**
 * A Web Connector with the demo's company open, which calls at once and then every minute:
 * `npx tsx sandbox/quickbooks-desktop/cli.ts FILE.qwc PASSWORD`. The file is downloaded in the panel.
 */
const everyMs = 60_000;

function demoCompany(): CompanyFile {
  const [company] = quickBooksSeed.companies;
  const party = (type: string) => (seed: { DisplayName: string; PrimaryEmailAddr?: { Address?: string } }) => ({
    type,
    members: {
      Name: seed.DisplayName.slice(0, 41),
      ...(seed.PrimaryEmailAddr?.Address ? { Email: seed.PrimaryEmailAddr.Address } : {}),
    },
  });
  const records: SeedRecord[] = [
    ...(company?.customers ?? []).map(party('Customer')),
    ...(company?.vendors ?? []).map(party('Vendor')),
  ];
  return new CompanyFile({ file: 'C:\\Books\\Harborline.QBW', name: company?.name ?? 'Demo', records });
}

const main = async (): Promise<void> => {
  const [file, password] = process.argv.slice(2);
  if (file === undefined || password === undefined)
    throw new Error('Name the .qwc file and the password: npx tsx sandbox/quickbooks-desktop/cli.ts FILE.qwc PASSWORD');
  const connector = new WebConnector({ qwc: readFileSync(file, 'utf8'), password, company: demoCompany() });
  for (;;) {
    const { outcome, requests, said } = await connector.visit();
    console.log(`Visit: ${outcome}, ${requests.length} requests. ${said.at(-1) ?? ''}`);
    await sleep(everyMs);
  }
};

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
