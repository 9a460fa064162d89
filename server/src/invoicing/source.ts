import type { FallbackConfig, InvoiceSourceConfig } from './config';

/** The parts of a Strapi schema that paths are checked against. */
export interface SchemaAttribute {
  type: string;
  target?: string;
  component?: string;
  relation?: string;
  repeatable?: boolean;
  enum?: string[];
}
export interface Schema {
  attributes: Record<string, SchemaAttribute>;
  options?: { draftAndPublish?: boolean } | undefined;
  pluginOptions?: { i18n?: { localized?: boolean } } | undefined;
  info?: { displayName?: string } | undefined;
}
export type SchemaOf = (uid: string) => Schema | undefined;

/** What the document service is asked for: the fields that count, and no others. */
export interface ReadPlan {
  fields?: string[];
  populate?: Record<string, ReadPlan>;
}

/** A content type that a client or line may lead to. */
export interface RecordPath {
  path: string[];
  contentType: string;
  labelAttribute: string | null;
  localized: boolean;
  /** Paths from the record to those that may stand in for it. */
  parents: RecordPath[];
}

/** Text with paths in it: what stands between them is kept as it is. */
export type Template = (string | string[])[];

/** A source whose paths all lead somewhere. */
export interface CompiledSource {
  name: string;
  displayName: string;
  contentType: string;
  draftAndPublish: boolean;
  localized: boolean;
  plan: ReadPlan;
  number: string[] | null;
  date: string[] | null;
  currency: string[] | null;
  memo: string[] | null;
  text: Template | null;
  email: string[] | null;
  client: RecordPath;
  lines: string[];
  line: {
    quantity: string[];
    unitPrice: string[];
    description: string[] | null;
    amount: string[] | null;
    records: RecordPath[];
  };
  status: { attribute: string; before: string[]; after: string | null } | null;
  writeBack: { number: string | null; externalId: string | null; url: string | null; closed: string | null };
  config: InvoiceSourceConfig;
}

/** A path that does not fit the content type. The message names it. */
export class SourceProblem extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'SourceProblem';
  }
}

const SCALARS = new Set([
  'string',
  'text',
  'richtext',
  'email',
  'uid',
  'enumeration',
  'integer',
  'biginteger',
  'float',
  'decimal',
  'date',
  'datetime',
]);
const TO_ONE = new Set(['oneToOne', 'manyToOne']);
const TEXTS = new Set(['string', 'text', 'uid']);
/** How often parents of parents are followed. */
const MOST_PARENTS = 3;
const TO_MANY = new Set(['oneToMany', 'manyToMany']);
const LABELS = ['name', 'title', 'label', 'displayName', 'fullName', 'companyName', 'company', 'number', 'code', 'sku'];

/** The attribute that people know a record by; null: it has no text of its own. */
export function labelAttributeOf(schema: Schema): string | null {
  const isText = (name: string) => TEXTS.has(schema.attributes[name]?.type ?? '');
  return LABELS.find(isText) ?? Object.keys(schema.attributes).find(isText) ?? null;
}

export const isLocalized = (schema: Schema | undefined): boolean => schema?.pluginOptions?.i18n?.localized === true;

/**
 * Checks every path of a source against the content types and makes the reading plan.
 * Throws SourceProblem with the path that is wrong and what is there instead.
 */
