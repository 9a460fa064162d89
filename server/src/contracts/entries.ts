import { z } from 'zod';
import { dataOf, id } from './common';
import { endpoint } from './endpoint';
import { attentionKind, link, linkState, whyNot } from './links';

/** uid of a users' content type, e.g. `api::client.client`. */
const contentType = z.string().min(1).max(255);
/** Empty where the content type has no locales. */
const locale = z.string().max(32).default('');

/** What the list view of the Content Manager filters by; see `listEntries`. */
export const entryFilter = z.enum(['linked', 'proposed', 'attention', 'none']);
export type EntryFilter = z.infer<typeof entryFilter>;

/** A mapping of a content type, by the names that tell it apart. */
export const entryMapping = z.object({
  mappingId: id,
  mappingName: z.string(),
  connectionId: id,
  connectionName: z.string(),
  recordType: z.string(),
});
export type EntryMapping = z.infer<typeof entryMapping>;

/** A link as a cell of a list shows it. */
export const entryLink = z.object({
  id,
  connectionName: z.string(),
  label: z.string(),
  state: linkState.exclude(['rejected']),
  attention: attentionKind.nullable(),
});
export type EntryLink = z.infer<typeof entryLink>;

/** Confirmed links and proposals of the entries of one page; entries without any are left out. */
export const listEntries = endpoint({
  method: 'GET',
  path: '/entries/:contentType',
  permission: 'read',
  params: z.object({ contentType }),
  query: z.object({
    /** documentIds, separated by commas. */
    ids: z
      .string()
      .transform((text) => text.split(',').filter(Boolean))
      .pipe(z.array(id).max(100)),
    locale,
  }),
  response: dataOf(z.array(z.object({ id, links: z.array(entryLink) }))),
});

/** One entry in each of its mappings: its link or proposal, or that there is none. */
export const getEntry = endpoint({
  method: 'GET',
  path: '/entries/:contentType/:id',
  permission: 'read',
  params: z.object({ contentType, id }),
  query: z.object({ locale }),
  response: dataOf(
    z.array(
      entryMapping.extend({
        /** The confirmed link, else the proposal. */
        link: link.nullable(),
        /** Possible partners that wait where there is no link. */
        suggestions: z.number().int(),
        /** False: the mapping has not been matched since the entry was made, so there is nothing to choose from. */
        known: z.boolean(),
      }),
    ),
  ),
});
export type EntryInMapping = z.infer<(typeof getEntry)['response']>['data'][number];

/**
 * Matches entries again, now, in every mapping of their content type: what is safe becomes a proposal. Links are left
 * as they are. 409 while a sync or match of the connection is at work, or where it was never synced.
 */
export const matchEntries = endpoint({
  method: 'POST',
  path: '/entries/:contentType/match',
  permission: 'review',
  params: z.object({ contentType }),
  body: z.strictObject({ ids: z.array(id).min(1).max(100), locale }),
  response: dataOf(
    z.array(
      entryMapping.extend({
        entries: z.array(
          z.object({
            id,
            label: z.string(),
            /** What it is linked with, or proposed to be. */
            link: entryLink.nullable(),
            /** Why there is neither. */
            why: whyNot.nullable(),
          }),
        ),
      }),
    ),
  ),
});
