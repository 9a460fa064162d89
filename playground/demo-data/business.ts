import { parts, products, rates } from './catalogue';
import { clients } from './clients';

export { parts, products, rates, vendors } from './catalogue';
export type { DemoPart, DemoProduct, DemoRate, DemoVendor } from './catalogue';
export { clients } from './clients';
export type { DemoClient } from './clients';

export interface DemoLine {
  description: string;
  quantity: string;
  unitPrice: string;
  part?: string;
  rate?: string;
  product?: string;
}
export interface DemoWorkOrder {
  number: string;
  title: string;
  /** ISO date. */
  date: string;
  state: 'open' | 'done' | 'invoiced';
  currency: string;
  /** Key of a client. */
  client: string;
  lines: DemoLine[];
}

const titles = [
  'Wireless survey and access points',
  'Workstation refresh',
  'Monthly managed services',
  'Firewall replacement',
  'Office move cabling',
  'Mailbox migration',
  'UPS battery replacement',
  'Camera installation',
  'New hire set-up',
  'Backup review',
];

/** 40 work orders of autumn 2026, one to six lines each, the same on every run. */
export const workOrders: DemoWorkOrder[] = Array.from({ length: 40 }, (_, index) => {
  // 29 and 68 have no common factor, so the orders spread over the clients.
  const client = clients[(index * 29) % clients.length]!;
  const lineCount = 1 + ((index * 5) % 6);
  return {
    number: `WO-2026-${String(index + 101).padStart(4, '0')}`,
    title: titles[index % titles.length]!,
    date: new Date(Date.UTC(2026, 8, 1 + index * 2)).toISOString().slice(0, 10),
    state: index % 5 < 3 ? 'done' : 'open',
    currency: client.currency,
    client: client.key,
    lines: Array.from({ length: lineCount }, (_unused, at) => workOrderLine(index, at)),
  };
});

/** First a part, then labour, then a subscription, and so on: every order with three lines has all kinds. */
function workOrderLine(order: number, at: number): DemoLine {
  const pick = order * 7 + at * 11;
  if (at % 3 === 0) {
    const part = parts[pick % parts.length]!;
    const quantity = String(1 + (pick % 6));
    return { description: part.name, quantity, unitPrice: part.price, part: part.sku };
  }
  if (at % 3 === 1) {
    const rate = rates[pick % rates.length]!;
    const quantity = ['0.5', '1.25', '2', '3.75', '6'][pick % 5]!;
    return {
      description: `${rate.name}: ${titles[order % titles.length]!.toLowerCase()}`,
      quantity,
      unitPrice: rate.hourlyRate,
      rate: rate.code,
    };
  }
  const product = products[pick % products.length]!;
  const quantity = String(1 + (pick % 25));
  return { description: product.name, quantity, unitPrice: product.price, product: product.sku };
}
