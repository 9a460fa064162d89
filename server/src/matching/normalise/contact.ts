import { getDomain } from 'tldts';
import { freeMail } from './free-mail';
import { fold } from './text';

export interface Email {
  address: string;
  local: string;
  /** Registrable domain, or empty where it proves nothing (free mail). */
  domain: string;
}

const domainCache = new Map<string, string>();
const cacheLimit = 50_000;

/** Registrable domain (`shop.acme.co.uk` and `https://www.acme.co.uk/x` give `acme.co.uk`), or empty. */
export function registrableDomain(value: string): string {
  const text = value.trim().toLowerCase();
  const known = domainCache.get(text);
  if (known !== undefined) return known;
  const domain = getDomain(text) ?? '';
  if (domainCache.size >= cacheLimit) domainCache.clear();
  domainCache.set(text, domain);
  return domain;
}

/** Registrable domain of a web site or e-mail domain; empty for free mail. */
export function normaliseDomain(value: string): string {
  const domain = registrableDomain(value.includes('@') ? value.slice(value.lastIndexOf('@') + 1) : value);
  return freeMail.has(domain) ? '' : domain;
}

/** The e-mail addresses in the value, each once, `+tag` dropped. */
export function normaliseEmails(value: string): Email[] {
  const out: Email[] = [];
  if (!value.includes('@')) return out;
  for (const [, user = '', host = ''] of value.toLowerCase().matchAll(/([^\s<>,;:"@]+)@([^\s<>,;:"@]+)/g)) {
    const local = fold(user.replace(/\+.*$/, ''));
    const domain = registrableDomain(host);
    // Joined, it is one string in memory; a template makes a chain of three.
    const address = [local, '@', domain || host].join('');
    if (out.some((known) => known.address === address)) continue;
    out.push({ address, local, domain: freeMail.has(domain) ? '' : domain });
  }
  return out;
}

/** The first e-mail address in the value. Null when there is none. */
export function normaliseEmail(value: string): Email | null {
  return normaliseEmails(value)[0] ?? null;
}

/**
 * Digits of a phone number without extension, trunk zero and international prefix. A country code that is written
 * stays (`+49 30 …` gives `4930…`, `030 …` gives `30…`: compare from the end), but for the North American 1. Numbers
 * that stand for none (`000-0000`, `123-456-7890`) give an empty text.
 */
export function normalisePhone(value: string): string {
  if (value === '') return '';
  const text = (/^[\x20-\x7e]*$/.test(value) ? value : value.normalize('NFKC')).toLowerCase();
  const digits = text
    .replace(/(?:ext(?:ension|n)?|x|#|durchwahl|dw|poste|interno|wew)\.?:?\s*\d+\s*$/, '')
    // The trunk zero behind a country code (`+49 (0)30`, `+49 030`), which Italy keeps.
    .replace(/\(0\)/, '')
    .replace(/^(\s*(?:\+|00)(?!39)\d{2}[\s-]+)0/, '$1')
    .replace(/\D+/g, '')
    .replace(/^00/, '');
  const national = digits.length === 11 && digits.startsWith('1') ? digits.slice(1) : digits.replace(/^0+/, '');
  if (national.length < 5 || /^(\d)\1+$/.test(national) || national === '1234567890') return '';
  return national;
}

/** Every phone number in a value that may list several, each once. */
export function normalisePhones(value: string): string[] {
  const whole = value.trim();
  if (whole === '') return [];
  const parts = whole.split(/[;,|\n\r]+|\s+\/\s+|\s+or\s+/i);
  // A slash or comma may also stand inside one number (`030 / 1234567`).
  const several = parts.length > 1 && parts.every((part) => part.replace(/\D+/g, '').length >= 7 || !/\d/.test(part));
  const numbers = (several ? parts : [whole]).map(normalisePhone).filter(Boolean);
  return numbers.filter((number, at) => numbers.indexOf(number) === at);
}
