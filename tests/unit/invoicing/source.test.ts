import { invoicingConfig, type InvoiceSourceConfig } from '../../../server/src/invoicing/config';
import { compileSource, type Schema } from '../../../server/src/invoicing/source';

const schemas: Record<string, Schema> = {
  'api::job.job': {
    info: { displayName: 'Job' },
    options: { draftAndPublish: true },
    attributes: {
      code: { type: 'string' },
      day: { type: 'date' },
      site: { type: 'relation', relation: 'manyToOne', target: 'api::site.site' },
      entries: { type: 'component', component: 'job.entry', repeatable: true },
      blocks: { type: 'dynamiczone' },
      helpers: { type: 'relation', relation: 'manyToMany', target: 'api::site.site' },
    },
  },
  'api::site.site': {
    attributes: {
      street: { type: 'string' },
      owner: { type: 'relation', relation: 'oneToOne', target: 'api::owner.owner' },
    },
  },
  'api::owner.owner': {
    pluginOptions: { i18n: { localized: true } },
    attributes: { nick: { type: 'string' }, name: { type: 'string' }, currency: { type: 'enumeration' } },
  },
  'job.entry': {
    attributes: {
      hours: { type: 'decimal' },
      price: { type: 'component', component: 'job.price' },
      service: { type: 'relation', relation: 'manyToOne', target: 'api::owner.owner' },
    },
  },
  'job.price': { attributes: { net: { type: 'decimal' } } },
};

const config: InvoiceSourceConfig = {
  name: 'jobs',
  contentType: 'api::job.job',
  prices: 'ours',
  number: 'code',
  date: 'day',
  currency: 'site.owner.currency',
  client: 'site.owner',
  lines: 'entries',
  line: { quantity: 'hours', unitPrice: 'price.net', records: ['service'] },
};
const compile = (change: Partial<InvoiceSourceConfig>) =>
  compileSource({ ...config, ...change }, (uid) => schemas[uid]);

describe('invoice sources', () => {
  test('only what counts is read, through relations and components', () => {
    const source = compile({});
    expect(source.plan).toEqual({
      fields: ['code', 'day'],
      populate: {
        site: { fields: ['id'], populate: { owner: { fields: ['currency', 'name', 'locale'] } } },
        entries: {
          fields: ['hours'],
          populate: { price: { fields: ['net'] }, service: { fields: ['name', 'locale'] } },
        },
      },
    });
    expect(source).toMatchObject({
      displayName: 'Job',
      draftAndPublish: true,
      client: { path: ['site', 'owner'], contentType: 'api::owner.owner', labelAttribute: 'name', localized: true },
    });
  });

  test.each([
    [{ contentType: 'api::gone.gone' }, 'contentType: there is no content type api::gone.gone'],
    [{ number: 'nummer' }, 'number: api::job.job has no attribute nummer (path nummer)'],
    [{ number: 'site' }, 'number: site is a relation, not a plain value'],
    [{ date: 'day.month' }, 'date: day of api::job.job is a plain value, nothing is below it (path day.month)'],
    [{ client: 'code' }, 'client: code must be a relation to one record'],
    [{ client: 'helpers' }, 'client: helpers must be a relation to one record'],
    [
      { client: 'helpers.owner' },
      'client: helpers of api::job.job holds many, so nothing below it can be picked (path helpers.owner)',
    ],
    [{ lines: 'site' }, 'lines: site must be a repeatable component or a relation to many'],
    [
      { lines: 'blocks' },
      'lines: blocks of api::job.job is of a type that cannot be followed: dynamiczone (path blocks)',
    ],
    [{ line: { ...config.line, quantity: 'count' } }, 'line.quantity: job.entry has no attribute count (path count)'],
    [
      { line: { ...config.line, records: ['service', 'part'] } },
      'line.records: job.entry has no attribute part (path part)',
    ],
  ])('%j is refused by its name', (change, message) => {
    expect(() => compile(change as Partial<InvoiceSourceConfig>)).toThrow(message);
  });

  test('two sources of one name and paths that are no paths are refused', () => {
    expect(invoicingConfig.safeParse({ sources: [config, config] }).success).toBe(false);
    expect(invoicingConfig.safeParse({ sources: [{ ...config, client: 'site..owner' }] }).success).toBe(false);
    expect(invoicingConfig.safeParse({ sources: [config] }).success).toBe(true);
  });
});