export function compileSource(
  config: InvoiceSourceConfig,
  schemaOf: SchemaOf,
  fallbacks: readonly FallbackConfig[] = [],
): CompiledSource {
  const root = schemaOf(config.contentType);
  if (!root) throw new SourceProblem(`contentType: there is no content type ${config.contentType}`);

  const plan = new PlanNode(root);
  const scalar = (
    option: string,
    path: string | undefined,
    from = plan,
    fromUid = config.contentType,
  ): string[] | null => {
    if (path === undefined) return null;
    const end = walk(option, path, from, fromUid, schemaOf);
    if (end.kind !== 'scalar')
      throw new SourceProblem(`${option}: ${path} is a ${end.attribute.type}, not a plain value`);
    return path.split('.');
  };
  const record = (option: string, path: string, from = plan, fromUid = config.contentType): RecordPath =>
    recordPath(option, path, { node: from, uid: fromUid }, schemaOf, fallbacks, MOST_PARENTS);
  const template = (text: string | undefined): Template | null =>
    text === undefined
      ? null
      : text.split(/\{([^{}]*)\}/).map((part, index) => (index % 2 === 0 ? part : (scalar('text', part.trim()) ?? [])));

  const number = scalar('number', config.number);
  const date = scalar('date', config.date);
  const currency = scalar('currency', config.currency);
  const memo = scalar('memo', config.memo);
  const text = template(config.text);
  const email = scalar('email', config.email);
  if (config.status) scalar('status.attribute', config.status.attribute);
  const client = record('client', config.client);
  const lines = walk('lines', config.lines, plan, config.contentType, schemaOf);
  if (lines.kind !== 'many')
    throw new SourceProblem(`lines: ${config.lines} must be a repeatable component or a relation to many`);
  const required = (option: 'quantity' | 'unitPrice') => config.line[option].split('.');
  scalar('line.quantity', config.line.quantity, lines.node, lines.uid);
  scalar('line.unitPrice', config.line.unitPrice, lines.node, lines.uid);

  return {
    name: config.name,
    displayName: config.displayName ?? root.info?.displayName ?? config.name,
    contentType: config.contentType,
    draftAndPublish: root.options?.draftAndPublish === true,
    localized: isLocalized(root),
    number,
    date,
    currency,
    memo,
    text,
    email,
    client,
    lines: config.lines.split('.'),
    line: {
      quantity: required('quantity'),
      unitPrice: required('unitPrice'),
      description: scalar('line.description', config.line.description, lines.node, lines.uid),
      amount: scalar('line.amount', config.line.amount, lines.node, lines.uid),
      records: config.line.records.map((path) => record('line.records', path, lines.node, lines.uid)),
    },
    status: statusOf(config, root),
    writeBack: writeBackOf(config, root),
    config,
    plan: plan.toPlan(),
  };
}

/** Path to a record that is linked, and from it to those that may stand in for it. */
function recordPath(
  option: string,
  path: string,
  from: { node: PlanNode; uid: string },
  schemaOf: SchemaOf,
  fallbacks: readonly FallbackConfig[],
  parentsLeft: number,
): RecordPath {
  const end = walk(option, path, from.node, from.uid, schemaOf);
  if (end.kind !== 'one' || end.attribute.type !== 'relation') {
    throw new SourceProblem(`${option}: ${path} must be a relation to one record`);
  }
  return recordAt(path.split('.'), end, schemaOf, fallbacks, parentsLeft);
}

function recordAt(
  path: string[],
  at: { node: PlanNode; uid: string },
  schemaOf: SchemaOf,
  fallbacks: readonly FallbackConfig[],
  parentsLeft: number,
): RecordPath {
  const { schema } = at.node;
  const labelAttribute = labelAttributeOf(schema);
  if (labelAttribute) at.node.fields.add(labelAttribute);
  const parents = parentsLeft > 0 ? (fallbacks.find((one) => one.contentType === at.uid)?.parents ?? []) : [];
  return {
    path,
    contentType: at.uid,
    labelAttribute,
    localized: isLocalized(schema),
    parents: parents.map((parent) =>
      recordPath(`fallbacks of ${at.uid}`, parent, at, schemaOf, fallbacks, parentsLeft - 1),
    ),
  };
}

/** How records of a content type are read by themselves, with those that may stand in for them. */
export function compileRecord(
  contentType: string,
  schemaOf: SchemaOf,
  fallbacks: readonly FallbackConfig[],
): { record: RecordPath; plan: ReadPlan; draftAndPublish: boolean } {
  const schema = schemaOf(contentType);
  if (!schema) throw new SourceProblem(`there is no content type ${contentType}`);
  const node = new PlanNode(schema);
  const record = recordAt([], { node, uid: contentType }, schemaOf, fallbacks, MOST_PARENTS);
  return { record, plan: node.toPlan(), draftAndPublish: schema.options?.draftAndPublish === true };
}

