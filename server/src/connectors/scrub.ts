const hidden = '[hidden]';

/** Shapes in which vendors quote credentials back; `Token expired: …` is Intuit's 401. */
const quoted = [
  /\b(Bearer|Basic)\s+[\w.~+/=-]{16,}/gi,
  /\b(token\s+(?:expired|invalid|revoked)\s*:)\s*\S+/gi,
  /\b((?:access|refresh|id)_token|client_secret)(["']?\s*[=:]\s*["']?)[\w.~+/=-]{8,}/gi,
];

/** Takes the given secrets, and everything that looks like a quoted credential, out of a text. */
export const scrub = (text: string, secrets: readonly string[]): string => {
  let clean = text;
  for (const secret of secrets) if (secret.length >= 6) clean = clean.replaceAll(secret, hidden);
  for (const pattern of quoted) {
    clean = clean.replace(pattern, (_all, name: string, between?: unknown) =>
      typeof between === 'string' ? `${name}${between}${hidden}` : `${name} ${hidden}`,
    );
  }
  return clean;
};
