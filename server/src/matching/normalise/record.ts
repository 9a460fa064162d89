import type { FieldRole } from '../../contracts/common';
import type { FieldKey, FieldValues, MatchRecord } from '../types';
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
export const longestValue = 2000;
/** Words of a category that says which of its kind the record is (`annual`, `64 GB`), not what trade it belongs to. */
const longestKind = 3;

/** Normalises every role of a record. Pure; the same record always gives the same result. */
export function normaliseRecord(source: MatchRecord): NormalisedRecord {
  const { roles } = source;
  const more = furtherFields(roles);
  const party = isParty(roles);
  const city = normalisePlace(cut(roles.city));
  const emails = all([roles.email, ...more.email], normaliseEmails);
  const phones = all([roles.phone, ...more.phone], normalisePhones);
  const title = cut(roles.name);
  const description = cut(roles.description);
  const domain = cut(roles.domain);
  const address = cut(roles.address);
  const parent = cut(roles.parent);
  const variant = party ? null : variantOf(title, more.kinds, description);
  return {
    source,
    name: title ? normaliseName(title, city, party, variant) : null,
    email: emails[0] ?? null,
    emails,
    phone: phones[0] ?? '',
    phones,
    domain: domain ? normaliseDomain(domain) : (emails[0]?.domain ?? ''),
    taxId: compact(cut(roles.taxId)),
    address: address ? normaliseAddress(address) : null,
    city,
    region: normalisePlace(cut(roles.region)),
    postalCode: normalisePostalCode(cut(roles.postalCode)),
    country: normaliseCountry(cut(roles.country)),
    sku: compact(cut(roles.sku)),
    partNumbers: partNumbers(title),
    barcode: normaliseBarcode(cut(roles.barcode)),
    price: normalisePrice(cut(roles.price)),
    currency: compact(cut(roles.currency)),
    description: words(fold(description)),
    parent: parent ? normaliseName(parent, [], party) : null,
    externalKey: cut(roles.externalKey),
    contact: all([roles.contact, ...more.contact], persons),
    other: more.other,
    variant,
  };
}

/** Someone with an address or a way to be reached, not a product or service. */
function isParty(roles: FieldValues): boolean {
  return Boolean(roles.email || roles.phone || roles.address || roles.postalCode || roles.taxId || roles.domain);
}

const cut = (value: string | undefined): string => (value ? value.slice(0, longestValue).trim() : '');

/** Every value that `read` finds in the fields, each once. */
function all<T>(fields: ReadonlyArray<string | undefined>, read: (value: string) => readonly T[]): readonly T[] {
  const [first] = fields;
  if (fields.length === 1) return first ? read(cut(first)) : [];
  const found = fields.flatMap((field) => read(cut(field)));
  const keys = found.map((value) => JSON.stringify(value));
  return found.filter((_, at) => keys.indexOf(keys[at]!) === at);
}

interface FurtherFields {
  email: readonly string[];
  phone: readonly string[];
  contact: readonly string[];
  /** Categories of a few words. */
  kinds: readonly string[];
  other: ReadonlyMap<FieldKey, OtherValue>;
}
const noFurther: FurtherFields = { email: [], phone: [], contact: [], kinds: [], other: new Map() };
const kept = new Set<string>(['code', 'category', 'number']);

/** What a record has beside one value of each usual role. */
function furtherFields(roles: FieldValues): FurtherFields {
  const keys: FieldKey[] = [];
  for (const key in roles) if (kept.has(key) || key.includes('#')) keys.push(key as FieldKey);
  if (keys.length === 0) return noFurther;
  const out = { email: [] as string[], phone: [] as string[], contact: [] as string[], kinds: [] as string[] };
  let other: Map<FieldKey, OtherValue> | null = null;
  for (const key of keys) {
    const role = roleOf(key);
    const value = cut(roles[key]);
    if (value === '') continue;
    if (role === 'email' || role === 'phone' || role === 'contact') {
      out[role].push(value);
      continue;
    }
    const normal = otherValue(role, value);
    if (typeof normal === 'number' ? Number.isNaN(normal) : normal.length === 0) continue;
    if (role === 'category' && (normal as string[]).length <= longestKind) out.kinds.push(value);
    (other ??= new Map()).set(key, normal);
  }
  return { ...out, other: other ?? noFurther.other };
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
