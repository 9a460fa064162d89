import type { ConnectorContext } from '../contract';
import { isJson } from '../values';
import { companyOf, quote } from './client';
import { rowsOf } from './records';

/** The vendor's words for types of records: here, and in QuickBooks Desktop, where items have many. */
const types: Record<string, { here: string; there: string[] }> = {
  customer: { here: 'CUSTOMER', there: ['CUSTOMER'] },
  vendor: { here: 'VENDOR', there: ['VENDOR'] },
  item: {
    here: 'ITEM',
    there: [
      'ITEM',
      'ITEM_SERVICE',
      'ITEM_INVENTORY',
      'ITEM_ASSEMBLY',
      'ITEM_PART',
      'ITEM_FIXEDASSET',
      'ITEM_CHARGES',
      'ITEM_SUBTOTAL',
      'ITEM_GROUP',
      'ITEM_DISCOUNT',
      'ITEM_PAYMENT',
      'ITEM_TAXCOMP',
      'ITEM_TAXGROUP',
    ],
  },
};
const entity = 'QbdtEntityIdMapping';
const PAGE_SIZE = 1000;
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/**
 * Ids of QuickBooks Desktop (`ListID`) with what the vendor's migration made of them. Kept by the vendor only for
 * companies that were moved with its own tool while an application was connected to the company file.
 */
async function ids(
  ctx: ConnectorContext,
  { recordType }: { recordType: string },
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  const type = types[recordType];
  if (!type) return found;
  const company = companyOf(ctx);
  const where = `qbdtEntityType in (${type.there.map(quote).join(', ')})`;
  for (let start = 1; ; start += PAGE_SIZE) {
    const answer = await company.query(
      `select * from ${entity} where ${where} startposition ${start} maxresults ${PAGE_SIZE}`,
    );
    const rows = rowsOf(answer, entity);
    for (const row of rows) {
      if (!isJson(row) || text(row.QboEntityType) !== type.here) continue;
      const [there, here] = [text(row.QbdtExportableId), text(row.QboEntityId)];
      if (there !== '' && here !== '') found.set(there, here);
    }
    if (rows.length < PAGE_SIZE) return found;
  }
}

export const moved = { from: 'quickbooks-desktop', ids };
