import type { FieldRole } from '../../contracts/common';
import type { FieldKey, MatchRecord } from '../types';
import { type Address, normaliseAddress, normaliseCountry, normalisePlace, normalisePostalCode } from './address';
import { type Email, normaliseDomain, normaliseEmails, normalisePhones } from './contact';
import { type Name, normaliseName } from './name';
import { persons } from './person';
import { normaliseBarcode, normaliseNumber, normalisePrice, partNumbers } from './product';
import { compact, fold, words } from './text';
import { type Variant, variantOf } from './variant';

/** A record normalised once, field by field. Null or empty: the record has no such value. */
export interface NormalisedRecord {
  source: MatchRecord;
  name: Name | null;
  /** The first of `emails`. */
  email: Email | null;
  emails: readonly Email[];
  /** The first of `phones`. */
  phone: string;
  phones: readonly string[];
  /** Of the web site, else of the e-mail address; empty for free mail. */
  domain: string;
  taxId: string;
  address: Address | null;
  city: string[];
  region: string[];
  postalCode: string;
  country: string;
  sku: string;
  /** Part numbers inside the name. */
  partNumbers: string[];
  barcode: string;
  price: number;
  currency: string;
  description: string[];
  parent: Name | null;
  externalKey: string;
  /** Persons, each as words, first names first. */
  contact: readonly string[][];
  /** Fields of the roles `code`, `category` and `number`, and every further field of any role (`name#2`). */
  other: ReadonlyMap<FieldKey, OtherValue>;
  /** What tells it from its siblings; null: nothing, or a customer or vendor. */
  variant: Variant | null;
}

/** A code compact (string), a text as words (string[]), or a quantity (number). */
export type OtherValue = string | string[] | number;

/** Longer values are cut: nothing that identifies stands so far behind, and time stays bounded. */
const longestValue = 2000;
/** Words of a category that says which of its kind the record is (`annual`, `64 GB`), not what trade it belongs to. */
const longestKind = 3;
const noFields: ReadonlyMap<FieldKey, OtherValue> = new Map();

/** Normalises every role of a record. Pure; the same record always gives the same result. */
export function normaliseRecord(source: MatchRecord): NormalisedRecord {
  const of = (role: FieldRole): string => cut(source.roles[role]);
  const more = furtherFields(source);
  const city = normalisePlace(of('city'));
  const emails = normaliseEmails([of('email'), ...more.email].join('\n'));
  const phones = [...new Set([of('phone'), ...more.phone].flatMap(normalisePhones))];
  const title = of('name');
  return {
    source,
    name: title ? normaliseName(title, city) : null,
    email: emails[0] ?? null,
    emails,
    phone: phones[0] ?? '',
    phones,
    domain: of('domain') ? normaliseDomain(of('domain')) : (emails[0]?.domain ?? ''),
    taxId: compact(of('taxId')),
    address: of('address') ? normaliseAddress(of('address')) : null,
    city,
    region: normalisePlace(of('region')),
    postalCode: normalisePostalCode(of('postalCode')),
    country: normaliseCountry(of('country')),
    sku: compact(of('sku')),
    partNumbers: partNumbers(title),
    barcode: normaliseBarcode(of('barcode')),
    price: of('price') ? normalisePrice(of('price')) : Number.NaN,
    currency: compact(of('currency')),
    description: words(fold(of('description'))),
    parent: of('parent') ? normaliseName(of('parent')) : null,
    externalKey: of('externalKey'),
    contact: persons([of('contact'), ...more.contact].join('\n')),
    other: more.other,
    variant: isParty(source) ? null : variantOf([title, ...more.kinds], of('description')),
  };
}

/** Someone with an address or a way to be reached, not a product or service. */
function isParty({ roles }: MatchRecord): boolean {
  return Boolean(roles.email || roles.phone || roles.address || roles.postalCode || roles.taxId || roles.domain);
}

const cut = (value: string | undefined): string => (value ? value.slice(0, longestValue).trim() : '');

/** What a record has beside one value of each usual role. */
function furtherFields(source: MatchRecord): Record<'email' | 'phone' | 'contact' | 'kinds', string[]> & {
  other: ReadonlyMap<FieldKey, OtherValue>;
} {
  const out = { email: [] as string[], phone: [] as string[], contact: [] as string[], kinds: [] as string[] };
  let other: Map<FieldKey, OtherValue> | undefined;
  for (const [field, raw] of Object.entries(source.roles)) {
    const key = field as FieldKey;
    const role = roleOf(key);
    if (key === role && role !== 'code' && role !== 'category' && role !== 'number') continue;
    const value = cut(raw);
    if (value === '') continue;
    if (role === 'email' || role === 'phone' || role === 'contact') out[role].push(value);
    else {
      const normal = otherValue(role, value);
      if (role === 'category' && Array.isArray(normal) && normal.length <= longestKind) out.kinds.push(value);
      if (typeof normal === 'number' ? Number.isNaN(normal) : normal.length === 0) continue;
      other ??= new Map();
      other.set(key, normal);
    }
  }
  return { ...out, other: other ?? noFields };
}

/** The role of a field: `code` of `code#2`. */
export function roleOf(key: FieldKey): FieldRole {
  const at = key.indexOf('#');
  return (at < 0 ? key : key.slice(0, at)) as FieldRole;
}

function otherValue(role: FieldRole, value: string): OtherValue {
  switch (role) {
    case 'code':
    case 'sku':
    case 'taxId':
    case 'currency':
    case 'externalKey':
      return compact(value);
    case 'barcode':
      return normaliseBarcode(value);
    case 'postalCode':
      return normalisePostalCode(value);
    case 'country':
      return normaliseCountry(value);
    case 'domain':
      return normaliseDomain(value);
    case 'price':
      return normalisePrice(value);
    case 'number':
      return normaliseNumber(value);
    case 'name':
    case 'parent':
      return normaliseName(value)?.core ?? [];
    case 'city':
    case 'region':
      return normalisePlace(value);
    default:
      return words(fold(value));
  }
}
