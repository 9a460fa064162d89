/**
 * Legal forms by the words they are written with, and the form they stand for. Forms that mean the same
 * share a name, so that `Inc.` and `Incorporated` do not count as different.
 */
const groups: Record<string, string> = {
  inc: 'inc incorporated',
  corp: 'corp corporation corportation',
  co: 'co company cie compagnie cia compania',
  llc: 'llc lc limited+liability+company limited+liability+co',
  ltd: 'ltd limited ltda limitada co+ltd company+limited',
  plc: 'plc public+limited+company',
  llp: 'llp lp limited+partnership limited+liability+partnership lllp',
  pllc: 'pllc pc pa apc professional+corporation',
  pty: 'pty pty+ltd proprietary pty+limited',
  gmbh: 'gmbh mbh ggmbh gesellschaft+mbh',
  gmbhcokg: 'gmbh+co+kg gmbh+and+co+kg',
  ug: 'ug ug+haftungsbeschrankt',
  ag: 'ag aktiengesellschaft',
  kg: 'kg ohg gbr ek ev',
  sa: 'sa societe+anonyme sociedad+anonima sau',
  sas: 'sas sasu',
  sarl: 'sarl eurl',
  sci: 'sci snc',
  sl: 'sl slu srl sociedad+limitada slne',
  spa: 'spa',
  bv: 'bv nv vof',
  spzoo: 'spzoo sp+zoo sp+z+oo spolka+zoo',
  spk: 'spk sp+k sp+j',
  ab: 'ab aktiebolag',
  as: 'as asa aps',
  oy: 'oy oyj',
  sro: 'sro',
  kk: 'kk',
  bhd: 'bhd sdn+bhd',
  pvt: 'pvt pvt+ltd private+limited',
};

const forms = new Map<string, string>();
for (const [form, spellings] of Object.entries(groups)) {
  for (const spelling of spellings.split(' ')) forms.set(spelling.replaceAll('+', ' '), form);
}
const longest = 3;

/**
 * Legal form that ends the words (`acme widgets llc`): how many words it takes and what it stands for; else null.
 * At least `least` words are left over.
 */
export function legalFormAtEnd(words: readonly string[], least = 1): { length: number; form: string } | null {
  for (let length = Math.min(longest, words.length - least); length > 0; length -= 1) {
    const form = forms.get(words.slice(words.length - length).join(' '));
    if (form) return { length, form };
  }
  return null;
}
