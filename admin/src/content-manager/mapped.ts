import { unstable_useDocumentLayout as useDocumentLayout } from '@strapi/strapi/admin';

/** What the server puts into the options of a mapped content type's views; see `markMappedTypes`. */
export interface Mapped {
  /** The admin may decide on links. */
  review: boolean;
}

/** undefined: not mapped, or the admin may not see links. */
export const mappedIn = (options: object | undefined): Mapped | undefined =>
  (options as { crosswalk?: Mapped } | undefined)?.crosswalk;

export const useMapped = (model: string): Mapped | undefined => mappedIn(useDocumentLayout(model).list.options);
