import type { Decimal } from 'decimal.js';
import type { CreditLeft } from '../contracts/credit-notes';
import type { PreflightResult, ResolvedLine } from '../contracts/invoices';
import { amountOf, isNegative, Money, sumOf } from './amounts';
import { sentence, type Sentence } from '../utils/sentence';
import { atLine } from './references';

/** What one credit note is to give back: a line of the invoice, and how much of it. */
export interface WantedLine {
  line: number;
  /** Decimal text with the sign of the billed quantity. */
  quantity: string;
}

/** Lines of a credit note; `line` is the number of the line on the invoice. */
export interface CreditLines {
  lines: ResolvedLine[];
  total: string;
  problems: ({ line: number | null } & Sentence)[];
}

/** Decimals of a price that every vendor keeps. */
const PRICE_DECIMALS = 5;

type Billed = Pick<PreflightResult, 'lines' | 'total'>;

/** What is left of an invoice after the credit notes that exist, or may come to exist. */
export function leftOf(invoice: Billed, notes: readonly Billed[]): CreditLeft {
  const taken = notes.flatMap(({ lines }) => lines);
  const minus = (value: string, others: readonly string[]): Decimal =>
    others.reduce((left, other) => left.minus(other), new Money(value));
  return {
    lines: invoice.lines.map(({ line, quantity, amount }) => {
      const of = taken.filter((other) => other.line === line);
      return {
        line,
        quantity: minus(
          quantity,
          of.map((other) => other.quantity),
        ).toFixed(),
        amount: minus(
          amount,
          of.map((other) => other.amount),
        ).toFixed(2),
      };
    }),
    total: minus(
      invoice.total,
      notes.map(({ total }) => total),
    ).toFixed(2),
  };
}

/**
 * Lines that credit what is wanted; all that is left where nothing is said. No line is credited beyond its billed
 * quantity or amount, nor all notes together beyond the invoice's total. Whoever credits the rest of a line gets the
 * rest of its amount, so that what rounding left over does not stay.
 */
export function creditLines(invoice: Billed, left: CreditLeft, wanted?: readonly WantedLine[]): CreditLines {
  const problems: CreditLines['problems'] = [];
  const lines: ResolvedLine[] = [];
  const chosen = wanted ?? left.lines.filter(({ quantity }) => !new Money(quantity).isZero());
  for (const { line, quantity } of [...chosen].sort((a, b) => a.line - b.line)) {
    const billed = invoice.lines.find((other) => other.line === line);
    const rest = left.lines.find((other) => other.line === line);
    if (!billed || !rest) {
      problems.push({ line, ...atLine(line, sentence('invoicing.noSuchLine', 'the invoice has no such line')) });
      continue;
    }
    if (new Money(quantity).isZero()) continue;
    if (
      isNegative(quantity) !== isNegative(billed.quantity) ||
      new Money(quantity).abs().gt(new Money(rest.quantity).abs())
    ) {
      problems.push({
        line,
        ...atLine(
          line,
          sentence('invoicing.moreThanLeft', '{quantity} is more than the {left} that are left to credit', {
            quantity: { decimal: quantity },
            left: { decimal: rest.quantity },
          }),
        ),
      });
      continue;
    }
    const credited = creditLine(billed, rest, quantity);
    if (credited) lines.push(credited);
    else
      problems.push({
        line,
        ...atLine(
          line,
          sentence(
            'invoicing.notToTheCent',
            '{quantity} cannot be credited to the cent; credit all {left} that are left',
            {
              quantity: { decimal: quantity },
              left: { decimal: rest.quantity },
            },
          ),
        ),
      });
  }
  const total = sumOf(lines.map(({ amount }) => amount));
  if (problems.length === 0) {
    if (lines.length === 0)
      problems.push({
        line: null,
        ...(wanted
          ? sentence('invoicing.noQuantity', 'No line has a quantity to credit')
          : sentence('invoicing.nothingLeft', 'There is nothing left to credit')),
      });
    else if (new Money(total).lte(0))
      problems.push({
        line: null,
        ...sentence('invoicing.nothingBack', 'These lines come to {total}; a credit note must give something back', {
          total: { decimal: total },
        }),
      });
    else if (new Money(total).gt(left.total))
      problems.push({
        line: null,
        ...sentence('invoicing.moreThanTotal', 'These lines come to {total}, and {left} is left to credit', {
          total: { decimal: total },
          left: { decimal: left.total },
        }),
      });
  }
  return { lines, total, problems };
}

/** Null: no price with few enough decimals gives the amount. */
function creditLine(billed: ResolvedLine, left: CreditLeft['lines'][number], quantity: string): ResolvedLine | null {
  const own = amountOf(quantity, billed.unitPrice);
  const isRest = new Money(quantity).eq(left.quantity);
  const amount = isRest || new Money(own).abs().gt(new Money(left.amount).abs()) ? sumOf([left.amount]) : own;
  const unitPrice =
    amount === own ? billed.unitPrice : new Money(amount).div(quantity).toDecimalPlaces(PRICE_DECIMALS).toFixed();
  if (amountOf(quantity, unitPrice) !== amount) return null;
  return { ...billed, quantity, unitPrice, amount, price: null };
}
