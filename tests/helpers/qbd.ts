import { readdirSync, readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { memoryPages, validateXML } from 'xmllint-wasm';
import { CompanyFile, WebConnector, type CompanySeed } from '../../sandbox/quickbooks-desktop';
import type { Connection, WebConnectorAccess } from '../../server/src/contracts';
import { dataOf } from './flow';
import { missingSpecs, specs } from './specs';
import type { TestStrapi } from './strapi';

/** The vendor's WSDL, schemas and recordings; not part of the project. */
export const vendorSpecs = specs('qbd');
const missing = missingSpecs('qbd');
export const hasVendorSpecs = missing === null;
export const vendorWsdl = path.join(vendorSpecs, 'wsdl/QBWebConnectorSvc.flowlink.wsdl');

export const noticeIfAbsent = (what: string): void => {
  if (missing !== null) console.log(`${what}: ${missing}`);
};

/** What is wrong with pieces of qbXML by the vendor's schema of version 16.0: `request-1.xml: …`. */
export async function problemsOf(pieces: string[]): Promise<string[]> {
  const folder = path.join(vendorSpecs, 'xsd160');
  const files = readdirSync(folder).map((fileName) => ({
    fileName,
    contents: readFileSync(path.join(folder, fileName), 'utf8'),
  }));
  const schema = files.find(({ fileName }) => fileName === 'qbxmlops160.xsd');
  if (!schema) throw new Error('The schema is missing');
  const { valid, errors } = await validateXML({
    xml: pieces.map((contents, index) => ({ fileName: `request-${index}.xml`, contents })),
    schema: [schema],
    preload: files.filter((file) => file !== schema),
    initialMemoryPages: 512,
    maxMemoryPages: memoryPages.GiB,
  });
  return valid ? [] : errors.map(({ rawMessage }) => rawMessage);
}

/** The small business of `flow.ts` as its QuickBooks Desktop knows it. */
export const companySeed: CompanySeed = {
  file: 'C:\\Books\\Harborline.QBW',
  name: 'Harborline Test Company',
  records: [
    {
      type: 'Customer',
      members: {
        Name: 'Alder and Finch Dental, PLLC',
        CompanyName: 'Alder and Finch Dental, PLLC',
        BillAddress: { Addr1: 'Alder and Finch Dental, PLLC', Addr2: '12 Pier Rd', City: 'Portland', State: 'OR' },
        Phone: '(503) 555-0142',
        Email: 'office@alderfinch.example',
        Balance: '120.00',
      },
    },
    {
      type: 'Customer',
      members: { Name: 'Main office', ParentRef: { FullName: 'Alder and Finch Dental, PLLC' }, Balance: '0.00' },
    },
    {
      type: 'Customer',
      members: {
        Name: 'Birchwood Veterinary Clinic Inc.',
        BillAddress: { Addr1: 'Birchwood Veterinary Clinic Inc.', City: 'Gresham' },
        Email: 'hello@birchwoodvet.example',
      },
    },
    { type: 'Customer', members: { Name: "O'Neil & Söhne Bakery", Email: 'orders@oneilbakery.example' } },
    { type: 'Customer', members: { Name: 'Old Harbor Cafe', IsActive: 'false' } },
    {
      type: 'Vendor',
      members: { Name: 'Northwest Cable Supply', Email: 'sales@nwcable.example', VendorTaxIdent: '12-3456789' },
    },
    {
      type: 'ItemInventory',
      members: {
        Name: 'CBL-C6-3M',
        ManufacturerPartNumber: 'CBL-C6-3M',
        SalesDesc: 'Cat6 patch cable 3 m',
        SalesPrice: '6.50',
      },
    },
    {
      type: 'ItemNonInventory',
      members: {
        Name: 'UBI-U7-PRO',
        ManufacturerPartNumber: 'UBI-U7-PRO',
        SalesOrPurchase: { Desc: 'UniFi U7 Pro access point', Price: '189.00' },
      },
    },
    {
      type: 'ItemService',
      members: { Name: 'LAB-SR1', SalesOrPurchase: { Desc: 'Senior engineer on site', Price: '165.00' } },
    },
    { type: 'Account', members: { Name: 'Service income', AccountType: 'Income', Balance: '1200.00' } },
    { type: 'Account', members: { Name: 'Sales of goods', AccountType: 'Income' } },
    { type: 'Account', members: { Name: 'Old income', AccountType: 'Income', IsActive: 'false' } },
    { type: 'Account', members: { Name: 'Checking', AccountType: 'Bank', Balance: '5000.00' } },
    {
      type: 'Account',
      members: { Name: 'Cost of Goods Sold', AccountType: 'CostOfGoodsSold', SpecialAccountType: 'CostOfGoodsSold' },
    },
    {
      type: 'Account',
      members: { Name: 'Inventory Asset', AccountType: 'OtherCurrentAsset', SpecialAccountType: 'InventoryAssets' },
    },
  ],
};

/** All that Web Connectors were handed out. */
const sentRequests: string[] = [];

/** Last test of a file: everything that was handed out in it is valid by the vendor's schema, and of these kinds. */
export function requestsAreValid(kinds: string[]): void {
  (hasVendorSpecs ? it : it.skip)('every request is valid by the vendor’s schema', async () => {
    const sent = sentRequests.map((qbxml) => /<QBXMLMsgsRq[^>]*><(\w+)Rq/.exec(qbxml)?.[1] ?? '');
    expect([...new Set(sent)].sort()).toEqual(kinds);
    expect(await problemsOf(sentRequests)).toEqual([]);
  });
}

export const password = 'correct horse battery';

/** Lets the app listen, as the Web Connector needs a port. */
export async function listen({ server }: TestStrapi): Promise<string> {
  if (!server.listening) await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export async function createDesktop({ admin }: TestStrapi, name = 'Desktop'): Promise<Connection> {
  return dataOf<Connection>(
    await admin.post('/crosswalk/connections', {
      connector: 'quickbooks-desktop',
      name,
      fields: { userName: 'crosswalk', password },
    }),
  );
}

export const accessOf = async ({ admin }: TestStrapi, id: string): Promise<WebConnectorAccess> =>
  dataOf<WebConnectorAccess>(await admin.get(`/crosswalk/connections/${id}/web-connector`));

/** A Web Connector that has the connection's .qwc file, and its company file. */
export async function install(app: TestStrapi, id: string, seed: CompanySeed = companySeed) {
  const base = await listen(app);
  const { file } = await accessOf(app, id);
  const company = new CompanyFile(seed);
  const connector = new WebConnector({
    qwc: file,
    password,
    company,
    url: `${base}/api/crosswalk/web-connector/${id}`,
    ...(hasVendorSpecs ? { wsdl: vendorWsdl } : {}),
    onRequest: (qbxml) => void sentRequests.push(qbxml),
  });
  return { connector, company };
}
