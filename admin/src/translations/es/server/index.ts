import common from './common.json';
import connections from './connections.json';
import connectors from './connectors.json';
import csv from './csv.json';
import entries from './entries.json';
import http from './http.json';
import invoicing from './invoicing.json';
import linkFiles from './link-files.json';
import links from './links.json';
import mappings from './mappings.json';
import pax8 from './pax8.json';
import qbd from './qbd.json';
import qbo from './qbo.json';
import runs from './runs.json';
import sync from './sync.json';
import webConnector from './web-connector.json';
import writing from './writing.json';

/** Sentences that the server makes; their English is in its code (`server/src/utils/sentence.ts`). */
export default {
  ...common,
  ...connections,
  ...connectors,
  ...csv,
  ...entries,
  ...http,
  ...invoicing,
  ...linkFiles,
  ...links,
  ...mappings,
  ...pax8,
  ...qbd,
  ...qbo,
  ...runs,
  ...sync,
  ...webConnector,
  ...writing,
};
