import type { FieldRole } from '../../contracts/common';
import { decimalText } from './numbers';

export interface ColumnProposal {
  name: string;
  role: FieldRole | null;
  isId: boolean;
}

/**
 * Words of headers in English, German, French and Spanish, without accents, in lower case; the first list that fits
 * decides, so the narrow ones come first (`tax id` before `id`, `company phone` before `company`).
 */
const headerRoles: [FieldRole, RegExp][] = [
  ['email', /\b(e ?mails?|mail|courriel|correo|adresse electronique)\b/],
  [
    'taxId',
    /\b(tax (id|number|no|identifier)|taxid|vat( (id|number|no|reg.*))?|ein|abn|gst (no|number)|ust ?id( ?nr)?|umsatzsteuer.*|steuer(nummer|nr)|siren|siret|tva|numero de tva|nif|cif|rfc|ruc|cuit)\b/,
  ],
  ['barcode', /\b(bar ?code|ean( ?13)?|upc|gtin|strichcode|code barres?|codigo de barras)\b/],
  [
    'sku',
    /\b(sku|part (no|number|#)|item (no|number|code)|product (code|no|number)|mpn|model ?(no|number)|artikel(nr|nummer| nr)|teilenummer|reference( article)?|ref article|code (article|produit)|referencia|codigo (de )?(articulo|producto))\b/,
  ],
  ['externalKey', /\b(external (id|key)|crosswalk (id|key)|strapi id|fremdschlussel)\b/],
  [
    'parent',
    /\b(parent|head office|belongs to|ubergeordnet\w*|hauptkunde|maison mere|siege|matriz|cliente principal)\b/,
  ],
  ['phone', /\b(phone|telephone|tel|mobile|cell|telefon(nummer)?|handy|mobil|portable|telefono|movil|celular)\b/],
  [
    'domain',
    /\b(web ?site|web|url|domain|home ?page|webseite|internet|site( web| internet)?|sitio( web)?|pagina web|dominio)\b/,
  ],
  ['postalCode', /\b(zip( ?code)?|post(al)? ?code|postcode|plz|postleitzahl|code postal|cp|codigo postal)\b/],
  ['city', /\b(city|town|suburb|ort|stadt|ville|ciudad|localidad|poblacion|wohnort)\b/],
  ['region', /\b(state|province|region|county|bundesland|kanton|departement|provincia|estado)\b/],
  ['country', /\b(country|land|pays|pais)\b/],
  ['currency', /\b(currency|wahrung|devise|monnaie|moneda|divisa)\b/],
  [
    'price',
    /\b((sales |unit |list |net |hourly )?(price|rate)|cost|preis|einzelpreis|listenpreis|prix( unitaire)?|tarif|precio( unitario)?|tarifa|amount|betrag)\b/,
  ],
  [
    'address',
    /\b(address( ?1| line ?1)?|street( address)?|addr|billing street|strasse|str|anschrift|adresse|rue|direccion|calle|domicilio)\b/,
  ],
  [
    'description',
    /\b(description|desc|notes?|memo|beschreibung|notiz|bemerkung|remarques?|descripcion|notas|comment(s|aire)?|details?)\b/,
  ],
  [
    'name',
    /\b(name|display name|full name|company|customer|client|vendor|supplier|business|organi[sz]ation|title|item|product|service|firma|firmenname|kunde|lieferant|bezeichnung|artikel|nom|raison sociale|entreprise|societe|fournisseur|libelle|designation|article|produit|nombre|razon social|empresa|proveedor|cliente|articulo|producto|person)\b/,
  ],
];

/** Which of several columns with the name role is meant: `Display name` rather than `Contact name`. */
const plainNames =
  /^(display name|name|full name|company( name)?|customer( name)?|client( name)?|vendor( name)?|title|firma|firmenname|nom|raison sociale|nombre|razon social|bezeichnung|designation|product( service)?( name)?|item( name)?)$/;
const contactNames =
  /\b(first|last|given|family|middle|contact|vorname|nachname|ansprechpartner|prenom|apellidos?|short)\b/;

const idHeader =
  /^((record|customer|client|vendor|supplier|item|product|company|account|internal|quickbooks|list|row|unique|system)? ?(id|no|nr|number|key|code|num|#)|(kunden|lieferanten|artikel|kreditoren|debitoren|konto)(nr|nummer| nr)|n°?|numero|num(ero)? (de )?(client|fournisseur|compte|cliente|proveedor)|identifiant|code (client|fournisseur|article)|identificador|codigo( (de )?(cliente|proveedor|articulo))?|account|uuid|guid)$/;

/** Proposes what the columns mean from their names and, where those say nothing, from values. `rows` is a sample. */
export function proposeColumns(names: string[], rows: string[][]): ColumnProposal[] {
  const columns = names.map((name, at) => {
    const values = rows.map((row) => (row[at] ?? '').trim());
    return { name, plain: plainHeader(name), values, filled: values.filter((value) => value !== '') };
  });
  const idAt = idColumn(columns);
  const proposed = columns.map(({ plain, filled }, at) => {
    const named = headerRoles.find(([, words]) => words.test(plain))?.[0] ?? null;
    if (at === idAt && (named === null || named === 'name')) return null;
    if (named !== null && valuesAllow(named, filled)) return named;
    return named === null ? roleOfValues(filled) : null;
  });
  return columns.map(({ name }, at) => ({
    name,
    role: isBestOfRole(proposed, columns, at) ? proposed[at]! : null,
    isId: at === idAt,
  }));
}

interface Column {
  name: string;
  plain: string;
  values: string[];
  filled: string[];
}

const plainHeader = (name: string) =>
  name
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/ß/g, 'ss')
    .replace(/[^a-z0-9#°]+/g, ' ')
    .trim();

/** A column whose name says id, with a value in every row and no value twice; the best named one. */
function idColumn(columns: Column[]): number {
  const identifies = ({ values }: Column) =>
    values.length > 0 && values.every((value) => value !== '') && new Set(values).size === values.length;
  const isTaxId = ({ plain }: Column) => headerRoles.some(([role, words]) => role === 'taxId' && words.test(plain));
  const exact = columns.findIndex((column) => column.plain === 'id' && identifies(column));
  if (exact !== -1) return exact;
  const named = columns.findIndex((column) => idHeader.test(column.plain) && !isTaxId(column) && identifies(column));
  if (named !== -1) return named;
  return columns.findIndex(
    (column) => headerRoles.find(([, words]) => words.test(column.plain))?.[0] === 'sku' && identifies(column),
  );
}

/** A column with that role at most once; only the lines of an address may be several. */
function isBestOfRole(roles: (FieldRole | null)[], columns: Column[], at: number): boolean {
  const role = roles[at];
  if (role === null || role === undefined) return false;
  if (role === 'address') return true;
  const rank = (column: Column) =>
    (plainNames.test(column.plain) ? 2 : 0) -
    (contactNames.test(column.plain) ? 2 : 0) +
    (column.filled.length > 0 ? 1 : 0);
  const rivals = columns
    .map((column, other) => ({ other, rank: rank(column) }))
    .filter(({ other }) => roles[other] === role);
  const best = Math.max(...rivals.map((rival) => rival.rank));
  return rivals.find((rival) => rival.rank === best)?.other === at;
}

const share = (values: string[], test: (value: string) => boolean) =>
  values.length === 0 ? 0 : values.filter(test).length / values.length;

const isEmail = (value: string) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value);
const isPhone = (value: string) =>
  /^[+(]?[\d\s().\-/+]{7,24}(\s*(x|ext\.?)\s*\d+)?$/i.test(value) &&
  /[\s().\-/+]/.test(value) &&
  !/^\d{4}-\d{2}-\d{2}/.test(value) &&
  value.replace(/\D/g, '').length >= 7;
const isDomain = (value: string) => /^(https?:\/\/)?([a-z0-9-]+\.)+[a-z]{2,}(\/\S*)?$/i.test(value);
const currencies = /^(USD|EUR|GBP|CAD|AUD|NZD|CHF|SEK|NOK|DKK|PLN|CZK|HUF|MXN|BRL|JPY|CNY|INR|ZAR|SGD|HKD)$/;

/** A name can mislead: a column `Mail` with Yes and No is no e-mail, a `Rate` of words no price. */
function valuesAllow(role: FieldRole, filled: string[]): boolean {
  if (filled.length === 0) return true;
  if (role === 'email') return share(filled, isEmail) >= 0.5;
  if (role === 'price')
    return share(filled, (value) => decimalText(value, false) !== null || decimalText(value, true) !== null) >= 0.5;
  if (role === 'phone') return share(filled, (value) => /\d{3}/.test(value)) >= 0.5;
  return true;
}

function roleOfValues(filled: string[]): FieldRole | null {
  const tests: [FieldRole, (value: string) => boolean][] = [
    ['email', isEmail],
    ['currency', (value) => currencies.test(value)],
    ['barcode', isBarcode],
    ['phone', isPhone],
    ['domain', isDomain],
  ];
  return tests.find(([, test]) => share(filled, test) >= 0.8)?.[0] ?? null;
}

/** GTIN-8, -12, -13 or -14 with its check digit (GS1 General Specifications, section 7.9). */
function isBarcode(value: string): boolean {
  if (!/^(\d{8}|\d{12,14})$/.test(value)) return false;
  const digits = [...value].reverse().map(Number);
  const sum = digits.slice(1).reduce((total, digit, at) => total + digit * (at % 2 === 0 ? 3 : 1), 0);
  return (10 - (sum % 10)) % 10 === digits[0];
}
