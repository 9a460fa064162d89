import { getDomain } from 'tldts';
import { fold } from './text';

export interface Email {
  address: string;
  local: string;
  /** Registrable domain, or empty where it proves nothing (free mail). */
  domain: string;
}

/** Providers where anyone has an address: sharing one proves nothing. */
const freeMail = new Set(
  `gmail.com googlemail.com yahoo.com yahoo.co.uk yahoo.fr yahoo.de yahoo.ca yahoo.es ymail.com rocketmail.com hotmail.com
  hotmail.co.uk hotmail.fr hotmail.de hotmail.es outlook.com outlook.fr outlook.de live.com live.co.uk live.fr msn.com
  aol.com aim.com icloud.com me.com mac.com comcast.net verizon.net att.net sbcglobal.net bellsouth.net cox.net charter.net
  earthlink.net juno.com frontier.com optonline.net gmx.com gmx.de gmx.net web.de t-online.de freenet.de mail.com email.com
  orange.fr wanadoo.fr free.fr laposte.net sfr.fr libero.it btinternet.com sky.com virginmedia.com ntlworld.com
  talktalk.net telus.net rogers.com shaw.ca bigpond.com optusnet.com.au wp.pl o2.pl onet.pl interia.pl
  proton.me protonmail.com pm.me fastmail.com hey.com zoho.com mail.ru yandex.ru qq.com 163.com`.split(/\s+/),
);
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
    const address = `${local}@${domain || host}`;
    if (out.some((known) => known.address === address)) continue;
    out.push({ address, local, domain: freeMail.has(domain) ? '' : domain });
  }
  return out;
}

/** The first e-mail address in the value. Null when there is none. */
export function normaliseEmail(value: string): Email | null {
  return normaliseEmails(value)[0] ?? null;
}

/** National significant digits: extension, trunk zero, international prefix and North American 1 are dropped. */
export function normalisePhone(value: string): string {
  const digits = value
    .toLowerCase()
    .replace(/(?:ext|x|#)\.?\s*\d+\s*$/, '')
    .replace(/\(0\)/, '')
    .replace(/\D+/g, '')
    .replace(/^00/, '');
  const national = digits.length === 11 && digits.startsWith('1') ? digits.slice(1) : digits.replace(/^0+/, '');
  return national.length >= 5 ? national : '';
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
