import type { FieldRole } from '../contracts/common';
import type { Evidence } from '../contracts/links';
import { standingOdds } from './standing';
import type { ScoredPair } from './types';
import { type Field, fieldComparisons, type FieldComparison, type Verdict, vetoesOf } from './compare/fields';
import { bitsPerNat, type PairComparer, type PairWeights } from './compare/pairs';
import type { FieldKey } from './types';
import type { PreparedRecord } from './corpus';
import type { MatchModel } from './model';

type FieldEvidence = Evidence['fields'][number];

const roleWords: Record<FieldRole, string> = {
  name: 'name',
  email: 'email',
  phone: 'phone',
  domain: 'web domain',
  taxId: 'tax id',
  address: 'street',
  city: 'city',
  region: 'region',
  postalCode: 'postal code',
  country: 'country',
  sku: 'SKU',
  barcode: 'barcode',
  price: 'price',
  currency: 'currency',
  description: 'description',
  parent: 'parent',
  externalKey: 'external key',
  contact: 'contact',
  category: 'category',
  code: 'code',
  number: 'number',
};

const bitsOf = (probability: number): number => Math.log2(probability / (1 - probability));

/** A pair with evidence that adds up to its score. */
export function describePair(
  a: PreparedRecord,
  b: PreparedRecord,
  score: number,
  comparer: PairComparer,
  model: MatchModel,
  weights: PairWeights,
): ScoredPair {
  const evidence = explainPair(a, b, comparer, model, weights);
  const total = bitsOf(Math.max(1e-18, score));
  const alone = standingOdds(evidence.total, 0, model.standing) * bitsPerNat;
  return {
    left: a.source.id,
    right: b.source.id,
    score,
    evidence: {
      ...evidence,
      adjustments: [
        { kind: 'calibration', weight: alone - evidence.total },
        { kind: 'competition', weight: total - alone },
      ],
      total,
    },
  };
}

/** Evidence of one pair: what each field says, before rivals are considered. */
function explainPair(
  a: PreparedRecord,
  b: PreparedRecord,
  comparer: PairComparer,
  model: MatchModel,
  weights: PairWeights,
): Omit<Evidence, 'adjustments'> {
  let total = model.prior;
  const out: FieldEvidence[] = [];
  for (const field of ordered(comparer.allFields)) {
    const { key, role } = field;
    const left = a.source.roles[key]?.trim() || null;
    const right = b.source.roles[key]?.trim() || null;
    const similarity = field.similarity(a, b, comparer.texts, key);
    const shown = { role, leftNormal: normalText(key, a), rightNormal: normalText(key, b) };
    if (similarity < 0) {
      if (left !== null || right !== null) {
        out.push({ ...shown, left, right, verdict: 'missing', similarity: null, weight: 0 });
      }
      continue;
    }
    const weight =
      key === 'name' ? (comparer.nameBits(a, b, weights.name) ?? model.prior) - model.prior : levelBits(field, a, b);
    total += weight;
    // A part number found in a title, or a domain taken from an e-mail address, is shown as it was compared.
    out.push({
      ...shown,
      left: left ?? derived(role, a),
      right: right ?? derived(role, b),
      verdict: verdictOf(field, similarity),
      similarity,
      weight,
    });
  }
  return { prior: model.prior, fields: out, total, vetoes: vetoesOf(a, b), sentence: sentence(out, a, b) };

  function levelBits(field: Field, x: PreparedRecord, y: PreparedRecord): number {
    const f = comparer.fields.indexOf(field);
    const level = comparer.level(f, x, y);
    return weights.fields[f]![level]! + comparer.rarity(f, level, x, y);
  }
}

const roleOrder = new Map(fieldComparisons.map(({ role }, at) => [role, at] as const));
const ordered = (fields: readonly Field[]): Field[] =>
  [...fields].sort((a, b) => roleOrder.get(a.role)! - roleOrder.get(b.role)! || (a.key < b.key ? -1 : 1));

