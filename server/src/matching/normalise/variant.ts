import { compact, fold } from './text';
import {
  numberWords,
  packWords,
  periodUnits,
  periodWords,
  phraseStarts,
  seriesWords,
  singleWords,
  soldByLength,
  units,
  variantWords,
} from './variant-words';

/** One thing a name states of its kind: a word (`annual`), or an amount in the base unit of its group. */
export interface VariantValue {
  /** As it is shown: `academic`, `6 mm`, `12 months`. */
  text: string;
  /** NaN for words, which are compared by `text`. */
  amount: number;
}

/**
 * What tells a product or service from its siblings, by group (`term`, `colour`, `size`, `storage` …). Groups of
 * one record never contradict each other; two records do when both state a group with different values.
 */
export interface Variant {
  /** A bit for each group stated, to refuse most pairs without looking further. */
  mask: number;
  groups: ReadonlyMap<string, readonly VariantValue[]>;
  /** The words of the name that state nothing. */
  rest: readonly string[];
  /** What is stated, in one form: `1/2"` and `0.5 in` give `12.7mm`. */
  values: readonly string[];
  /** What long texts mention: no statement, but it excuses a difference. */
  mentioned: ReadonlyMap<string, readonly VariantValue[]>;
}

type Groups = Map<string, VariantValue[]>;
const nothing: Variant['mentioned'] = new Map();

/** Texts longer than this speak of more than the thing itself. */
const longestStatement = 5;

/**
 * Variant of a product or service from its name, other texts of a few words, and a description, which only excuses
 * where it is long. Null: nothing stated.
 */
export function variantOf(title: string, kinds: readonly string[], description: string): Variant | null {
  const groups: Groups = new Map();
  const rest = readVariant(title, groups);
  for (const text of kinds) {
    readVariant(text, groups);
    // A title that begins with its own category names its maker.
    const kind = fold(text);
    if (kind !== '' && fold(title).startsWith(`${kind} `)) add(groups, 'maker', compact(kind));
  }
  const isShort = description.length < 100 && description.trim().split(/\s+/).length <= longestStatement;
  if (description && isShort) readVariant(description, groups);
  if (groups.size === 0) return null;
  settlePeriods(groups);
  let mask = 0;
  for (const group of groups.keys()) mask |= groupBit(group);
  const variant = { mask, groups, rest, values: canonicalWords(groups) };
  if (description === '' || isShort) return { ...variant, mentioned: nothing };
  const mentioned: Groups = new Map();
  readVariant(description, mentioned);
  return { ...variant, mentioned };
}

function canonicalWords(groups: Groups): string[] {
  const out: string[] = [];
  for (const group of [...groups.keys()].filter((key) => !spelt.test(key)).sort()) {
    for (const { text, amount } of groups.get(group)!) {
      if (Number.isNaN(amount)) out.push(text);
      else if (group !== 'pack' || amount > 1) out.push(`${Number(amount.toPrecision(3))}${baseUnits[group] ?? group}`);
    }
  }
  return out;
}
const baseUnits: Readonly<Record<string, string>> = {
  size: 'mm',
  length: 'mm',
  mass: 'g',
  volume: 'ml',
  storage: 'mb',
  power: 'w',
  voltage: 'v',
  current: 'a',
  term: 'months',
};
/** Groups whose words stay where they stand in the name. */
const spelt = /^(?:maker|code|roman|year|after .*|series .*|thread)$/;

const bits = new Map<string, number>();
/** Groups share the 31 bits of a mask; it only has to refuse. */
function groupBit(group: string): number {
  let bit = bits.get(group);
  if (bit === undefined) bits.set(group, (bit = 1 << (bits.size % 31)));
  return bit;
}

function add(groups: Groups, group: string, text: string, amount = Number.NaN): void {
  const values = groups.get(group);
  if (!values) groups.set(group, [{ text, amount }]);
  else if (!values.some((value) => value.text === text)) values.push({ text, amount });
}

/** Of several periods the longest is the commitment and the shortest how it is billed. */
function settlePeriods(groups: Groups): void {
  const periods = groups.get('period');
  if (!periods) return;
  groups.delete('period');
  const sorted = [...periods].sort((a, b) => a.amount - b.amount);
  groups.set('term', [sorted.at(-1)!]);
  if (sorted.length > 1 && !groups.has('billing')) groups.set('billing', [sorted[0]!]);
}

