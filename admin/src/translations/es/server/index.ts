import connections from './connections.json';
import entries from './entries.json';
import links from './links.json';
import mappings from './mappings.json';
import runs from './runs.json';
import sync from './sync.json';
import webConnector from './web-connector.json';

/** Sentences that the server makes; their English is in its code (`server/src/utils/sentence.ts`). */
export default {
  ...connections,
  ...entries,
  ...links,
  ...mappings,
  ...runs,
  ...sync,
  ...webConnector,
};
