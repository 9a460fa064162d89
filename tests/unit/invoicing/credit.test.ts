import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import type { PreflightResult, ResolvedLine } from '../../../server/src/contracts/invoices';
import { addRequest } from '../../../server/src/connectors/quickbooks-desktop/invoices';
import { bodyOf } from '../../../server/src/connectors/quickbooks-online/invoices';
import { amountOf, sumOf } from '../../../server/src/invoicing/amounts';
import { type CreditLines, creditLines, leftOf, type WantedLine } from '../../../server/src/invoicing/credit';
import { requestOf } from '../../../server/src/invoicing/send';

const reference = {
  recordType: 'item',
  externalId: '13',
  label: 'Work',
  linkId: 'link',
  through: 'record',
  parent: null,
} as const;
const line = (position: number, quantity: string, unitPrice: string): ResolvedLine => ({
  line: position,
  description: `Line ${position}`,
  record: null,
  quantity,
  unitPrice,
  amount: amountOf(quantity, unitPrice),
  reference,
  heading: '',
  price: null,
});
const invoiceOf = (...lines: ResolvedLine[]) => ({ lines, total: sumOf(lines.map(({ amount }) => amount)) });
type Billed = ReturnType<typeof invoiceOf>;

/** What an invoice is, credited again and again; what is refused leaves it as it was. */
class Books {
  notes: CreditLines[] = [];
  constructor(readonly invoice: Billed) {}
  left = () => leftOf(this.invoice, this.notes);
  credit(wanted?: WantedLine[]): CreditLines {
    const note = creditLines(this.invoice, this.left(), wanted);
    if (note.problems.length === 0) this.notes.push(note);
    return note;
  }
}

