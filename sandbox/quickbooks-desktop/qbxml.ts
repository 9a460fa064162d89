import { XMLParser } from 'fast-xml-parser';

/** An element of qbXML with its children in order. */
export interface Element {
  name: string;
  attributes: Record<string, string>;
  children: Element[];
  text: string;
}

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  htmlEntities: true,
});

type Ordered = Record<string, unknown>;

const toElement = (node: Ordered): Element => {
  const name = Object.keys(node).find((key) => key !== ':@') ?? '';
  const inner = node[name] as Ordered[];
  return {
    name,
    attributes: (node[':@'] as Record<string, string> | undefined) ?? {},
    children: inner.filter((child) => !('#text' in child)).map(toElement),
    text: inner.map((child) => ('#text' in child ? String(child['#text']) : '')).join(''),
  };
};

/** Root elements of a document. Throws if it is not well-formed. */
export const parse = (xml: string): Element[] => (parser.parse(xml, true) as Ordered[]).map(toElement);

export const child = (element: Element | undefined, name: string): Element | undefined =>
  element?.children.find((candidate) => candidate.name === name);
export const text = (element: Element | undefined, ...path: string[]): string | undefined =>
  path.reduce<Element | undefined>(child, element)?.text;

export const escape = (value: string): string =>
  value.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c] ?? c);

/** Members of a record as qbXML, in the order given; nested ones are aggregates. Undefined ones are left out. */
export type Members = { [name: string]: string | Members | Members[] | undefined };
export const write = (members: Members): string =>
  Object.entries(members)
    .map(([name, value]) => {
      if (value === undefined) return '';
      if (typeof value === 'string') return `<${name}>${escape(value)}</${name}>`;
      return (Array.isArray(value) ? value : [value]).map((inner) => `<${name}>${write(inner)}</${name}>`).join('');
    })
    .join('');

/** Children of an element as members; repeated ones become a list. */
export const membersOf = (element: Element): Members => {
  const members: Members = {};
  for (const inner of element.children) {
    const value = inner.children.length > 0 ? membersOf(inner) : inner.text;
    const before = members[inner.name];
    if (before !== undefined && typeof value !== 'string')
      members[inner.name] = [...(Array.isArray(before) ? before : [before as Members]), value];
    else members[inner.name] = value;
  }
  return members;
};
