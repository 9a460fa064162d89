import type { Core, UID } from '@strapi/strapi';
import type { FieldRole } from '../contracts/common';
import type { FieldRoleEntry, LocalContentType } from '../contracts/mappings';

/** What we need of Strapi's attribute definitions. */
export interface Attribute {
  type: string;
  required?: boolean;
  component?: string;
  repeatable?: boolean;
  relation?: string;
  target?: string;
  enum?: string[];
  maxLength?: number;
  private?: boolean;
  default?: unknown;
}
export interface Schema {
  uid: string;
  kind: string;
  info: { displayName: string; singularName: string; pluralName: string };
  options?: { draftAndPublish?: boolean };
  pluginOptions?: Record<string, { localized?: boolean } | undefined>;
  attributes: Record<string, Attribute>;
}

/** Types whose values are text or numbers that matching can read. */
const readable = new Set([
  'string',
  'text',
  'email',
  'uid',
  'integer',
  'biginteger',
  'decimal',
  'float',
  'enumeration',
  'richtext',
]);
const ownColumns = new Set([
  'createdAt',
  'updatedAt',
  'publishedAt',
  'createdBy',
  'updatedBy',
  'locale',
  'localizations',
  'documentId',
]);

export function schemaOf(strapi: Core.Strapi, uid: string): Schema | null {
  return ((strapi.contentTypes as Record<string, unknown>)[uid] as Schema | undefined) ?? null;
}
export const hasDraftAndPublish = (schema: Schema): boolean => schema.options?.draftAndPublish === true;
export const isLocalized = (schema: Schema): boolean => schema.pluginOptions?.i18n?.localized === true;

/** Readable attributes with their paths; goes one level into single components and to-one relations. */
export function attributesOf(strapi: Core.Strapi, schema: Schema): LocalContentType['attributes'] {
  const components = strapi.components as unknown as Record<string, Schema | undefined>;
  const result: LocalContentType['attributes'] = [];
  for (const [name, attribute] of Object.entries(schema.attributes)) {
    if (ownColumns.has(name) || attribute.private) continue;
    if (readable.has(attribute.type))
      result.push({ path: name, type: attribute.type, required: attribute.required === true });
    const inner =
      attribute.type === 'component' && !attribute.repeatable && attribute.component
        ? components[attribute.component]
        : attribute.type === 'relation' && /ToOne$|^oneToOne$/i.test(attribute.relation ?? '') && attribute.target
          ? schemaOf(strapi, attribute.target)
          : null;
    for (const [innerName, innerAttribute] of Object.entries(inner?.attributes ?? {})) {
      if (ownColumns.has(innerName) || innerAttribute.private || !readable.has(innerAttribute.type)) continue;
      result.push({ path: `${name}.${innerName}`, type: innerAttribute.type, required: false });
    }
  }
  return result;
}

/** Attribute names that speak for a role, most telling first; the first free attribute takes it. */
const namesOfRole: Array<[FieldRole, RegExp]> = [
  ['name', /^(name|title|displayname|companyname|company|fullname|label)$/],
  ['email', /^(e?mail|emailaddress|billingemail|contactemail)$/],
  ['phone', /^(phone|telephone|tel|phonenumber|mobile)$/],
  ['domain', /^(website|url|domain|homepage|web)$/],
  ['taxId', /^(taxid|vat|vatid|vatnumber|ein|taxnumber|abn)$/],
  ['address', /^(street|address|address1|addressline1|line1|streetaddress)$/],
  ['city', /^(city|town|locality)$/],
  ['region', /^(region|state|province|county)$/],
  ['postalCode', /^(postalcode|zip|zipcode|postcode|plz)$/],
  ['country', /^(country|countrycode)$/],
  ['sku', /^(sku|code|partnumber|partno|mpn|itemnumber|articlenumber)$/],
  ['barcode', /^(barcode|ean|gtin|upc)$/],
  ['price', /^(price|unitprice|rate|hourlyrate|amount|cost)$/],
  ['currency', /^(currency|currencycode)$/],
  ['description', /^(description|details|notes|summary)$/],
];

/** Guesses field roles from attribute names and types; one attribute a role. */
export function proposeRoles(attributes: LocalContentType['attributes']): FieldRoleEntry[] {
  const taken = new Set<string>();
  const roles: FieldRoleEntry[] = [];
  const take = (role: FieldRole, path: string | undefined) => {
    if (path === undefined || taken.has(path)) return;
    taken.add(path);
    roles.push({ role, attribute: path });
  };
  const folded = (path: string) => (path.split('.').pop() ?? path).toLowerCase().replace(/[^a-z0-9]/g, '');
  // A name reached through a relation is the related record's, not this one's.
  const depth = (path: string) => path.split('.').length;
  const sorted = [...attributes].sort((a, b) => depth(a.path) - depth(b.path));
  for (const [role, pattern] of namesOfRole) {
    const fits = sorted.filter(
      ({ path }) => !taken.has(path) && pattern.test(folded(path)) && (role !== 'name' || depth(path) === 1),
    );
    take(role, fits[0]?.path);
  }
  if (!roles.some(({ role }) => role === 'name'))
    take('name', sorted.find(({ type, path }) => type === 'string' && depth(path) === 1)?.path);
  if (!roles.some(({ role }) => role === 'email'))
    take('email', sorted.find(({ type, path }) => type === 'email' && depth(path) === 1)?.path);
  return roles;
}

/** Collection types of the site that can be mapped: its own, not those of plugins. */
export function listLocalContentTypes(strapi: Core.Strapi): LocalContentType[] {
  return (Object.values(strapi.contentTypes) as unknown as Schema[])
    .filter((schema) => schema.kind === 'collectionType' && schema.uid.startsWith('api::'))
    .map((schema) => {
      const attributes = attributesOf(strapi, schema);
      return {
        uid: schema.uid,
        displayName: schema.info.displayName,
        attributes,
        proposedRoles: proposeRoles(attributes),
      };
    })
    .sort((a, b) => a.displayName.localeCompare(b.displayName));
}

export const asUid = (uid: string): UID.ContentType => uid as UID.ContentType;