const number = String.raw`\d+[ -]\d{1,2}\/\d{1,2}|\d{1,2}\/\d{1,2}|\d*[.,]?\d+`;
const isNumber = new RegExp(`^(?:${number})$`);
const measured = new RegExp(String.raw`^(${number})-?([\p{L}]+|["'])\.?$`, 'u');
const byMeasures = /^\d+(?:\.\d+)?(?:["']|[a-z]{1,2})?(?:x\d+(?:\.\d+)?(?:["']|[a-z]{1,4})?)+$/;
const period = /^p(\d+)([ymd])$/;
const separators = /[\s()[\]{};|:–—_]+|,(?!\d)|(?<!\d),|\/(?!\d)|(?<!\d)\/|[.](?!\d)|\*|®|™/;
const cjk = /[\u3040-\u30ff\u4e00-\u9fff]/;

/** Adds what a text states, and returns the tokens that state nothing. Words inside codes (`KDL46W`) are no statement. */
function readVariant(text: string, groups: Groups): string[] {
  const tokens = tokensOf(text);
  const rest: string[] = [];
  for (let at = 0; at < tokens.length;) {
    const used = readMark(tokens, at, groups, rest) || readPeriod(tokens, at, groups) || readPack(tokens, at, groups);
    const length = used || readQuantity(tokens, at, groups);
    if (length === 0) {
      readCode(tokens, at, groups);
      rest.push(tokens[at]!);
    }
    at += length || 1;
  }
  if (cjk.test(text)) readJapanese(text.normalize('NFKC'), groups);
  return rest;
}

/** Each of these returns how many tokens it has read; 0: none. */
function readMark(tokens: readonly string[], at: number, groups: Groups, rest: string[]): number {
  const token = tokens[at]!;
  const [phrase, length] = phraseAt(tokens, at);
  const mark = phrase ?? variantWords.get(token);
  if (!mark || (!phrase && units.has(token) && isNumber.test(tokens[at - 1] ?? ''))) return 0;
  for (const value of mark.values) add(groups, mark.group, value);
  // A phrase that only looks like a statement stays in the name.
  if (mark.values.length === 0) rest.push(...tokens.slice(at, at + length));
  return length;
}

function phraseAt(tokens: readonly string[], at: number): [mark: ReturnType<typeof variantWords.get>, length: number] {
  if (at + 1 >= tokens.length || !phraseStarts.has(tokens[at]!)) return [undefined, 1];
  const two = `${tokens[at]} ${tokens[at + 1]}`;
  const three = at + 2 < tokens.length ? variantWords.get(`${two} ${tokens[at + 2]}`) : undefined;
  if (three) return [three, 3];
  const mark = variantWords.get(two);
  return [mark, mark ? 2 : 1];
}

function readPeriod(tokens: readonly string[], at: number, groups: Groups): number {
  const token = tokens[at]!;
  const months = periodWords.get(token);
  if (months !== undefined) {
    // `P1Y annual`: the second mention says how it is billed.
    const isRepeated = groups.get('period')?.some((known) => known.amount === months);
    if (isRepeated) add(groups, 'billing', `${months} months`, months);
    else addPeriod(groups, months);
    return 1;
  }
  const unit = token === 'per' ? periodUnits.get(tokens[at + 1] ?? '') : undefined;
  if (unit === undefined) return 0;
  addPeriod(groups, unit);
  return 2;
}

function tokensOf(text: string): string[] {
  let folded = text.toLowerCase();
  if (/[^\x00-\x7f]/.test(folded)) {
    folded = folded
      .replace(/[”“″]/g, '"')
      .replace(/[’′]/g, "'")
      .replace(/[×✕]/g, 'x')
      .replace(/(\d)([½¼¾⅓⅔⅛⅜⅝⅞])/g, '$1 $2')
      .normalize('NFKD')
      .replace(/\p{M}+/gu, '')
      .replaceAll('⁄', '/')
      .replaceAll('ß', 'ss')
      .replaceAll('ł', 'l');
  }
  if (folded.includes("'") && soldByLength.test(folded)) folded = folded.replace(/(\d)'(?!['\d])/g, '$1ftmark');
  folded = folded
    .replace(/''/g, '"')
    .replace(/(?<=(?:^|[\s(x])\d{1,4}(?:\.\d{1,3})?["']?) x (?=\d)/g, 'x')
    .replace(/(?<![lr])\/(?=(?:mo|mth|month|yr|year|monat|jahr|mois|an|mes|ano|hr|hour|h|day|week|mile)\b)/g, ' per ')
    // A year behind a comma or in brackets is a date, and no edition.
    .replace(/([,(]\s*)(?=(?:19|20)\d\d(?!\d))/g, '$1~');
  const out: string[] = [];
  for (const chunk of folded.split(separators)) {
    if (chunk === '') continue;
    if (!chunk.includes('-') || isNumber.test(chunk) || measured.test(chunk)) out.push(chunk);
    // `ten-pack` and `add-on` are words; `KDL-46W` is one code.
    else if (isCompound(chunk)) out.push(...chunk.split('-'));
    else out.push(chunk);
  }
  return out;
}

function isCompound(chunk: string): boolean {
  if (!/^(?:[\p{L}]+|\d+)(?:-(?:[\p{L}]{2,}|\d+))+$/u.test(chunk)) return false;
  const [first = ''] = chunk.split('-', 1);
  return /[\p{L}]$/u.test(chunk) || seriesWords.has(first) || packWords.has(first);
}

function addPeriod(groups: Groups, months: number): void {
  add(groups, 'period', months === 0 ? 'perpetual' : `${round(months)} months`, months === 0 ? 1e6 : months);
}

const round = (value: number): number => Number(value.toPrecision(6));

/** `1-1/2`, `3/4`, `2.5` and `2,5` as numbers. */
function amountOf(text: string): number {
  const parts = /^(?:(\d+)[ -])?(\d+)\/(\d+)$/.exec(text);
  if (parts) return Number(parts[1] ?? 0) + Number(parts[2]) / Number(parts[3]);
  if (/^\d{1,3}(?:,\d{3})+$/.test(text)) return Number(text.replaceAll(',', ''));
  return Number(text.replace(',', '.'));
}

/** `box of 100`, `qty 10`, `each`. */
function readPack(tokens: readonly string[], at: number, groups: Groups): number {
  if (singleWords.has(tokens[at]!)) {
    add(groups, 'pack', '1', 1);
    return 1;
  }
  if (!packWords.has(tokens[at]!)) return 0;
  const next = /^(?:of|von|de)$/.test(tokens[at + 1] ?? '') ? at + 2 : at + 1;
  const last = tokens[at - 1] ?? '';
  const count = last === 'per' || isNumber.test(last) ? Number.NaN : countOf(tokens[next]);
  if (Number.isNaN(count)) return 0;
  // `Box 6 mm` is a box, not six of them.
  if (next === at + 1 && units.has(tokens[next + 1] ?? '')) return 0;
  add(groups, 'pack', String(count), count);
  return next - at + 1;
}

function countOf(token: string | undefined): number {
  if (token === undefined) return Number.NaN;
  return /^\d{1,5}$/.test(token) ? Number(token) : (numberWords.get(token) ?? Number.NaN);
}

/** Single letters that are words or parts of codes when they stand apart from their number. */
const attachedOnly = new Set(['a', 'k', 'to', 'go', 'pc']);

/** `64GB`, `6 mm`, `10x20 mm`, `3 years`, `ten pack`, `1/2`. */
function readQuantity(tokens: readonly string[], at: number, groups: Groups): number {
  const token = tokens[at]!;
  const iso = period.exec(token);
  if (iso) {
    const count = Number(iso[1]);
    addPeriod(groups, iso[2] === 'y' ? count * 12 : iso[2] === 'm' ? count : monthsOfDays(count));
    return 1;
  }
  if (byMeasures.test(token)) return readDimensions(token, tokens[at + 1], groups);
  const attached = measured.exec(token);
  if (attached) {
    // After another number it is the rest of a fraction that lost its stroke.
    const isRest = /^\d{1,2}$/.test(tokens[at - 1] ?? '');
    return !isRest && addAmount(groups, amountOf(attached[1]!), attached[2]!) ? 1 : 0;
  }
  const isPlain = isNumber.test(token);
  const amount = isPlain ? amountOf(token) : (numberWords.get(token) ?? Number.NaN);
  if (Number.isNaN(amount)) return 0;
  const next = tokens[at + 1];
  if (next !== undefined) {
    const mixed = isPlain && /^\d{1,2}\/\d{1,2}["']?$/.test(next) && /^\d{1,2}$/.test(token);
    if (mixed) {
      const fraction = next.replace(/["']$/, '');
      const unit = fraction === next ? (tokens[at + 2] ?? '') : next.slice(-1);
      const hasUnit = units.has(unit);
      addAmount(groups, amount + amountOf(fraction), hasUnit ? unit : 'in');
      return hasUnit && fraction === next ? 3 : 2;
    }
    const isWord = attachedOnly.has(next) || (next === 'in' && !/^(?:$|[\p{L}]{3})/u.test(tokens[at + 2] ?? ''));
    // `100 per box`, `100/box`.
    if (packWords.has(next)) {
      add(groups, 'pack', String(amount), amount);
      return 2;
    }
    if (!isWord && addAmount(groups, amount, next)) return 2;
  }
  // A bare fraction of inches (`1/2 elbow`).
  if (/^(?:\d+[ -])?\d{1,2}\/(?:2|4|8|16|32|64)$/.test(token) && amount < 20) {
    return addAmount(groups, amount, 'in') ? 1 : 0;
  }
  return 0;
}

const monthsOfDays = (days: number): number => (days >= 360 ? Math.round(days / 30.4) : days / 30);

function addAmount(groups: Groups, amount: number, unit: string): boolean {
  const months = periodUnits.get(unit);
  if (months !== undefined) {
    addPeriod(groups, amount * months);
    return true;
  }
  const known = units.get(unit) ?? units.get(unit.replace(/\.$/, ''));
  if (!known) return false;
  const [group, factor] = known;
  if (group === 'days') addPeriod(groups, monthsOfDays(amount));
  else add(groups, group, group === 'pack' ? String(amount * factor) : `${amount} ${unit}`, amount * factor);
  return true;
}

/** `10x20 mm`: every side in the unit of the last. Without unit the figures stand as they are. */
function readDimensions(token: string, next: string | undefined, groups: Groups): number {
  const sides = token.split('x');
  const ownUnit = /[^\d.]+$/.exec(sides.at(-1)!)?.[0];
  const unit = ownUnit ?? (next !== undefined && units.has(next) ? next : undefined);
  const known = unit === undefined ? undefined : units.get(unit);
  if (!known) {
    add(groups, `by ${sides.length}`, token);
    return 1;
  }
  for (const side of sides)
    add(groups, known[0], `${Number.parseFloat(side)} ${unit}`, Number.parseFloat(side) * known[1]);
  return ownUnit === undefined ? 2 : 1;
}

/** `E3`, `Plan 2`, `III`, `Office 2019`, `3rd generation`, and a number after any word (`Windows 11`). */
function readCode(tokens: readonly string[], at: number, groups: Groups): void {
  const token = tokens[at]!;
  const last = at > 0 ? tokens[at - 1]! : '';
  const next = tokens[at + 1] ?? '';
  const plain = (digits: string): string => digits.replace(/^0+(?=\d)/, '');
  if (/^[a-z]\d{1,2}$/.test(token))
    add(groups, token.startsWith('m') ? 'thread' : 'code', token[0]! + plain(token.slice(1)));
  else if (/^(?:ii|iii|iv|vi|vii|viii|ix)$/.test(token)) add(groups, 'roman', token);
  else if (/^(?:cat|mk|gen|ver)\d\w?$/.test(token)) add(groups, `series ${token.slice(0, 3)}`, token.slice(3));
  else if (/^\d+(?:st|nd|rd|th)$/.test(token) && seriesWords.has(next))
    add(groups, `series ${next.slice(0, 3)}`, String(Number.parseInt(token, 10)));
  else if (/^\d{1,3}(?:\.\d{1,2})?[a-z]?$/.test(token) && seriesWords.has(last))
    add(groups, `series ${last.slice(0, 3)}`, plain(token));
  else if (/^[sml]$/.test(token) && at > 0 && (next === '' || last === 'size')) {
    add(groups, 'sizeword', { s: 'small', m: 'medium', l: 'large' }[token]!);
  } else if (/^[\p{L}]{3,}$/u.test(last) && !isListed(last) && !isListed(next)) {
    if (/^(?:19|20)\d\d$/.test(token)) add(groups, 'year', token);
    else if (/^\d{1,3}(?:\.\d)?$/.test(token) && !/s$/.test(next)) add(groups, `after ${last}`, String(Number(token)));
  }
}

const isListed = (word: string): boolean => word === 'and' || word === 'or' || word === '&';

/** Japanese does not space its words: the telling ones are looked for as they are. */
function readJapanese(text: string, groups: Groups): void {
  for (const [word, group, value] of japanese) if (text.includes(word)) add(groups, group, value);
  for (const [, count] of text.matchAll(/(\d+)(?:個|枚|本|袋|箱)(?:入|セット|パック)?/g))
    add(groups, 'pack', String(Number(count)), Number(count));
  for (const [, count, unit] of text.matchAll(/(\d+)(年|[ヶかカケ]月)/g)) {
    if (Number(count) < 100) addPeriod(groups, Number(count) * (unit === '年' ? 12 : 1));
  }
  if (/月額|月払/.test(text)) addPeriod(groups, 1);
  if (/年額|年払|年間/.test(text)) addPeriod(groups, 12);
}
const japanese =
  `黒 colour black, ブラック colour black, 白 colour white, ホワイト colour white, 赤 colour red, レッド colour red,
  青 colour blue, ブルー colour blue, 緑 colour green, グリーン colour green, 黄 colour yellow, イエロー colour yellow,
  左 side left, 右 side right, アカデミック audience academic, 教育 audience academic, 学生 audience academic,
  官公庁 audience government, 更新 action renewal, 新規 action new, 体験版 action trial, アップグレード action upgrade`
    .split(',')
    .map((entry) => entry.trim().split(' ') as [word: string, group: string, value: string]);
