import type { MatchRecord } from '../../server/src/matching/types';
import { sequence } from '../unit/matching/invented';

const syllables =
  'ba be bo bran cal cor dan del dor el fen for gal gre hal har is jun kel kor lan lev lin mar mel mon nar nes nor ol pan per quin ral ren ros sal sen sol tam tel tor ul val ver wel win yar zen'.split(
    ' ',
  );
const trades =
  'Dental Roofing Bakery Plumbing Logistics Optics Veterinary Printing Catering Brewing Services Group Partners Design Foods Motors Marine Garden Electric Studio'.split(
    ' ',
  );
const kinds = ['St', 'Ave', 'Rd', 'Blvd', 'Dr', 'Ln'];

/**
 * Any number of invented customers, alike at every size: rare and common words as in real names (the commonness of
 * words falls as Zipf's law says), towns with their postal codes. Seven in ten have a partner on the other side,
 * with typing errors, legal forms, missing and changed values. L*n* and R*n* are the partners.
 */
export function manyCustomers(count: number, seed = 1): [MatchRecord[], MatchRecord[]] {
  const random = sequence(seed);
  const below = (limit: number): number => Math.floor(random() * limit);
  const pick = <T>(list: readonly T[]): T => list[below(list.length)]!;
  const word = (rank: number): string => {
    let text = '';
    for (let rest = rank + 7; rest > 0; rest = Math.floor(rest / syllables.length)) {
      text += syllables[(rest * 11) % syllables.length]!;
    }
    return text.charAt(0).toUpperCase() + text.slice(1);
  };
  /** Low ranks are common. */
  const zipf = (words: number): number => Math.floor(words ** random());
  const town = (): { city: string; postalCode: string } => {
    const rank = zipf(4000);
    return { city: word(rank + 900_000), postalCode: String(10_000 + rank * 17 + below(3)) };
  };
  const customer = (): MatchRecord['roles'] => {
    const names = [word(zipf(60_000 + count)), word(zipf(20_000))].slice(0, random() < 0.35 ? 1 : 2);
    const name = [...names, pick(trades)].join(' ');
    const phone = String(2_000_000_000 + below(7_999_999_999));
    return {
      name,
      email: `${pick(['info', 'office', 'hello'])}@${names.join('').toLowerCase()}${below(50)}.example`,
      phone: `(${phone.slice(0, 3)}) ${phone.slice(3, 6)}-${phone.slice(6)}`,
      address: `${1 + below(9_000)} ${word(zipf(9_000) + 400_000)} ${pick(kinds)}`,
      ...town(),
    };
  };
  const misspell = (text: string): string => {
    const at = 1 + below(Math.max(1, text.length - 2));
    const kind = random();
    if (kind < 0.4) return text.slice(0, at) + text.slice(at + 1);
    if (kind < 0.7) return text.slice(0, at) + (text[at + 1] ?? '') + (text[at] ?? '') + text.slice(at + 2);
    return `${text.slice(0, at)}e${text.slice(at)}`;
  };
  const left: MatchRecord[] = [];
  const right: MatchRecord[] = [];
  for (let n = 0; n < count; n += 1) {
    const roles = customer();
    for (const role of ['email', 'phone'] as const) if (random() < 0.3) delete roles[role];
    left.push({ id: `L${n}`, roles });
    const other = random() < 0.7 ? { ...roles } : customer();
    let name = other.name ?? '';
    if (random() < 0.3) name = misspell(name);
    if (random() < 0.5) name = `${name}${pick([', LLC', ' Inc.', ' Ltd', ' Co.'])}`;
    other.name = name;
    for (const role of ['email', 'phone', 'address'] as const) if (random() < 0.25) delete other[role];
    if (random() < 0.1) Object.assign(other, town());
    if (random() < 0.3) other.address = other.address?.replace(' St', ' Street').replace(' Ave', ' Avenue');
    right.push({ id: `R${n}`, roles: other });
  }
  return [left, right];
}
