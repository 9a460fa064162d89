import { fold } from './text';

/** Titles and marks of age or degree that belong to no name. */
const honorific = new Set(
  `mr mrs ms miss mx dr prof sir dame rev hon messrs herr frau fr hr dipl ing mag mme mlle madame monsieur sr sra srta
  don dona sig dott pan pani mgr jr junior ii iii iv phd md dds esq cpa`.split(/\s+/),
);
const between = /[;\n\r|/]+|\s+(?:and|und|et|y|e|i|og|och|en)\s+/;

/** Words of one person's name, initials each by themselves, titles dropped. `Smith, John` gives `john smith`. */
function personWords(folded: string): string[] {
  const all = folded.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  const named = all.filter((word) => !honorific.has(word));
  return named.length > 0 ? named : all;
}

/**
 * Persons named in a value, each as words, first names first. Persons stand apart by semicolons, line ends, `and`
 * or `&`, or by commas; a comma before one person's first names (`Smith, John`) only turns the order round.
 */
export function persons(value: string): string[][] {
  const out: string[][] = [];
  if (value === '') return out;
  for (const part of fold(value).split(between)) {
    const names = part
      .split(',')
      .map(personWords)
      .filter((list) => list.length > 0);
    const alone = (list: readonly string[] | undefined): boolean =>
      list !== undefined && list.filter((word) => word.length > 1).length <= 1;
    const turned = names.length === 2 ? alone(names[0]) : names.length % 2 === 0 && names.every(alone);
    if (!turned) out.push(...names);
    else for (let at = 0; at < names.length; at += 2) out.push([...names[at + 1]!, ...names[at]!]);
  }
  return out;
}
