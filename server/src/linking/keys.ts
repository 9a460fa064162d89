export interface LocalRef {
  connectionId: string;
  recordType: string;
  contentType: string;
  localId: string;
  /** Empty where the content type has no locales. */
  locale: string;
}

/** A local record within one connection and record type; at most one confirmed link carries it. */
export const localKeyOf = ({ connectionId, recordType, contentType, localId, locale }: LocalRef): string =>
  `${connectionId}:${recordType}:${contentType}:${localId}:${locale}`;

/** An external record within one mapping; at most one confirmed link carries it where the mapping is one to one. */
export const externalKeyOf = (mappingId: string, externalId: string): string => `${mappingId}:${externalId}`;

/** One pair within one mapping: has one row, whatever its state. */
export const pairKeyOf = (mappingId: string, localId: string, locale: string, externalId: string): string =>
  `${mappingId}:${localId}:${locale}:${externalId}`;
