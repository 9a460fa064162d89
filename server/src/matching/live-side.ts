import { CandidateIndex } from './candidates';
import type { PreparedRecord } from './corpus';
import { bestHits, RecordSearch, type SearchHit } from './search';

/** Changes that are kept beside the postings: more slow searches down, fewer mean more building. */
const mostChanges = (records: number): number => 1_000 + 0.05 * records;

/** One side of a live matcher: its records by number, and the indexes that find them. */
export class LiveSide {
  /** Also holds removed records until their number is given to others. */
  readonly records: PreparedRecord[] = [];
  private readonly numbers = new Map<string, number>();
  private readonly candidates = new CandidateIndex();
  private readonly words = new RecordSearch();
  private free: number[] = [];
  private removed: number[] = [];
  private changes = 0;

  get size(): number {
    return this.numbers.size;
  }

  numberOf(id: string): number | undefined {
    return this.numbers.get(id);
  }

  /** The id must not be there. */
  add(record: PreparedRecord): void {
    const number = this.free.pop() ?? this.records.length;
    this.records[number] = record;
    this.numbers.set(record.source.id, number);
    this.candidates.add(number, record);
    this.words.add(number, record.source);
    this.changes += 1;
  }

  /** The record that was removed; undefined: there was none. */
  remove(id: string): PreparedRecord | undefined {
    const number = this.numbers.get(id);
    if (number === undefined) return undefined;
    this.numbers.delete(id);
    this.candidates.remove(number);
    this.words.remove(number);
    this.removed.push(number);
    this.changes += 1;
    return this.records[number];
  }

  get hasManyChanges(): boolean {
    return this.changes > mostChanges(this.size);
  }

  /** Takes all changes into the postings. */
  build(): void {
    this.candidates.build();
    this.words.build();
    for (const number of this.removed) this.free.push(number);
    this.removed = [];
    this.changes = 0;
  }

  /** Calls `visit` with the candidates in `other` of a record of this side; some come more than once. */
  eachPartner(number: number, other: LiveSide, visit: (partner: number) => void): void {
    other.candidates.eachPartner(this.candidates, number, this.records[number]!, visit);
  }

  search(query: string, limit: number): SearchHit[] {
    return bestHits(this.words.search(query), (number) => this.records[number]!.source.id, limit);
  }
}
