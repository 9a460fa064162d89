import * as endpoints from '../contracts/entries';
import { adminRoute } from '../utils/routes';
import { entryController } from './controller';
import { listFilter } from './list-filter';
import { markMappedTypes } from './mapped-types';
import { entries } from './service';

/** What the Content Manager shows of links, where entries are edited. */
export const entriesCapability = {
  register: markMappedTypes,
  bootstrap: listFilter,
  routes: [
    adminRoute(endpoints.listEntries, 'entry.find'),
    adminRoute(endpoints.getEntry, 'entry.findOne'),
    adminRoute(endpoints.matchEntries, 'entry.match'),
  ],
  controllers: { entry: entryController },
  services: { entries },
};
