interface Amount {
  /** Decimal text, e.g. `528.00`. */
  total: string;
  currency: string | null;
}

/** Sum by currency, in the order in which the currencies appear. Exact: decimal text in, decimal text out. */
export function sumByCurrency(amounts: readonly Amount[]): Amount[] {
  const sums = new Map<string | null, string>();
  for (const { total, currency } of amounts) sums.set(currency, addDecimals(sums.get(currency) ?? '0', total));
  return [...sums].map(([currency, total]) => ({ currency, total }));
}

/** `1.5` + `0.25` is `1.75`. Throws a SyntaxError when a text is no decimal. */
export function addDecimals(left: string, right: string): string {
  const scale = Math.max(decimalsOf(left), decimalsOf(right));
  const sum = scaled(left, scale) + scaled(right, scale);
  const digits = (sum < 0n ? -sum : sum).toString().padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  const fraction = scale === 0 ? '' : `.${digits.slice(-scale)}`;
  return `${sum < 0n ? '-' : ''}${whole}${fraction}`;
}

const decimalsOf = (text: string): number => text.split('.')[1]?.length ?? 0;

function scaled(text: string, scale: number): bigint {
  const [whole = '', fraction = ''] = text.split('.');
  return BigInt(`${whole}${fraction.padEnd(scale, '0')}`);
}
