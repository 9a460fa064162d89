import type { NormalisedRecord } from './normalise/record';
import { compact, hasDigit } from './normalise/text';

/** Letters of a name as written that are compared. */
const longestWhole = 300;

/** Words as numbers, so that comparing and indexing never touch strings twice. */
export class Vocabulary {
  private readonly ids = new Map<string, number>();
  readonly words: string[] = [];

  id(word: string): number {
    const known = this.ids.get(word);
    if (known !== undefined) return known;
    const id = this.words.length;
    this.ids.set(word, id);
    this.words.push(word);
    return id;
  }

  /** The word's number, or -1 when no text has it. */
  find(word: string): number {
    return this.ids.get(word) ?? -1;
  }

  get size(): number {
    return this.words.length;
  }
}

/** A text ready to compare: its words, how telling each is, and its letters in one piece. */
export interface PreparedText {
  ids: readonly number[];
  /** Inverse document frequency of each word within its field. */
  weights: readonly number[];
  /** Words whose absence on the other side costs little; null: none. */
  optional: Uint8Array | null;
  /** All words joined, for comparisons that ignore word borders. */
  joined: string;
  /** Everything as written, folded, letters and digits only. */
  whole: string;
  /** The words with digits, sorted: texts that differ here differ in kind. */
  numbers: string;
}

/** A normalised record with its texts prepared against the words of both sides. */
export interface PreparedRecord extends NormalisedRecord {
  names: PreparedText[];
  /** The name in its usual form; null: it has it already. */
  usual: PreparedText | null;
  street: PreparedText | null;
  descriptionText: PreparedText | null;
  parentText: PreparedText | null;
  contactText: PreparedText | null;
}

type TextField = 'name' | 'street' | 'description' | 'contact';

/** Counts in how many records of both sides each word occurs, field by field, and prepares texts with it. */
export class Corpus {
  readonly vocabulary = new Vocabulary();
  private readonly counts: Record<TextField, Map<number, number>> = {
    name: new Map(),
    street: new Map(),
    description: new Map(),
    contact: new Map(),
  };

  private size = 0;

  constructor(records: readonly NormalisedRecord[] = []) {
    for (const record of records) this.add(record);
  }

  /** Counts a record in, and gives it back in less memory. Texts prepared before keep their weights. */
  add(record: NormalisedRecord): NormalisedRecord {
    this.count(record, 1);
    const { name, address } = record;
    if (name) {
      name.core = this.shared(name.core);
      name.optional = tight(name.optional);
      name.aliases = tight(name.aliases);
    }
    if (address) address.street = this.shared(address.street);
    record.city = this.shared(record.city);
    record.region = this.shared(record.region);
    record.description = this.shared(record.description);
    record.partNumbers = tight(record.partNumbers);
    record.emails = tight(record.emails);
    record.phones = tight(record.phones);
    record.contact = tight(record.contact);
    return record;
  }

  /** Takes a record out of the counts. */
  remove(record: NormalisedRecord): void {
    this.count(record, -1);
  }

  private count(record: NormalisedRecord, by: number): void {
    this.size += by;
    const { name } = record;
    if (name) this.countWords('name', [...name.core, ...name.aliases.flat(), ...(name.reading?.words ?? [])], by);
    if (record.address) this.countWords('street', record.address.street, by);
    this.countWords('description', record.description, by);
    if (record.contact.length > 0) this.countWords('contact', record.contact.flat(), by);
  }

  private countWords(field: TextField, words: readonly string[], by: number): void {
    const counts = this.counts[field];
    for (const word of new Set(words)) {
      const id = this.vocabulary.id(word);
      counts.set(id, (counts.get(id) ?? 0) + by);
    }
  }

  /** The added constant keeps small lists from treating every word as equally rare. */
  private weight(field: TextField, id: number): number {
    const count = this.counts[field].get(id) ?? 0;
    return Math.log(1 + (this.size + 10) / (count + 0.5));
  }

  private text(
    field: TextField,
    words: readonly string[],
    optional?: readonly boolean[],
    whole?: string,
  ): PreparedText {
    const ids = words.map((word) => this.vocabulary.id(word));
    const joined = words.length === 1 ? this.vocabulary.words[ids[0]!]! : words.join('');
    return {
      ids,
      weights: ids.map((id) => this.weight(field, id)),
      optional: optional?.some(Boolean) ? Uint8Array.from(optional, Number) : null,
      joined,
      whole: whole === undefined || whole === joined ? joined : whole,
      numbers: words.some(hasDigit) ? words.filter(hasDigit).sort().join(' ') : '',
    };
  }

  /** The largest weight that a word could have. */
  get largestWeight(): number {
    return Math.log(1 + (this.size + 10) / 1.5);
  }

  /** Prepares the texts of a record. They are added to the record itself: a copy of each would take much memory. */
  prepare(normal: NormalisedRecord): PreparedRecord {
    const record = normal as PreparedRecord;
    const { name, address, description, parent, contact } = record;
    record.names = name
      ? [
          this.text('name', name.core, name.optional, compact((record.source.roles.name ?? '').slice(0, longestWhole))),
          ...name.aliases.map((alias) => this.text('name', alias)),
        ]
      : [];
    record.usual = name?.reading ? this.text('name', name.reading.words, undefined, record.names[0]?.whole) : null;
    record.street = address && address.street.length > 0 ? this.text('street', address.street) : null;
    record.descriptionText = description.length > 0 ? this.text('description', description) : null;
    record.parentText = parent ? this.text('name', parent.core) : null;
    record.contactText = contact.length > 0 ? this.text('contact', contact.flat()) : null;
    return record;
  }

  /** Equal words of all records are one string in memory. */
  private shared(words: readonly string[]): string[] {
    return words.length === 0 ? none : words.map((word) => this.vocabulary.words[this.vocabulary.id(word)]!);
  }
}

const none: never[] = [];
Object.freeze(none);

/** A list that has grown keeps room for more; a copy does not. */
const tight = <T>(list: readonly T[]): T[] => (list.length === 0 ? none : list.slice());
