import type { Core } from '@strapi/strapi';
import { Decimal } from 'decimal.js';
import type { ChargeLine, ChargePeriod, ClientCharges, linkCharges, ResponseOf } from '../contracts';
import type { Charges } from '../connectors/charges';
import { findConfirmedByExternal, findLink } from '../linking/link-repository';
import { findMappings } from '../linking/mapping-repository';
import { findRecords } from '../sync/external-records';
import { databaseOf } from '../utils/database';
import { notFound } from '../utils/errors';
import { getService } from '../utils/services';
import {
  eachLine,
  findDocuments,
  type LineRow,
  listCustomers,
  listLines,
  type Selection,
  sumLines,
  sumsByCustomer,
  sumsByPeriod,
  unlinkedSubscriptions,
} from './queries';
import { COMING } from './store';

interface Asked {
  connectionId: string;
  period: string;
  unlinked: boolean;
}
interface PageOf {
  page: number;
  pageSize: number;
}
/** Ids of mappings whose entries may be named. */
type Readable = ReadonlySet<string>;

const partOf = ({ page, pageSize }: PageOf) => ({ offset: (page - 1) * pageSize, limit: pageSize });

/** What vendors charge us, by period and customer; read by the sync. */
export const charges = ({ strapi }: { strapi: Core.Strapi }) => {
  const db = () => databaseOf(strapi);

  /** The capability of a connection. @throws NotFoundError where its system tells of no charges */
  async function capability(connectionId: string): Promise<Charges> {
    const connection = await getService(strapi, 'connections').get(connectionId);
    const { charges: found } = getService(strapi, 'connectors').get(connection.connector);
    if (!found) throw notFound('record of charges in the connection', connectionId);
    return found;
  }

  async function selectionOf(asked: Asked): Promise<Selection> {
    const { customerRecordType, subscriptionRecordType } = await capability(asked.connectionId);
    const mappings = await findMappings(db(), asked.connectionId);
    const isMapped = mappings.some(({ recordType }) => recordType === subscriptionRecordType);
    return { ...asked, customerRecordType, subscriptionRecordType: isMapped ? subscriptionRecordType : null };
  }

  /** Confirmed links by external id; a label only where its entry may be read. */
  async function linksOf(connectionId: string, recordType: string, ids: string[], readable: Readable) {
    const links = new Map<string, Array<{ id: string; label: string | null }>>();
    for (const link of await findConfirmedByExternal(db(), { connectionId, recordType }, ids)) {
      const label = readable.has(link.mappingId) ? link.localLabel : null;
      links.set(link.externalId, [...(links.get(link.externalId) ?? []), { id: link.id, label }]);
    }
    return links;
  }

  return {
    /** Periods, newest first, the document to come before all. */
    async periods(connectionId: string): Promise<ChargePeriod[]> {
      await capability(connectionId);
      const sums = await sumsByPeriod(db(), connectionId);
      const periods = new Map<string, ChargePeriod>();
      for (const document of await findDocuments(db(), connectionId)) {
        const { period, issuedOn, status, balance, currency, isRead, readAt } = document;
        const known = periods.get(period);
        const row = known ?? {
          ...{ period, issuedOn, status, readAt, documents: 0, unread: 0, balance: [] },
          sums: sums.get(period)?.sums ?? [],
        };
        row.documents += 1;
        row.unread += isRead ? 0 : 1;
        if (row.status !== status) row.status = null;
        if (readAt > row.readAt) row.readAt = readAt;
        if (balance !== null) addTo(row.balance, currency, balance);
        periods.set(period, row);
      }
      return [...periods.values()];
    },

    /** Customers of a period, the dearest first. */
    async clients(asked: Asked, page: PageOf, readable: Readable) {
      const selection = await selectionOf(asked);
      const { connectionId, customerRecordType, subscriptionRecordType } = selection;
      const { rows, total } = await listCustomers(db(), selection, partOf(page));
      const keys = rows.map(({ customerId }) => customerId);
      const ids = keys.filter((id) => id !== null);
      const records = await findRecords(db(), { connectionId, recordType: customerRecordType }, ids);
      const links = await linksOf(connectionId, customerRecordType, ids, readable);
      const byCustomer = await sumsByCustomer(db(), selection, keys);
      const open =
        subscriptionRecordType === null
          ? null
          : await unlinkedSubscriptions(db(), { ...selection, subscriptionRecordType }, keys);
      const clients = rows.map(({ customerId, name, lines, subscriptions }): ClientCharges => ({
        customerId,
        label: customerId === null ? null : (records.get(customerId)?.label ?? name ?? customerId),
        lines,
        sums: byCustomer.get(customerId) ?? [],
        links: customerId === null ? [] : (links.get(customerId) ?? []),
        subscriptions,
        unlinkedSubscriptions: open && (open.get(customerId) ?? 0),
      }));
      return { clients, total, sums: await sumLines(db(), selection) };
    },

    async lines(asked: Asked, customerId: string | null, page: PageOf, readable: Readable) {
      const selection = await selectionOf(asked);
      const { connectionId, subscriptionRecordType } = selection;
      const { rows, total } = await listLines(db(), selection, customerId, partOf(page));
      const ids = rows.flatMap(({ subscriptionId }) => subscriptionId ?? []);
      const links =
        subscriptionRecordType === null ? null : await linksOf(connectionId, subscriptionRecordType, ids, readable);
      const lines = rows.map((row): ChargeLine => {
        const { customerId: _customer, customerName: _name, issuedOn: _issued, ...line } = row;
        const { subscriptionId } = line;
        return { ...line, links: links && subscriptionId !== null ? (links.get(subscriptionId) ?? []) : null };
      });
      return { lines, total };
    },

    /** All lines of a selection; what is wrong with it is thrown at once. */
    async eachLine(asked: Asked): Promise<AsyncGenerator<LineRow[]>> {
      return eachLine(db(), await selectionOf(asked));
    },

    /** Of the customer of a link: the document to come, and the last month that has one. */
    async ofLink(linkId: string): Promise<ResponseOf<typeof linkCharges>['data']> {
      const link = await findLink(db(), linkId);
      if (!link) throw notFound('link', linkId);
      const { customerRecordType } = await capability(link.connectionId);
      if (link.recordType !== customerRecordType) return [];
      const periods = (await findDocuments(db(), link.connectionId)).map(({ period }) => period);
      const last = periods.find((period) => period !== COMING);
      const sums = await sumsByPeriod(db(), link.connectionId, link.externalId);
      return [COMING, last]
        .filter((period) => period !== undefined && periods.includes(period))
        .map((period) => ({ period: period!, ...(sums.get(period!) ?? { lines: 0, sums: [] }) }));
    },
  };
};

function addTo(sums: ChargePeriod['balance'], currency: string | null, amount: string): void {
  const sum = sums.find((one) => one.currency === currency);
  if (sum) sum.amount = new Decimal(sum.amount).plus(amount).toFixed();
  else sums.push({ currency, amount });
}
