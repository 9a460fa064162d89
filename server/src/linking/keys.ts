import { createHash } from 'node:crypto';

/** Length of our string columns, and with four bytes a character what an index of MySQL can hold. */
const COLUMN_LENGTH = 255;

/** A key as it is, or its digest where a vendor's long id would not fit. */
const fit = (key: string): string =>
  key.length <= COLUMN_LENGTH ? key : `sha256:${createHash('sha256').update(key).digest('base64url')}`;

export interface LocalRef {
  connectionId: string;
  recordType: string;
  contentType: string;
  localId: string;
  /** Empty where the content type has no locales. */
  locale: string;
}

/** What one act on a record is known by while it is under way. */
export const actKeyOf = (act: string, ...of: string[]): string => fit([act, ...of].join(':'));

/** A local record within one connection and record type; at most one confirmed link carries it. */
export const localKeyOf = ({ connectionId, recordType, contentType, localId, locale }: LocalRef): string =>
  fit(`${connectionId}:${recordType}:${contentType}:${localId}:${locale}`);

/** An external record within one mapping; at most one confirmed link carries it where the mapping is one to one. */
export const externalKeyOf = (mappingId: string, externalId: string): string => fit(`${mappingId}:${externalId}`);

/** One pair within one mapping: has one row, whatever its state. */
export const pairKeyOf = (mappingId: string, localId: string, locale: string, externalId: string): string =>
  fit(`${mappingId}:${localId}:${locale}:${externalId}`);
