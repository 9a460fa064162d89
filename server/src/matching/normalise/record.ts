import type { FieldRole } from '../../contracts/common';
import type { MatchRecord } from '../types';
import { type Address, normaliseAddress, normaliseCountry, normalisePlace, normalisePostalCode } from './address';
import { type Email, normaliseDomain, normaliseEmail, normalisePhone } from './contact';
import { type Name, normaliseName } from './name';
import { normaliseBarcode, normalisePrice, partNumbers } from './product';
import { compact, fold, words } from './text';

/** A record normalised once, field by field. Null or empty: the record has no such value. */
export interface NormalisedRecord {
  source: MatchRecord;
  name: Name | null;
  email: Email | null;
  phone: string;
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
}

/** Normalises every role of a record. Pure; the same record always gives the same result. */
export function normaliseRecord(source: MatchRecord): NormalisedRecord {
  const of = (role: FieldRole): string => source.roles[role]?.trim() ?? '';
  const city = normalisePlace(of('city'));
  const email = normaliseEmail(of('email'));
  return {
    source,
    name: of('name') ? normaliseName(of('name'), city) : null,
    email,
    phone: normalisePhone(of('phone')),
    domain: of('domain') ? normaliseDomain(of('domain')) : (email?.domain ?? ''),
    taxId: compact(of('taxId')),
    address: of('address') ? normaliseAddress(of('address')) : null,
    city,
    region: normalisePlace(of('region')),
    postalCode: normalisePostalCode(of('postalCode')),
    country: normaliseCountry(of('country')),
    sku: compact(of('sku')),
    partNumbers: partNumbers(of('name')),
    barcode: normaliseBarcode(of('barcode')),
    price: of('price') ? normalisePrice(of('price')) : Number.NaN,
    currency: compact(of('currency')),
    description: words(fold(of('description'))),
    parent: of('parent') ? normaliseName(of('parent')) : null,
    externalKey: of('externalKey').trim(),
  };
}
