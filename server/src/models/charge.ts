import type { Model } from '@strapi/database';
import {
  bigInteger,
  counter,
  flag,
  increments,
  requiredDatetime,
  requiredInteger,
  requiredString,
  requiredText,
  string,
} from './columns';

/** An invoice by which a vendor charges us, or the one to come. */
export const chargeDocument: Model = {
  uid: 'plugin::crosswalk.charge-document',
  tableName: 'crosswalk_charge_documents',
  singularName: 'charge-document',
  attributes: {
    id: increments,
    connectionId: string(64),
    /** The vendor's id; empty: the document to come. */
    externalId: requiredString(),
    number: string(),
    /** ISO date. */
    issuedOn: string(10),
    /** `YYYY-MM`, or `coming`. */
    period: string(10),
    status: string(),
    isVoid: flag(false),
    /** Decimal texts. */
    total: string(),
    balance: string(),
    currency: string(16),
    /** Run whose lines are shown; 0 until all have been read. */
    shownRunId: counter(),
    /** When it, or its lines, were last read. */
    readAt: requiredDatetime(),
  },
  indexes: [
    { name: 'crosswalk_charge_documents_uq', columns: ['connection_id', 'external_id'], type: 'unique' },
    { name: 'crosswalk_charge_documents_period_idx', columns: ['connection_id', 'period'] },
  ],
};

/** What a vendor charges us for one thing. */
export const chargeLine: Model = {
  uid: 'plugin::crosswalk.charge-line',
  tableName: 'crosswalk_charge_lines',
  singularName: 'charge-line',
  attributes: {
    id: increments,
    connectionId: string(64),
    documentId: requiredInteger(),
    /** Run that read it: lines become visible with the last page, all at once. */
    runId: requiredInteger(),
    externalId: requiredString(),
    customerId: string(),
    subscriptionId: string(),
    productId: string(),
    customerName: string(),
    description: requiredText(),
    sku: string(),
    kind: string(),
    /** ISO dates. */
    startsOn: string(10),
    endsOn: string(10),
    /** Decimal texts, exact. */
    quantity: string(),
    unitPrice: string(),
    total: string(),
    unitCost: string(),
    cost: string(),
    currency: string(16),
    /** Millionths of `cost` and `total`: whole numbers, which every database adds up exactly. */
    costMicros: bigInteger(),
    totalMicros: bigInteger(),
  },
  indexes: [
    { name: 'crosswalk_charge_lines_uq', columns: ['document_id', 'run_id', 'external_id'], type: 'unique' },
    { name: 'crosswalk_charge_lines_customer_idx', columns: ['document_id', 'run_id', 'customer_id'] },
    { name: 'crosswalk_charge_lines_conn_idx', columns: ['connection_id'] },
  ],
};