/** States that a record cannot be in would keep every record from being billed, or fail once it is. */
function statusOf({ status }: InvoiceSourceConfig, root: Schema): CompiledSource['status'] {
  if (!status) return null;
  const known = root.attributes[status.attribute]?.enum;
  const unknown = [...status.before, ...(status.after ? [status.after] : [])].find(
    (value) => known && !known.includes(value),
  );
  if (unknown !== undefined)
    throw new SourceProblem(`status: ${status.attribute} cannot be ${unknown}; it can be ${known?.join(', ')}`);
  return { attribute: status.attribute, before: status.before, after: status.after ?? null };
}

function writeBackOf({ writeBack, contentType }: InvoiceSourceConfig, root: Schema): CompiledSource['writeBack'] {
  const names = { number: null, externalId: null, url: null, closed: null, ...writeBack };
  for (const [option, name] of Object.entries(names)) {
    if (!name) continue;
    const type = root.attributes[name]?.type;
    if (type === undefined) throw new SourceProblem(`writeBack.${option}: ${contentType} has no attribute ${name}`);
    if (option === 'closed' ? type !== 'boolean' : !TEXTS.has(type))
      throw new SourceProblem(
        `writeBack.${option}: ${name} is a ${type}, it must be a ${option === 'closed' ? 'boolean' : 'text'}`,
      );
  }
  return names;
}

type End =
  | { kind: 'scalar'; attribute: SchemaAttribute }
  | { kind: 'one' | 'many'; attribute: SchemaAttribute; node: PlanNode; uid: string };

/** Follows a path and notes in the plan what must be read. Only the last name may lead to many. */
function walk(option: string, path: string, start: PlanNode, startUid: string, schemaOf: SchemaOf): End {
  const names = path.split('.');
  let node = start;
  let uid = startUid;
  for (const [index, name] of names.entries()) {
    const attribute = node.schema.attributes[name];
    const isLast = index === names.length - 1;
    if (!attribute) throw new SourceProblem(`${option}: ${uid} has no attribute ${name} (path ${path})`);
    if (SCALARS.has(attribute.type)) {
      if (!isLast)
        throw new SourceProblem(`${option}: ${name} of ${uid} is a plain value, nothing is below it (path ${path})`);
      node.fields.add(name);
      return { kind: 'scalar', attribute };
    }
    const next =
      attribute.type === 'relation'
        ? attribute.target
        : attribute.type === 'component'
          ? attribute.component
          : undefined;
    const schema = next === undefined ? undefined : schemaOf(next);
    const isOne = attribute.type === 'component' ? attribute.repeatable !== true : TO_ONE.has(attribute.relation ?? '');
    const isMany =
      attribute.type === 'component' ? attribute.repeatable === true : TO_MANY.has(attribute.relation ?? '');
    if (next === undefined || !schema || (!isOne && !isMany)) {
      throw new SourceProblem(
        `${option}: ${name} of ${uid} is of a type that cannot be followed: ${attribute.relation ?? attribute.type} (path ${path})`,
      );
    }
    if (isMany && !isLast)
      throw new SourceProblem(
        `${option}: ${name} of ${uid} holds many, so nothing below it can be picked (path ${path})`,
      );
    node = node.child(name, schema);
    uid = next;
    if (isLast) return { kind: isOne ? 'one' : 'many', attribute, node, uid };
  }
  throw new SourceProblem(`${option}: the path is empty`);
}

class PlanNode {
  readonly fields = new Set<string>();
  private readonly children = new Map<string, PlanNode>();
  constructor(readonly schema: Schema) {}

  child(name: string, schema: Schema): PlanNode {
    const child = this.children.get(name) ?? new PlanNode(schema);
    this.children.set(name, child);
    return child;
  }

  toPlan(): ReadPlan {
    const fields = [...this.fields, ...(isLocalized(this.schema) ? ['locale'] : [])];
    const populate = Object.fromEntries([...this.children].map(([name, child]) => [name, child.toPlan()]));
    return {
      // `id` alone where only what is below counts.
      fields: fields.length > 0 ? fields : ['id'],
      ...(this.children.size > 0 ? { populate } : {}),
    };
  }
}
