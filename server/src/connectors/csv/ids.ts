import { createHash } from 'node:crypto';

/** 22 characters that stand for the given values; the same values give the same text on every machine. */
export function stableHash(values: string[]): string {
  const plain = values.map((value) => value.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase());
  return createHash('sha256').update(JSON.stringify(plain)).digest('base64url').slice(0, 22);
}

/**
 * Remembers ids with the line they were first seen on, at about 25 bytes an id however long it is: a 64-bit hash
 * stands for it (two of a million different ids collide once in 37 million files).
 */
export class SeenIds {
  private slots = 1024;
  private count = 0;
  private high = new Uint32Array(this.slots);
  private low = new Uint32Array(this.slots);
  private lines = new Uint32Array(this.slots);

  /** Line of the id's first use, or null if this is it. `line` is 1 or more. */
  add(id: string, line: number): number | null {
    if (this.count * 2 >= this.slots) this.grow();
    const [high, low] = hash64(id);
    const slot = this.slotOf(high, low);
    if (this.lines[slot] !== 0) return this.lines[slot]!;
    this.put(slot, high, low, line);
    this.count += 1;
    return null;
  }

  private slotOf(high: number, low: number): number {
    let slot = low % this.slots;
    while (this.lines[slot] !== 0 && (this.high[slot] !== high || this.low[slot] !== low))
      slot = (slot + 1) % this.slots;
    return slot;
  }

  private put(slot: number, high: number, low: number, line: number): void {
    this.high[slot] = high;
    this.low[slot] = low;
    this.lines[slot] = line;
  }

  private grow(): void {
    const { high, low, lines, slots } = this;
    this.slots = slots * 2;
    this.high = new Uint32Array(this.slots);
    this.low = new Uint32Array(this.slots);
    this.lines = new Uint32Array(this.slots);
    for (let slot = 0; slot < slots; slot += 1) {
      if (lines[slot] !== 0) this.put(this.slotOf(high[slot]!, low[slot]!), high[slot]!, low[slot]!, lines[slot]!);
    }
  }
}

/** Two rounds of multiply-and-mix over UTF-16 units (the finaliser is that of MurmurHash3). */
function hash64(text: string): [high: number, low: number] {
  let one = 0xdeadbeef;
  let two = 0x41c6ce57;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    one = Math.imul(one ^ unit, 0x9e3779b1);
    two = Math.imul(two ^ unit, 0x5f356495);
    one = (one << 13) | (one >>> 19);
  }
  one = mix(one ^ text.length);
  two = mix(two ^ one);
  return [one >>> 0, two >>> 0];
}

function mix(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
