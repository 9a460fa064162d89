import type { PreparedRecord } from './corpus';
import { ints } from './numbers';

/** More records than this under one exact key say that the key tells nothing (a switchboard, a default code). */
const largestBucket = 30;
const firstCapacity = 1 << 10;

/** What a key is of. The same value under another kind is another key. */
const kinds = { externalKey: 1, taxId: 2, email: 3, domain: 4, phone: 5, barcode: 6, code: 7, name: 8, house: 9 };

/** Calls `add` for each value that brings two records together by being equal, whatever their names. */
function eachKey(record: PreparedRecord, add: (kind: number, value: string, second?: string) => void): void {
  if (record.externalKey) add(kinds.externalKey, record.externalKey);
  if (record.taxId) add(kinds.taxId, record.taxId.slice(-9));
  for (const { address } of record.emails) add(kinds.email, address);
  if (record.domain) add(kinds.domain, record.domain);
  for (const phone of record.phones) add(kinds.phone, phone.slice(-7));
  if (record.barcode) add(kinds.barcode, record.barcode);
  if (record.sku) add(kinds.code, record.sku);
  for (const code of record.partNumbers) if (code !== record.sku) add(kinds.code, code);
  for (const value of record.other.values()) if (typeof value === 'string') add(kinds.code, value);
  if (record.names[0]) add(kinds.name, record.names[0].joined);
  if (record.address?.number && record.postalCode) add(kinds.house, record.address.number, record.postalCode);
}

/**
 * Records by their exact keys. A key is kept as two hashes in a chained hash table of typed arrays: two keys that
 * share both are taken for one, which costs a needless comparison once in billions.
 */
export class ExactKeyIndex {
  private heads = ints(firstCapacity).fill(-1);
  private next = ints(firstCapacity);
  private bucket = ints(firstCapacity);
  private check = ints(firstCapacity);
  private owner = ints(firstCapacity);
  private used = 0;
  /** Records removed since the last `dropRemoved`. */
  private readonly removed = new Set<number>();
  private readonly found: number[] = [];

  add(record: number, values: PreparedRecord): void {
    eachKey(values, (kind, value, second) => {
      if (this.used === this.owner.length) this.grow();
      hash(kind, value, second);
      this.insert(hashes[0]!, hashes[1]!, record);
    });
  }

  remove(record: number): void {
    this.removed.add(record);
  }

  /** After this the numbers of removed records may be given to others. */
  dropRemoved(): void {
    if (this.removed.size === 0) return;
    const { used } = this;
    this.used = 0;
    this.heads.fill(-1);
    for (let at = 0; at < used; at += 1) {
      if (!this.removed.has(this.owner[at]!)) this.insert(this.bucket[at]!, this.check[at]!, this.owner[at]!);
    }
    this.removed.clear();
  }

  /** Calls `visit` with each record that shares a key, once for each such key. */
  eachEqual(values: PreparedRecord, visit: (record: number) => void): void {
    eachKey(values, (kind, value, second) => {
      hash(kind, value, second);
      const { found } = this;
      found.length = 0;
      for (let at = this.heads[hashes[0]! & (this.heads.length - 1)]!; at >= 0; at = this.next[at]!) {
        if (this.check[at] !== hashes[1] || this.bucket[at] !== hashes[0]) continue;
        if (this.removed.size > 0 && this.removed.has(this.owner[at]!)) continue;
        if (found.length === largestBucket) return;
        found.push(this.owner[at]!);
      }
      for (const record of found) visit(record);
    });
  }

  private insert(bucket: number, check: number, record: number): void {
    const at = this.used;
    const head = bucket & (this.heads.length - 1);
    this.bucket[at] = bucket;
    this.check[at] = check;
    this.owner[at] = record;
    this.next[at] = this.heads[head]!;
    this.heads[head] = at;
    this.used += 1;
  }

  private grow(): void {
    const { bucket, check, owner, used } = this;
    const capacity = owner.length * 2;
    this.heads = ints(capacity).fill(-1);
    this.next = ints(capacity);
    this.bucket = ints(capacity);
    this.check = ints(capacity);
    this.owner = ints(capacity);
    this.used = 0;
    for (let at = 0; at < used; at += 1) this.insert(bucket[at]!, check[at]!, owner[at]!);
  }
}

/** The two hashes of the last key (FNV-1a and a second multiplier). */
const hashes = ints(2);

function hash(kind: number, value: string, second = ''): void {
  let a = 0x811c9dc5 ^ kind;
  let b = 0x5bd1e995 + kind;
  for (let at = 0; at < value.length; at += 1) {
    const code = value.charCodeAt(at);
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul(b ^ code, 0x9e3779b1) ^ (b >>> 15);
  }
  for (let at = 0; at < second.length; at += 1) {
    const code = second.charCodeAt(at) + 0x10000;
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul(b ^ code, 0x9e3779b1) ^ (b >>> 15);
  }
  hashes[0] = a ^ (a >>> 16);
  hashes[1] = b ^ (b >>> 13);
}
