import { CompanyFile } from '../../sandbox/quickbooks-desktop';
import type { CarryOverReport, Connection, Decision, Link, Mapping, Run } from '../../server/src/contracts';
import {
  books,
  connectQuickBooks,
  dataOf,
  fillBusiness,
  linksOf,
  mapEverything,
  startBooks,
  syncAndMatch,
  waitForRun,
} from '../helpers/flow';
import { companySeed, createDesktop, install } from '../helpers/qbd';
import { startStrapi, type TestStrapi } from '../helpers/strapi';

const [company] = books.companies;
/** Ids that the company file gives its records. */
const listIds = new Map(
  new CompanyFile(companySeed).records.map(({ id, members }) => [String(members.Name as string), id]),
);
const became = (name: string, QboEntityId: string, type: string, desktopType = type) => ({
  QboEntityId,
  QbdtExportableId: listIds.get(name) ?? '',
  QboEntityType: type,
  QbdtEntityType: desktopType,
});

describe('links carried over from QuickBooks Desktop to QuickBooks Online', () => {
  let app: TestStrapi;
  let quickbooks: Awaited<ReturnType<typeof startBooks>>;
  let desktop: Connection;
  let online: Connection;
  let mappings: Record<string, Mapping>;

  beforeAll(async () => {
    if (!company) throw new Error('There is no company');
    quickbooks = await startBooks({
      companies: [
        {
          ...company,
          desktopIds: [
            became('Alder and Finch Dental, PLLC', '1', 'CUSTOMER'),
            // Nothing alike: the ids alone decide.
            became('Birchwood Veterinary Clinic Inc.', '6', 'CUSTOMER'),
            became("O'Neil & Söhne Bakery", '4', 'CUSTOMER'),
            became('Northwest Cable Supply', '20', 'VENDOR'),
            became('CBL-C6-3M', '11', 'ITEM', 'ITEM_INVENTORY'),
            became('LAB-SR1', '999', 'ITEM', 'ITEM_SERVICE'),
            // Of another list, with the number of an item.
            { ...became('UBI-U7-PRO', '12', 'TERM'), QbdtEntityType: 'TERM' },
          ],
        },
      ],
    });
    app = await startStrapi({ env: { TEST_QBO_URL: quickbooks.url } });
    await fillBusiness(app);
    desktop = await createDesktop(app);
    await mapEverything(app.admin, desktop.id);
    const { connector } = await install(app, desktop.id);
    const run = dataOf<Run>(await app.admin.post(`/crosswalk/connections/${desktop.id}/sync`));
    await waitForRun(app.admin, run.id);
    await connector.visit();
    await waitForRun(app.admin, run.id, ['succeeded']);
    const proposed = await linksOf(app.admin, `connectionId=${desktop.id}&state=proposed`);
    dataOf(await app.admin.post('/crosswalk/links/confirm', { ids: proposed.map(({ id }) => id) }));
    online = await connectQuickBooks(app.admin);
    mappings = await mapEverything(app.admin, online.id);
    await syncAndMatch(app.admin, online.id);
  });
  afterAll(async () => {
    await app?.stop();
    await quickbooks?.close();
  });

  const path = () => `/crosswalk/connections/${online.id}/carry-over`;
  const look = async (): Promise<CarryOverReport> =>
    dataOf<CarryOverReport>(await app.admin.post(`${path()}/preview`, { from: desktop.id }));
  const confirmed = async (): Promise<string[]> =>
    (await linksOf(app.admin, `connectionId=${online.id}&state=confirmed`))
      .map(({ local, external }) => `${local.label} = ${external.label}`)
      .sort();
  const onlineLink = async (local: string): Promise<Link | undefined> =>
    (await linksOf(app.admin, `connectionId=${online.id}`)).find(({ local: { label } }) => label === local);

  it('shows what the vendor’s ids say, and changes nothing', async () => {
    expect(online.movedFrom).toBe('quickbooks-desktop');
    const report = await look();
    const clients = report.mappings.find(({ name }) => name === 'Clients');
    expect(clients).toMatchObject({ links: 3, unchanged: 0, changes: { total: 3 }, left: { total: 0 } });
    expect(clients?.changes.rows).toContainEqual({
      localLabel: 'Birchwood Vet Clinic',
      formerLabel: 'Birchwood Veterinary Clinic Inc.',
      externalLabel: 'Nordby Hardware',
    });
    expect(report.mappings.find(({ name }) => name === 'Parts')).toMatchObject({
      changes: { total: 1 },
      left: { rows: [{ formerLabel: 'UBI-U7-PRO', message: expect.stringContaining('No record here is named') }] },
    });
    // Said to be there, and not yet read.
    expect(report.mappings.find(({ name }) => name === 'Rates')?.left.rows).toMatchObject([
      {
        localLabel: 'Senior engineer, on site',
        message: expect.stringContaining('There is no record with the id 999'),
      },
    ]);
    expect(report.count).toBe(5);
    expect(await confirmed()).toEqual([]);
  });

  it('leaves alone what is linked or was rejected here', async () => {
    const alder = await onlineLink('Alder & Finch Dental');
    dataOf(await app.admin.post('/crosswalk/links/confirm', { ids: [alder?.id] }));
    const bakery = await onlineLink("O'Neil and Soehne Bakery");
    dataOf(await app.admin.post('/crosswalk/links/reject', { ids: [bakery?.id], reason: 'other' }));
    const clients = (await look()).mappings.find(({ name }) => name === 'Clients');
    expect(clients).toMatchObject({ links: 3, unchanged: 1, changes: { total: 1 } });
    expect(clients?.left.rows).toMatchObject([
      { localLabel: "O'Neil and Soehne Bakery", message: expect.stringContaining('rejected here by') },
    ]);
    // Linked to another record here.
    dataOf(
      await app.admin.post('/crosswalk/links/map', {
        mappingId: mappings.Clients?.id,
        localId: (await onlineLink('Birchwood Vet Clinic'))?.local.id,
        externalId: '2',
      }),
    );
    expect((await look()).mappings.find(({ name }) => name === 'Clients')?.left.rows).toContainEqual({
      localLabel: 'Birchwood Vet Clinic',
      formerLabel: 'Birchwood Veterinary Clinic Inc.',
      message: expect.stringContaining('is linked to Birchwood Veterinary Clinic Inc.') as string,
      words: expect.objectContaining({ code: expect.stringContaining('linkFiles.linkedNow') as string }) as object,
    });
    dataOf(await app.admin.post('/crosswalk/links/unlink', { ids: [(await onlineLink('Birchwood Vet Clinic'))?.id] }));
  });

  it('makes exactly the links that were shown, as one act that can be undone', async () => {
    const report = await look();
    const stale = await app.admin.post(path(), { from: desktop.id, expected: 'another' });
    expect([stale.status, stale.text]).toEqual([409, expect.stringContaining(report.digest)]);
    const before = await confirmed();
    const done = dataOf<{ batchId: string; count: number }>(
      await app.admin.post(path(), { from: desktop.id, expected: report.digest }),
    );
    expect(done.count).toBe(3);
    expect(await confirmed()).toEqual(
      [
        ...before,
        'Birchwood Vet Clinic = Nordby Hardware',
        'Cat6 patch cable, 3 m = Cat6 patch cable 3 m',
        'Northwest Cable Supply Co = Northwest Cable Supply',
      ].sort(),
    );
    const [decision] = dataOf<Decision[]>(await app.admin.get('/crosswalk/decisions'));
    expect(decision).toMatchObject({ act: 'carry_over', reason: 'Desktop', canUndo: true });
    // The links that were carried over stay in Desktop.
    expect(await linksOf(app.admin, `connectionId=${desktop.id}&state=confirmed`)).toHaveLength(7);
    const again = await look();
    expect(again.count).toBe(0);
    expect((await app.admin.post(path(), { from: desktop.id, expected: again.digest })).status).toBe(422);
    dataOf(await app.admin.post(`/crosswalk/decisions/${done.batchId}/undo`));
    expect(await confirmed()).toEqual(before);
    expect((await look()).digest).toBe(report.digest);
  });

  it('goes one way, and only for those who may see the entries', async () => {
    const other = await app.admin.post(`${path()}/preview`, { from: online.id });
    expect([other.status, other.text]).toEqual([400, expect.stringContaining('"from"')]);
    const back = await app.admin.post(`/crosswalk/connections/${desktop.id}/carry-over/preview`, { from: online.id });
    expect([back.status, back.text]).toEqual([422, expect.stringContaining('keeps no ids')]);
    expect((await app.admin.post(`${path()}/preview`, { from: 'nothing' })).status).toBe(404);
    const blind = await app.adminWith(['plugin::crosswalk.read', 'plugin::crosswalk.review']);
    expect((await blind.post(`${path()}/preview`, { from: desktop.id })).status).toBe(403);
  });
});
