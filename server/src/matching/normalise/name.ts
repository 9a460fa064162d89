import { nameAbbreviations } from './abbreviations';
import { normalisePlace } from './address';
import { legalFormAtEnd } from './legal-forms';
import { fold, hasDigit, words } from './text';

/** A name taken apart. `core` is what identifies; everything else is a hint. */
export interface Name {
  /** Words without legal form and articles, abbreviations written out. */
  core: string[];
  /** Core words that only say where or under what (`Labor:`, `(Boston)`, own city): their absence costs little. */
  optional: boolean[];
  /** Canonical legal form, or empty. */
  legalForm: string;
  /** Other names of the same record (`dba`, `t/a`), as core words. */
  aliases: string[][];
}

const retired = /\s*[([](?:deleted|inactive|old|do not use|duplicate)[^)\]]*[)\]]\s*$/i;
const alias =
  /\s+(?:d\s*[./]?\s*b\s*[./]?\s*a\.?|t\/a|trading as|doing business as|a\/k\/a|aka|formerly|f\/k\/a)[:\s]+/i;
const article = new Set(['the', 'and', 'a', 'an']);

/** `least`: words that must stay. The first part of a name keeps one, a later part may be a legal form and nothing else. */
function coreWords(text: string, least = 1): { core: string[]; legalForm: string } {
  const all = words(fold(text));
  let core = all.filter((word) => !article.has(word));
  if (core.length === 0 && least > 0) core = all;
  let legalForm = '';
  for (let end = legalFormAtEnd(core, least); end; end = legalFormAtEnd(core, least)) {
    core = core.slice(0, core.length - end.length);
    legalForm = legalForm === '' ? end.form : `${end.form} ${legalForm}`;
  }
  return { core: core.map((word) => nameAbbreviations.get(word) ?? word), legalForm };
}

/**
 * Splits off what stands beside the name proper: brackets, parents before a colon, and a last part (` - Boston`)
 * that is the record's own city. Other parts after a dash belong to the name.
 */
function segments(text: string, city: string): Array<{ text: string; optional: boolean }> {
  const path = text.split(':');
  const leaf = path.pop() ?? '';
  if (leaf.trim() === '') return [{ text, optional: false }];
  const out = path.filter((parent) => parent.trim()).map((parent) => ({ text: parent, optional: true }));
  const pattern = /\(([^()]*)\)|\[([^[\]]*)\]/g;
  for (const match of leaf.matchAll(pattern)) out.push({ text: match[1] ?? match[2] ?? '', optional: true });
  const plain = leaf.replace(pattern, ' ').trim();
  for (const part of (plain === '' ? leaf : plain).split(/\s+[-–—]+\s+|,\s+/)) {
    const isCity = city !== '' && normalisePlace(part).join(' ') === city;
    out.push({ text: part, optional: isCity });
  }
  return out;
}

/**
 * Normalises a name. `city` is the record's own city: a name that ends in it (`Acme - Boston`) keeps the word
 * as optional, because the city field says the same.
 */
export function normaliseName(value: string, city: string[] = []): Name | null {
  const live = value.replace(retired, '');
  const [first = '', ...others] = (live.trim() === '' ? value : live).split(alias);
  const core: string[] = [];
  const optional: boolean[] = [];
  let legalForm = '';
  for (const segment of segments(first, city.join(' '))) {
    const part = coreWords(segment.text, core.length > 0 && !segment.optional ? 0 : 1);
    if (part.legalForm) legalForm = part.legalForm;
    for (const word of part.core) {
      core.push(word);
      optional.push(segment.optional && !hasDigit(word));
    }
  }
  // A name of hints only is all there is to go by.
  if (optional.every(Boolean)) optional.fill(false);
  const aliases = others.map((other) => coreWords(other).core).filter((list) => list.length > 0);
  if (core.length === 0) {
    const fallback = aliases.shift();
    return fallback ? { core: fallback, optional: fallback.map(() => false), legalForm, aliases } : null;
  }
  return { core, optional, legalForm, aliases };
}
