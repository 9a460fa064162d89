import attention from './attention.json';
import batch from './batch.json';
import charges from './charges.json';
import cm from './cm.json';
import evidence from './evidence.json';
import invoices from './invoices.json';
import labels from './labels.json';
import linkFiles from './link-files.json';
import links from './links.json';
import server from './server';
import shell from './shell.json';
import trends from './trends.json';
import wizard from './wizard.json';
import writes from './writes.json';

export default {
  ...attention,
  ...batch,
  ...charges,
  ...cm,
  ...evidence,
  ...invoices,
  ...labels,
  ...linkFiles,
  ...links,
  ...server,
  ...shell,
  ...trends,
  ...wizard,
  ...writes,
};
