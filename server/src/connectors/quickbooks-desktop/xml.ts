import { XMLParser } from 'fast-xml-parser';
import { type Said, saidBy, sayingOf, sentence, type Words } from '../../utils/sentence';

/** A text, or its children by name; attributes are under `@name`, the text of an element with attributes under `#text`. */
export type XmlValue = string | XmlNode | Array<string | XmlNode>;
export interface XmlNode {
  [name: string]: XmlValue;
}

/** One element to be written: its text or its children in order. Without content (undefined, no text) it is left out. */
export type Element = [name: string, content: Content, attributes?: Record<string, string | undefined>];
export type Content = string | undefined | Array<Element | undefined>;

/** Not XML, or more than XML: a document type, whose entities could be blown up. */
export class XmlError extends Error {
  readonly words: Words | undefined;
  constructor(said: Said) {
    const { message, words } = sayingOf(said);
    super(message);
    this.words = words;
    this.name = 'XmlError';
  }
}

// `htmlEntities` is what makes the parser read numeric references, which QuickBooks writes for all but ASCII.
const settings = {
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseTagValue: false,
  parseAttributeValue: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  htmlEntities: true,
} as const;
const plain = new XMLParser(settings);
const withoutPrefixes = new XMLParser({ ...settings, removeNSPrefix: true });

/** The document as a tree. `prefixes: 'drop'` leaves namespace prefixes out of names. @throws XmlError */
export function parseXml(text: string, prefixes: 'keep' | 'drop' = 'keep'): XmlNode {
  if (/<!(DOCTYPE|ENTITY)/i.test(text))
    throw new XmlError(sentence('qbd.documentType', 'The XML has a document type, which is not taken'));
  try {
    return (prefixes === 'drop' ? withoutPrefixes : plain).parse(text, true) as XmlNode;
  } catch (error) {
    throw new XmlError(sentence('qbd.xmlUnreadable', 'The XML cannot be read: {why}', { why: saidBy(error) }));
  }
}

const own = (node: XmlNode | undefined, name: string): XmlValue | undefined =>
  node !== undefined && Object.hasOwn(node, name) ? node[name] : undefined;

const all = (node: XmlNode | undefined, name: string): Array<string | XmlNode> => {
  const value = own(node, name);
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
};

/** Children of a name that are elements; one without children or text is an empty node. */
export const childrenOf = (node: XmlNode | undefined, name: string): XmlNode[] =>
  all(node, name).map((value) => (typeof value === 'string' ? (value === '' ? {} : { '#text': value }) : value));

export const childOf = (node: XmlNode | undefined, name: string): XmlNode | undefined => childrenOf(node, name)[0];

/** Text of the first child of a name; undefined if there is none or it is empty. */
export function textOf(node: XmlNode | undefined, ...path: string[]): string | undefined {
  const name = path[path.length - 1] ?? '';
  const parent = path.slice(0, -1).reduce<XmlNode | undefined>((inner, step) => childOf(inner, step), node);
  const value = all(parent, name)[0];
  const text = typeof value === 'object' ? own(value, '#text') : value;
  return typeof text === 'string' && text !== '' ? text : undefined;
}

/** Texts of all children of a name. */
export const textsOf = (node: XmlNode | undefined, name: string): string[] =>
  childrenOf(node, name).flatMap((child) => textOf(child, '#text') ?? []);

export const attributeOf = (node: XmlNode | undefined, name: string): string | undefined => {
  const value = own(node, `@${name}`);
  return typeof value === 'string' ? value : undefined;
};

/** Names of the children that are elements. */
export const namesOf = (node: XmlNode): string[] =>
  Object.keys(node).filter((name) => !name.startsWith('@') && !name.startsWith('#') && !name.startsWith('?'));

const named: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text for an element or an attribute: ASCII only, as QuickBooks is not sure to take more. Drops what XML cannot hold. */
export function escapeXml(text: string): string {
  let escaped = '';
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code > 0x7e) escaped += code >= 0xd800 && code <= 0xdfff ? '' : `&#${code};`;
    else if (code >= 0x20 || code === 0x09 || code === 0x0a) escaped += named[character] ?? character;
    else if (code === 0x0d) escaped += '&#13;';
  }
  return escaped;
}

export function renderXml([name, content, attributes = {}]: Element): string {
  const inner =
    typeof content === 'string'
      ? escapeXml(content)
      : (content ?? []).map((child) => (child ? renderXml(child) : '')).join('');
  const attributeText = Object.entries(attributes)
    .map(([key, value]) => (value === undefined ? '' : ` ${key}="${escapeXml(value)}"`))
    .join('');
  if (inner === '' && attributeText === '') return content === undefined || content === '' ? '' : `<${name}/>`;
  return inner === '' ? `<${name}${attributeText}/>` : `<${name}${attributeText}>${inner}</${name}>`;
}
