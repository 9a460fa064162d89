import { idOf, present, type PartnerState, type Row } from './partner';

/** An invoice is made on this day of its month. */
const DAY_OF_INVOICE = 5;

const round = (amount: number): number => Math.round(amount * 100) / 100;

/** `2026-11`, counted on by some months. */
const monthOf = (today: Date, offset: number): string =>
  new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() + offset, 1)).toISOString().slice(0, 7);

/** Month that `monthOffset` of the draft items means. */
export const offsetMonth = (offset: string): string => monthOf(new Date(), Number(offset));

/** A line of the invoice of a month for one subscription. */
const itemRow = (state: PartnerState, subscription: Row, month: string): Row => {
  const company = state.companies.find(({ id }) => id === subscription.companyId) ?? {};
  const product = state.products.find(({ id }) => id === subscription.productId) ?? {};
  const [quantity, price, cost] = [subscription.quantity, subscription.price, subscription.partnerCost].map(Number) as [
    number,
    number,
    number,
  ];
  const last = new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5, 7)), 0)).getUTCDate();
  const total = round(quantity * price);
  return present({
    id: idOf('item', month, String(subscription.id)),
    type: 'subscription',
    companyId: company.id,
    externalId: company.externalId,
    companyName: company.name,
    startPeriod: `${month}-01`,
    endPeriod: `${month}-${last}`,
    quantity,
    unitOfMeasure: 'User',
    term: 'Monthly',
    sku: product.sku,
    description: product.name,
    chargeType: 'per',
    price,
    subTotal: total,
    cost,
    costTotal: round(quantity * cost),
    offeredBy: 'Pax8',
    billedByPax8: false,
    total,
    productId: product.id,
    productName: product.name,
    billingFee: 0,
    billingFeeRate: 0,
    amountDue: round(quantity * cost),
    currencyCode: subscription.currencyCode,
    salesTax: 0,
    subscriptionId: subscription.id,
    vendorName: product.vendorName,
  });
};

/** What an invoice has beside subscriptions: seats given back, a charge of no subscription, and a credit of no company. */
function otherRows(first: Row, month: string): Row[] {
  const { subscriptionId: _subscription, productId: _product, ...once } = first;
  const { cost, price } = first as { cost: number; price: number };
  return [
    {
      ...first,
      id: idOf('prorate', month, String(first.id)),
      type: 'prorate',
      quantity: -1,
      total: round(-price / 2),
      subTotal: round(-price / 2),
      costTotal: round(-cost / 2),
      amountDue: round(-cost / 2),
    },
    {
      ...once,
      id: idOf('one-time', month),
      type: 'one-time',
      description: 'Migration service',
      productName: 'Migration service',
      sku: 'SVC-MIGRATION',
      term: 'One-Time',
      chargeType: 'flat',
      quantity: 1,
      ...{ price: 250, subTotal: 250, total: 250, cost: 200, costTotal: 200, amountDue: 200 },
    },
    {
      id: idOf('credit', month),
      type: 'invoice-credit',
      description: 'Promotional credit',
      quantity: 1,
      ...{ price: 0, subTotal: 0, total: 0, cost: -25, costTotal: -25, amountDue: -25 },
      currencyCode: first.currencyCode,
    },
  ];
}

/**
 * Gives a partner the invoices of the last two months, one that was taken back, and the draft of the next, each with a
 * line per monthly subscription. Draft items have no id, as in the vendor's own examples.
 */
export function addInvoices(state: PartnerState, currency: string, today: Date): void {
  const monthly = state.subscriptions.filter(
    ({ status, billingTerm }) => status === 'Active' && billingTerm === 'Monthly',
  );
  const last = today.getUTCDate() >= DAY_OF_INVOICE ? 0 : -1;
  const itemsOf = (month: string) => monthly.map((row) => itemRow(state, row, month));
  state.draftItems = itemsOf(monthOf(today, last + 1)).map(({ id: _id, ...item }) => item);
  for (const [offset, status] of [
    [last - 2, 'Void'],
    [last - 1, 'Paid'],
    [last, 'Unpaid'],
  ] as const) {
    const month = monthOf(today, offset);
    const items = itemsOf(month);
    const [first] = items;
    if (first && status === 'Unpaid') items.push(...otherRows(first, month));
    const total = round(items.reduce((sum, item) => sum + Number(item.costTotal), 0));
    const id = idOf('invoice', month, state.name);
    state.invoiceItems[id] = items;
    state.invoices.push({
      id,
      invoiceDate: `${month}-05`,
      dueDate: `${month}-20`,
      total,
      balance: status === 'Unpaid' ? total : 0,
      carriedBalance: 0,
      currencyCode: currency,
      // On the wire and filterable, though not in the schema.
      status,
      partnerName: state.name,
    });
  }
}
