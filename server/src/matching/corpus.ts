import { grown, ints } from './numbers';
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

/** Inverse document frequency of each word in one field of both sides, by the word's number. */
export interface WordWeights {
  readonly of: Float64Array;
}

/** A text ready to compare: its words, how telling each is, and its letters in one piece. */
export interface PreparedText {
  ids: readonly number[];
  /** How telling words are in its field. */
  weights: WordWeights;
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
  private readonly words: Record<TextField, WordCounts> = {
    name: new WordCounts(),
    street: new WordCounts(),
    description: new WordCounts(),
    contact: new WordCounts(),
  };
  /** Equal short lists of words are one list in memory, which is also told to be equal at once. */
  private readonly places = new Map<string, string[]>();

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
      name.optional = name.optional.includes(true) ? tight(name.optional) : allFalse(name.optional.length);
      name.aliases = tight(name.aliases);
    }
    if (address) address.street = this.shared(address.street);
    record.city = this.place(record.city);
    record.region = this.place(record.region);
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
    const counted = this.words[field];
    for (const word of new Set(words)) counted.add(this.vocabulary.id(word), by);
  }

  private text(
    field: TextField,
    words: readonly string[],
    optional?: readonly boolean[],
    whole?: string,
  ): PreparedText {
    const ids = words.map((word) => this.vocabulary.id(word));
    const weights = this.words[field];
    for (const id of ids) weights.weigh(id, this.size);
    const joined = words.length === 1 ? this.vocabulary.words[ids[0]!]! : words.join('');
    return {
      ids,
      weights,
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

  private place(words: readonly string[]): string[] {
    if (words.length === 0) return none;
    const key = words.length === 1 ? words[0]! : words.join(' ');
    const known = this.places.get(key);
    if (known) return known;
    const list = this.shared(words);
    this.places.set(key, list);
    return list;
  }

  /** Equal words of all records are one string in memory. */
  private shared(words: readonly string[]): string[] {
    return words.length === 0 ? none : words.map((word) => this.vocabulary.words[this.vocabulary.id(word)]!);
  }
}

/** In how many records each word occurs, and what it weighs. */
class WordCounts implements WordWeights {
  of = new Float64Array(256);
  private counts = ints(256);

  add(word: number, by: number): void {
    if (word >= this.counts.length) this.counts = grown(this.counts, word + 1);
    this.counts[word]! += by;
  }

  /** Weighs a word anew. The added constant keeps small lists from treating every word as equally rare. */
  weigh(word: number, records: number): void {
    if (word >= this.of.length) {
      const of = new Float64Array(Math.max(word + 1, 2 * this.of.length));
      of.set(this.of);
      this.of = of;
    }
    this.of[word] = Math.log(1 + (records + 10) / ((this.counts[word] ?? 0) + 0.5));
  }
}

const none: never[] = [];
Object.freeze(none);

/** One list for each length: most names have no optional words. */
const plain: boolean[][] = [];
const allFalse = (length: number): boolean[] => (plain[length] ??= Array.from({ length }, () => false));

/** A list that has grown keeps room for more; a copy does not. */
const tight = <T>(list: readonly T[]): T[] => (list.length === 0 ? none : list.slice());