/** The value as it is compared, in words; null: there is none. */
function normalText(key: FieldKey, record: PreparedRecord): string | null {
  const text = ((): string => {
    switch (key) {
      case 'name':
        return [record.name?.core.join(' ') ?? '', ...(record.name?.aliases.map((alias) => alias.join(' ')) ?? [])]
          .filter(Boolean)
          .join(' / ');
      case 'parent':
        return record.parent?.core.join(' ') ?? '';
      case 'email':
        return record.email?.address ?? '';
      case 'address':
        return record.address ? `${record.address.number} ${record.address.street.join(' ')}`.trim() : '';
      case 'city':
      case 'region':
      case 'description':
        return record[key].join(' ');
      case 'price':
        return Number.isNaN(record.price) ? '' : String(record.price);
      case 'sku':
        return record.sku || record.partNumbers.join(' ');
      case 'phone':
      case 'domain':
      case 'taxId':
      case 'postalCode':
      case 'country':
      case 'barcode':
      case 'currency':
      case 'externalKey':
        return record[key];
      case 'contact':
        return record.contact.map((person) => person.join(' ')).join(', ');
      default: {
        const value = record.other.get(key);
        return value === undefined ? '' : Array.isArray(value) ? value.join(' ') : String(value);
      }
    }
  })();
  return text || null;
}

function derived(role: FieldRole, record: PreparedRecord): string | null {
  if (role === 'sku') return record.partNumbers.join(', ') || null;
  if (role === 'domain') return record.domain || null;
  return null;
}

export function verdictOf(field: FieldComparison, similarity: number): Verdict {
  if (similarity >= (field.cuts.at(-1) ?? 1)) return 'same';
  return similarity >= field.closeFrom ? 'close' : 'different';
}

/** `Same email and phone, close street. The name differs in its legal form.` */
function sentence(fields: readonly FieldEvidence[], a: PreparedRecord, b: PreparedRecord): string {
  const name = fields.find((field) => field.role === 'name');
  const detail = name ? nameDetail(name, a, b) : null;
  const of = (verdict: FieldEvidence['verdict']): string[] =>
    fields
      .filter((field) => field.verdict === verdict && !(detail !== null && field.role === 'name'))
      .map((field) => roleWords[field.role]);
  const clauses: string[] = [];
  const same = of('same');
  const close = of('close');
  const different = of('different');
  if (same.length > 0) clauses.push(`same ${list(same)}`);
  if (close.length > 0) clauses.push(`close ${list(close)}`);
  if (different.length > 0) clauses.push(`different ${list(different)}`);
  const sentences: string[] = [];
  if (clauses.length > 0) sentences.push(`${capital(clauses.join(', '))}.`);
  if (detail !== null) sentences.push(detail);
  return sentences.length > 0 ? sentences.join(' ') : 'The two records share no field that can be compared.';
}

/** What sets two nearly equal names apart, where it can be said; null: the plain verdict says enough. */
function nameDetail(name: FieldEvidence, a: PreparedRecord, b: PreparedRecord): string | null {
  if (!a.name || !b.name || name.verdict === 'missing' || name.verdict === 'different') return null;
  const [left, right] = [a.name.core, b.name.core];
  if (left.join('') === right.join('')) {
    if (a.name.legalForm !== b.name.legalForm) return 'The name differs in its legal form.';
    return null;
  }
  if ([...left].sort().join(' ') === [...right].sort().join(' ')) return 'The name has its words in another order.';
  const extra = (from: readonly string[], than: readonly string[]): string[] => from.filter((w) => !than.includes(w));
  const [onlyLeft, onlyRight] = [extra(left, right), extra(right, left)];
  if (onlyLeft.length === 0 || onlyRight.length === 0) {
    const more = [...onlyLeft, ...onlyRight];
    if (more.length > 0 && more.length < 4) return `One name also says “${more.join(' ')}”.`;
  }
  if (onlyLeft.length === 1 && onlyRight.length === 1) {
    return `The name differs in one word: “${onlyLeft[0]}” and “${onlyRight[0]}”.`;
  }
  return null;
}

function list(items: readonly string[]): string {
  return items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
