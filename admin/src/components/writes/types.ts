import type { FieldRole, Mapping, RoleValues, WriteAct } from '../../../../server/src/contracts';

/** The name of this side; not a word that is translated. */
export const STRAPI = 'Strapi';

/** A record that is to be written: an entry, an external record or a link, by the act. */
export interface WriteTarget {
  id: string;
  locale: string;
  label: string;
  /** Values to write instead of the record's own, chosen before the drawer opened. */
  edits?: RoleValues;
}

/** What the drawer is about. */
export interface WriteSubject {
  mapping: Mapping;
  act: WriteAct;
  /** The system that is written to, by name. */
  system: string;
  /** Values that are carried over at first; all of them if absent. Updates only. */
  roles?: readonly FieldRole[];
}

/** What somebody chose instead of the records' own values, by target. */
export type Edits = Readonly<Record<string, RoleValues>>;

export const targetKey = ({ id, locale }: Pick<WriteTarget, 'id' | 'locale'>): string => `${id} ${locale}`;
/** An act on links, of which what is there now is shown beside what will be. */
export const isUpdate = (act: WriteAct): boolean => !act.startsWith('create');
