import type { FieldRole } from '../contracts/common';
import type { Evidence } from '../contracts/links';
import { type FieldComparison, levelOf, type Verdict, vetoesOf } from './compare/fields';
import type { TextComparer } from './compare/text';
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

/** Evidence of one pair. `rarity(field)` is the adjustment of a full agreement, in bits. */
export function explainPair(
  a: PreparedRecord,
  b: PreparedRecord,
  fields: readonly FieldComparison[],
  model: MatchModel,
  texts: TextComparer,
  rarity: (field: FieldComparison, index: number) => number,
): Omit<Evidence, 'adjustments'> {
  let total = model.prior;
  const out: FieldEvidence[] = [];
  fields.forEach((field, index) => {
    const left = a.source.roles[field.role]?.trim() || null;
    const right = b.source.roles[field.role]?.trim() || null;
    const similarity = field.similarity(a, b, texts);
    if (similarity < 0) {
      if (left !== null || right !== null) {
        out.push({
          role: field.role,
          left,
          right,
          leftNormal: normalText(field.role, a),
          rightNormal: normalText(field.role, b),
          verdict: 'missing',
          similarity: null,
          weight: 0,
        });
      }
      return;
    }
    const level = levelOf(field, similarity);
    const weight = (model.weights[field.role]?.[level] ?? 0) + rarity(field, index);
    total += weight;
    // A part number found in a title, or a domain taken from an e-mail address, is shown as it was compared.
    out.push({
      role: field.role,
      left: left ?? derived(field.role, a),
      right: right ?? derived(field.role, b),
      leftNormal: normalText(field.role, a),
      rightNormal: normalText(field.role, b),
      verdict: verdictOf(field, similarity),
      similarity,
      weight,
    });
  });
  return { prior: model.prior, fields: out, total, vetoes: vetoesOf(a, b), sentence: sentence(out, a, b) };
}

/** The value as it is compared, in words; null: there is none. */
function normalText(role: FieldRole, record: PreparedRecord): string | null {
  const text = ((): string => {
    switch (role) {
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
        return record[role].join(' ');
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
        return record[role];
      default:
        return '';
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
