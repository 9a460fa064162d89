import type { MatchRecord } from '../../../server/src/matching/types';

const first =
  'Alder Basalt Cinder Dorset Ember Fennel Garnet Harrow Indigo Juniper Kestrel Larkspur Marlow Nimbus Orchard'.split(
    ' ',
  );
const second =
  'Quill Ridge Sable Thistle Umber Vesper Willow Yarrow Zephyr Bracken Copper Drift Fallow Grove Hollow'.split(' ');
const trade = 'Dental Roofing Bakery Plumbing Logistics Optics Veterinary Printing Catering Brewing'.split(' ');
const towns = 'Astoria Bend Corvallis Dallas Eugene Florence Gresham Hood'.split(' ');

/** A repeatable sequence of numbers from 0 to below 1 (mulberry32). */
export function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * Two lists of `count` invented customers. L*n* and R*n* are the same business for three n in four, with other
 * legal forms, swapped letters and missing values on the right; the rest have no partner.
 */
export function inventedCustomers(count: number, seed = 7): [MatchRecord[], MatchRecord[]] {
  const random = sequence(seed);
  const pick = (list: readonly string[]): string => list[Math.floor(random() * list.length)] ?? '';
  const business = (): MatchRecord['roles'] => {
    const name = `${pick(first)}${pick(second).toLowerCase()} ${pick(second)} ${pick(trade)}`;
    const number = String(1_000_000 + Math.floor(random() * 8_999_999));
    return {
      name,
      email: `office@${name.toLowerCase().replace(/ /g, '')}${Math.floor(random() * 90)}.example`,
      phone: `(503) ${number.slice(0, 3)}-${number.slice(3)}`,
      address: `${Math.floor(random() * 9000) + 10} ${pick(second)} St`,
      city: pick(towns),
    };
  };
  const left: MatchRecord[] = [];
  const right: MatchRecord[] = [];
  for (let n = 0; n < count; n += 1) {
    const roles = business();
    left.push({ id: `L${n}`, roles });
    const other = random() < 0.75 ? { ...roles } : business();
    const name = other.name ?? '';
    const at = 1 + Math.floor(random() * 4);
    if (random() < 0.3) other.name = name.slice(0, at) + name.charAt(at + 1) + name.charAt(at) + name.slice(at + 2);
    if (random() < 0.5) other.name = `${other.name}, ${random() < 0.5 ? 'LLC' : 'Inc.'}`;
    if (random() < 0.3) delete other.email;
    if (random() < 0.3) delete other.phone;
    if (random() < 0.3) other.address = other.address?.replace(' St', ' Street');
    right.push({ id: `R${n}`, roles: other });
  }
  return [left, right];
}