describe('a credit note', () => {
  const invoice = invoiceOf(line(1, '2', '165'), line(2, '3', '6.5'));

  test('of everything says what the invoice says', () => {
    const books = new Books(invoice);
    expect(books.credit()).toEqual({ lines: invoice.lines, total: '349.50', problems: [] });
    expect(books.left()).toEqual({
      lines: [
        { line: 1, quantity: '0', amount: '0.00' },
        { line: 2, quantity: '0', amount: '0.00' },
      ],
      total: '0.00',
    });
    expect(books.credit().problems).toMatchObject([{ line: null, message: 'There is nothing left to credit' }]);
  });

  test('of some lines and quantities leaves the rest', () => {
    const books = new Books(invoice);
    expect(books.credit([{ line: 2, quantity: '1' }])).toMatchObject({
      lines: [{ line: 2, quantity: '1', amount: '6.50' }],
      total: '6.50',
    });
    expect(books.credit([{ line: 1, quantity: '0.5' }]).total).toBe('82.50');
    expect(books.credit()).toMatchObject({
      lines: [
        { line: 1, quantity: '1.5', amount: '247.50' },
        { line: 2, quantity: '2', amount: '13.00' },
      ],
      total: '260.50',
    });
  });

  test.each<[string, WantedLine[], string]>([
    ['a line that is not there', [{ line: 3, quantity: '1' }], 'Line 3: the invoice has no such line'],
    ['more than was billed', [{ line: 1, quantity: '2.1' }], 'Line 1: 2.1 is more than the 2 that are left to credit'],
    ['the wrong sign', [{ line: 1, quantity: '-1' }], 'Line 1: -1 is more than the 2 that are left to credit'],
    ['nothing', [{ line: 1, quantity: '0' }], 'No line has a quantity to credit'],
  ])('refuses %s', (_what, wanted, message) => {
    expect(new Books(invoice).credit(wanted).problems.map((problem) => problem.message)).toEqual([message]);
  });

  test('refuses the lines without the discount that they were given with', () => {
    const books = new Books(invoiceOf(line(1, '2', '165'), line(2, '1', '-30')));
    expect(books.credit([{ line: 1, quantity: '2' }]).problems).toMatchObject([
      { line: null, message: 'These lines come to 330.00, and 300.00 is left to credit' },
    ]);
    expect(books.credit([{ line: 2, quantity: '1' }]).problems).toMatchObject([
      { line: null, message: 'These lines come to -30.00; a credit note must give something back' },
    ]);
    expect(books.credit().total).toBe('300.00');
  });

  test.each([
    // Three thirds of a cent's rounding up, and down.
    ['0.335', '3', '1.01', ['0.34', '0.34', '0.33']],
    ['0.333', '3', '1.00', ['0.33', '0.33', '0.34']],
  ])('gives whoever credits the rest of 3 × %s the rest of the amount', (price, quantity, billed, amounts) => {
    const books = new Books(invoiceOf(line(1, quantity, price)));
    expect(books.invoice.total).toBe(billed);
    expect(amounts.map(() => books.credit([{ line: 1, quantity: '1' }]).total)).toEqual(amounts);
    expect(books.left()).toEqual({ lines: [{ line: 1, quantity: '0', amount: '0.00' }], total: '0.00' });
  });

  const decimal = (most: number, places: number) =>
    fc
      .integer({ min: -most * 10 ** places, max: most * 10 ** places })
      .map((units) => new Decimal(units).div(new Decimal(10).pow(places)).toFixed());
  const share = fc.record({ line: fc.integer({ min: 1, max: 6 }), part: fc.integer({ min: -2, max: 12 }) });

  test('never credits more than was billed, whatever is asked and however often', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(decimal(50, 3), decimal(500, 4)), { minLength: 1, maxLength: 6 }),
        fc.array(fc.uniqueArray(share, { selector: (one) => one.line, minLength: 1, maxLength: 6 }), {
          minLength: 1,
          maxLength: 12,
        }),
        (lines, requests) => {
          const books = new Books(invoiceOf(...lines.map(([quantity, price], at) => line(at + 1, quantity, price))));
          for (const request of requests) {
            // Tenths of what was billed: too little, too much, and what adds up.
            books.credit(
              request.flatMap(({ line: position, part }) => {
                const billed = books.invoice.lines[position - 1];
                return billed
                  ? [{ line: position, quantity: new Decimal(billed.quantity).times(part).div(10).toFixed() }]
                  : [];
              }),
            );
          }
          books.credit();
          const credited = books.notes.flatMap((note) => note.lines);
          for (const { line: position, quantity, amount } of books.invoice.lines) {
            const of = credited.filter((one) => one.line === position);
            const sum = (values: string[]) => Decimal.sum(0, ...values).abs();
            expect(sum(of.map((one) => one.quantity)).lte(new Decimal(quantity).abs())).toBe(true);
            expect(sum(of.map((one) => one.amount)).lte(new Decimal(amount).abs())).toBe(true);
          }
          const total = sumOf(books.notes.map((note) => note.total));
          expect(new Decimal(total).lte(Decimal.max(books.invoice.total, 0))).toBe(true);
          for (const note of books.notes) {
            expect(new Decimal(note.total).gt(0)).toBe(true);
            expect(note.total).toBe(sumOf(note.lines.map(({ amount }) => amount)));
            // What the vendor checks.
            for (const one of note.lines) expect(amountOf(one.quantity, one.unitPrice)).toBe(one.amount);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  test('is written as the vendors want it', () => {
    const resolution = {
      ...invoice,
      source: 'orders',
      contentType: 'api::order.order',
      id: 'w1',
      locale: '',
      number: 'WO-1',
      date: '2026-03-31',
      memo: 'Credit for invoice WO-1',
      delivery: null,
      email: null,
      terms: null,
      class: null,
      connectionId: 'c',
      client: { record: null, reference: { ...reference, recordType: 'customer', externalId: '1' } },
      currency: 'USD',
      ready: true,
      reasons: [],
    } satisfies PreflightResult;
    const request = requestOf({ kind: 'credit_note', requestId: 'r1', plannedNumber: 'WO-1-C1', resolution });
    expect(request).toMatchObject({ kind: 'credit_note', number: 'WO-1-C1', customerId: '1' });
    expect(bodyOf(request, new Map([['13', { Id: '13', Taxable: false }]]))).toMatchObject({
      CustomerRef: { value: '1' },
      DocNumber: 'WO-1-C1',
      Line: [{ Amount: 330 }, { Amount: 19.5 }],
    });
    const [name, [add]] = addRequest(request) as [string, Array<[string, Array<[string, unknown]>]>];
    expect(name).toBe('CreditMemoAddRq');
    expect(add?.[0]).toBe('CreditMemoAdd');
    expect(add?.[1].map(([member]) => member)).toEqual([
      'CustomerRef',
      'TxnDate',
      'RefNumber',
      'Memo',
      'CreditMemoLineAdd',
      'CreditMemoLineAdd',
    ]);
  });
});
