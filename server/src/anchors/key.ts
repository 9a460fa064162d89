/** The key that a linked record carries: the entry's documentId, with its locale where it has one. */
export const anchorKeyOf = ({ localId, locale }: { localId: string; locale: string }): string =>
  locale === '' ? localId : `${localId}|${locale}`;

/** What a key would be of, if it is one of ours. */
export const entryOfKey = (key: string): { localId: string; locale: string } => {
  const cut = key.indexOf('|');
  return cut < 0 ? { localId: key, locale: '' } : { localId: key.slice(0, cut), locale: key.slice(cut + 1) };
};
