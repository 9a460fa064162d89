import { nameAbbreviations } from './abbreviations';
import { normalisePlace } from './address';
import { isLegalForm, legalFormAtEnd, legalFormAtStart, spaceJapaneseForms } from './legal-forms';
import { type Reading, readingOfGoods, readingOfParty } from './reading';
import { fold, hasDigit, words } from './text';
import type { Variant } from './variant';

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
  /**
   * The name with nicknames, synonyms of services, measures and spellings of umlauts brought to one form; null where
   * that changes nothing. Agreement in it is a little weaker than in the name itself.
   */
  reading: Reading | null;
}

const retired = /\s*[([](?:deleted|inactive|old|do not use|duplicate)[^)\]]*[)\]]\s*$/i;
const alias =
  /\s+(?:d\s*[./]?\s*b\s*[./]?\s*a\.?|t\/a|trading as|doing business as|a\/k\/a|aka|formerly|f\/k\/a)[:\s]+/i;
const article = new Set(['the', 'and', 'a', 'an']);
const beyondAscii = /[^\x20-\x7e]/;
/** Marks that may set a part of a name apart. */
const partMark = /[:([,\u2013\u2014]|\s-/;

interface Core {
  core: string[];
  legalForm: string;
  /** The first word may be a legal form (`SAS Dupont`) or not (`SAS Institute`). */
  unsureStart: boolean;
}

/** `least`: words that must stay. The first part of a name keeps one, a later part may be a legal form and nothing else. */
function coreWords(text: string, least = 1): Core {
  const all = words(fold(text));
  let core = all.filter((word) => !article.has(word));
  if (core.length === 0 && least > 0) core = all;
  let legalForm = '';
  let unsureStart = false;
  const start = legalFormAtStart(core);
  if (start) {
    legalForm = start.form;
    unsureStart = start.unsure;
    if (!unsureStart) core = core.slice(1);
  }
  for (let end = legalFormAtEnd(core, least); end; end = legalFormAtEnd(core, least)) {
    core = core.slice(0, core.length - end.length);
    legalForm = legalForm === '' || unsureStart ? end.form : `${end.form} ${legalForm}`;
    unsureStart = false;
  }
  return { core: core.map((word) => nameAbbreviations.get(word) ?? word), legalForm, unsureStart };
}

/**
 * Splits off what stands beside the name proper: brackets, parents before a colon, and a last part (` - Boston`)
 * that is the record's own city. Other parts after a dash belong to the name.
 */
function segments(text: string, city: string): Array<{ text: string; optional: boolean }> {
  if (!partMark.test(text)) return [{ text, optional: false }];
  const path = text.split(':');
  const leaf = path.pop() ?? '';
  if (leaf.trim() === '') return [{ text, optional: false }];
  const out = path.filter((parent) => parent.trim()).map((parent) => ({ text: parent, optional: true }));
  // `UG (haftungsbeschränkt)`, `(Pty) Ltd`: a bracketed part of the legal form is no hint.
  const plain = leaf
    .replace(/\(([^()]*)\)|\[([^[\]]*)\]/g, (_, round?: string, square?: string) => {
      const inner = round ?? square ?? '';
      if (isLegalForm(words(fold(inner)))) return ` ${inner} `;
      out.push({ text: inner, optional: true });
      return ' ';
    })
    .trim();
  for (const part of (plain === '' ? leaf : plain).split(/\s+[-–—]+\s+|,\s+/)) {
    const isCity = city !== '' && normalisePlace(part).join(' ') === city;
    out.push({ text: part, optional: isCity });
  }
  return out;
}

/**
 * Normalises a name. `city` is the record's own city: a name that ends in it (`Acme - Boston`) keeps the word
 * as optional, because the city field says the same. `party`: the name of a person or business, not of a product
 * or service. `variant`: what such a one states beside its name.
 */
export function normaliseName(
  value: string,
  city: string[] = [],
  party = true,
  variant: Variant | null = null,
): Name | null {
  const composed = beyondAscii.test(value) ? spaceJapaneseForms(value.normalize('NFKC')) : value;
  const live = /[)\]]\s*$/.test(composed) ? composed.replace(retired, '') : composed;
  const [first = '', ...others] = (live.trim() === '' ? composed : live).split(alias);
  const core: string[] = [];
  const optional: boolean[] = [];
  let legalForm = '';
  for (const segment of segments(first, city.join(' '))) {
    const part = coreWords(segment.text, core.length > 0 && !segment.optional ? 0 : 1);
    if (part.legalForm) legalForm = part.legalForm;
    for (const [at, word] of part.core.entries()) {
      core.push(word);
      optional.push((segment.optional && !hasDigit(word)) || (at === 0 && part.unsureStart));
    }
  }
  // A name of hints only is all there is to go by.
  if (optional.every(Boolean)) optional.fill(false);
  const aliases = others.map((other) => coreWords(other).core).filter((list) => list.length > 0);
  if (core.length === 0) {
    const fallback = aliases.shift();
    if (!fallback) return null;
    return { core: fallback, optional: fallback.map(() => false), legalForm, aliases, reading: null };
  }
  const turned = /^[^\s,]+,\s/.test(first);
  const reading = party
    ? readingOfParty(core, legalForm === '', turned)
    : readingOfGoods(plainWords(first, variant), variant?.values ?? []);
  return { core, optional, legalForm, aliases, reading };
}

/** The words of a product's name that state no variant: abbreviations written out, part numbers in one piece. */
function plainWords(name: string, variant: Variant | null): readonly string[] {
  const text = variant ? variant.rest.join(' ') : name;
  return coreWords(
    text.replace(partNumber, (code) => code.replaceAll('-', '')),
    0,
  ).core;
}
/** Letters and digits joined by dashes (`KA-4100`). */
const partNumber = /\b(?=[a-z\d-]*\d)(?=[\d-]*[a-z])[a-z\d]+(?:-[a-z\d]+)+\b/gi;
