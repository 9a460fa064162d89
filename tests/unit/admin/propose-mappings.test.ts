import { proposeMappings } from '../../../admin/src/components/setup/proposeMappings';
import type { Connection, LocalContentType } from '../../../server/src/contracts';
import { pax8 } from '../../../server/src/connectors/pax8';
import { quickbooksOnline } from '../../../server/src/connectors/quickbooks-online';

const connection = { id: 'c1', auth: 'none', settings: {}, counts: [] } as unknown as Connection;
const contentTypes = (...names: string[]): LocalContentType[] =>
  names.map((name) => ({
    uid: `api::${name}.${name}`,
    displayName: name.charAt(0).toUpperCase() + name.slice(1),
    attributes: [],
    proposedRoles: [{ role: 'name', attribute: 'name' }],
  })) as unknown as LocalContentType[];
const pairs = (connector: typeof pax8, ...names: string[]) =>
  proposeMappings(connection, connector.recordTypes({}), contentTypes(...names)).map(
    ({ contentType, recordType }) => `${contentType.split('.')[1]} = ${recordType}`,
  );

describe('proposed mappings', () => {
  it('pairs clients with companies and products with products, and nothing with contacts or subscriptions', () => {
    expect(pairs(pax8, 'client', 'vendor', 'part', 'rate', 'product')).toEqual([
      'client = company',
      'product = product',
    ]);
  });

  it('pairs contacts and subscriptions with content types of that name', () => {
    expect(pairs(pax8, 'contact', 'subscription', 'client', 'part')).toEqual([
      'client = company',
      'contact = contact',
      'part = product',
      'subscription = subscription',
    ]);
  });

  it('pairs the small lists of QuickBooks with content types of their whole name alone', () => {
    expect(pairs(quickbooksOnline, 'client', 'payment', 'code', 'term', 'payment-method', 'class')).toEqual([
      'client = customer',
      'term = term',
      'class = class',
      'payment-method = payment-method',
    ]);
  });

  it('lets everything that is sold be an item of QuickBooks', () => {
    expect(pairs(quickbooksOnline, 'client', 'vendor', 'part', 'rate', 'product')).toEqual([
      'client = customer',
      'vendor = vendor',
      'part = item',
      'product = item',
      'rate = item',
    ]);
  });
});
