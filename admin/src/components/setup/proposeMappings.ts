import type {
  BodyInputOf,
  Connection,
  ConnectorInfo,
  createMapping,
  FieldRole,
  LocalContentType,
} from '../../../../server/src/contracts';

export type MappingDraft = BodyInputOf<typeof createMapping>;
export type RecordTypeInfo = ConnectorInfo['recordTypes'][number];

type Kind = 'customer' | 'vendor' | 'item';

/** Words that tell what a content type or record type holds, the most telling first. */
const WORDS: Record<Kind, readonly string[]> = {
  customer: ['client', 'customer', 'company', 'account', 'organisation', 'organization', 'contact'],
  vendor: ['vendor', 'supplier', 'wholesaler', 'distributor', 'manufacturer'],
  item: ['part', 'product', 'rate', 'item', 'service', 'article', 'material'],
};
/** Record types that are nothing but what they are called: a person is not the company, a term of payment no client. */
const ONLY_ALIKE = ['contact', 'subscription', 'tax-code', 'term', 'class', 'payment-method'];
const KINDS: readonly Kind[] = ['customer', 'vendor', 'item'];

/** Record types of a connection; those of a file are named by its settings. */
export function recordTypesOf(connection: Connection, connectors: ConnectorInfo[]): RecordTypeInfo[] {
  const connector = connectors.find(({ id }) => id === connection.connector);
  if (connection.auth !== 'file') return connector?.recordTypes ?? [];
  const { recordType, columns } = connection.settings;
  if (typeof recordType !== 'string') return connector?.recordTypes ?? [];
  return [{ id: recordType, label: plural(capitalised(recordType)), roles: rolesOfColumns(columns) }];
}

/**
 * A good guess at all mappings of a connection: clients to customers, vendors to vendors, everything that is sold to
 * items, with the roles that both sides have. Pairs that are mapped already are left out.
 */
export function proposeMappings(
  connection: Connection,
  recordTypes: RecordTypeInfo[],
  contentTypes: LocalContentType[],
): MappingDraft[] {
  const mapped = new Set(connection.counts.map((counts) => `${counts.contentType} ${counts.recordType}`));
  return recordTypes.flatMap((recordType) => {
    const kind = kindOfWords(recordType.id) ?? kindOfRoles(recordType.roles);
    const readable = contentTypes.filter(({ proposedRoles }) => proposedRoles.length > 0);
    const words = singulars(recordType.id);
    const alike = readable.filter((contentType) => wordsOf(contentType).some((word) => words.includes(word)));
    const fitting = readable
      .filter((contentType) => kindOf(contentType) === kind)
      .sort((a, b) => rank(kind, a) - rank(kind, b));
    // Whatever is sold may be an item; all else is kept in one place, best in the one of the same name.
    const isItem = kind === 'item' && words.includes('item') && connection.auth !== 'file';
    const chosen = ONLY_ALIKE.includes(recordType.id)
      ? alike.filter((contentType) => words.every((word) => wordsOf(contentType).includes(word))).slice(0, 1)
      : isItem
        ? fitting
        : [...alike, ...fitting].slice(0, 1);
    return chosen
      .filter((contentType) => !mapped.has(`${contentType.uid} ${recordType.id}`))
      .map((contentType) => ({
        ...draftFor(connection, recordType, contentType),
        name: chosen.length === 1 && connection.auth !== 'file' ? recordType.label : plural(contentType.displayName),
      }));
  });
}

/** A mapping of one pair, with the roles proposed for the content type. */
export function draftFor(
  connection: Pick<Connection, 'id'>,
  recordType: RecordTypeInfo,
  contentType: LocalContentType,
): MappingDraft {
  const shared = contentType.proposedRoles.filter(({ role }) => recordType.roles.includes(role));
  return {
    connectionId: connection.id,
    name: plural(contentType.displayName),
    contentType: contentType.uid,
    recordType: recordType.id,
    fieldRoles: shared.length > 0 ? shared : contentType.proposedRoles,
    cardinality: mayShare(contentType) ? 'many_to_one' : 'one_to_one',
    threshold: 0.95,
    margin: 0.05,
  };
}

/** Several clients may be billed to one head office, several rates may be one item. */
function mayShare(contentType: LocalContentType): boolean {
  return kindOf(contentType) === 'customer' || wordsOf(contentType).includes('rate');
}

function kindOf(contentType: LocalContentType): Kind | null {
  return KINDS.find((kind) => wordsOf(contentType).some((word) => WORDS[kind].includes(word))) ?? null;
}

function kindOfWords(text: string): Kind | null {
  const words = singulars(text);
  return KINDS.find((kind) => words.some((word) => WORDS[kind].includes(word))) ?? null;
}

function kindOfRoles(roles: FieldRole[]): Kind {
  return roles.some((role) => role === 'sku' || role === 'barcode' || role === 'price') ? 'item' : 'customer';
}

function rank(kind: Kind, contentType: LocalContentType): number {
  const places = wordsOf(contentType).map((word) => WORDS[kind].indexOf(word));
  return Math.min(...places.filter((place) => place >= 0));
}

const wordsOf = (contentType: LocalContentType) => singulars(contentType.uid.split('.').at(-1) ?? '');

const singulars = (text: string) =>
  text
    .toLowerCase()
    .split(/[^a-z]+/)
    .map((word) => word.replace(/ies$/, 'y').replace(/s$/, ''));

function plural(name: string): string {
  if (/s$/i.test(name)) return name;
  return /[^aeiou]y$/i.test(name) ? `${name.slice(0, -1)}ies` : `${name}s`;
}

const capitalised = (text: string) => text.charAt(0).toUpperCase() + text.slice(1).replace(/-/g, ' ');

function rolesOfColumns(columns: unknown): FieldRole[] {
  if (!Array.isArray(columns)) return [];
  return (columns as Array<{ role?: FieldRole | null }>).flatMap(({ role }) => (role ? [role] : []));
}
