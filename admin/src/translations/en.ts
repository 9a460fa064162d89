import { PLUGIN_ID } from '../pluginId';
import evidence from './en/evidence.json';
import invoices from './en/invoices.json';
import links from './en/links.json';
import shell from './en/shell.json';
import wizard from './en/wizard.json';
import writes from './en/writes.json';

/** All English texts by full id. The files leave the plugin's prefix out. */
const texts: Record<string, string> = { ...shell, ...wizard, ...links, ...invoices, ...evidence, ...writes };
export const en = Object.fromEntries(Object.entries(texts).map(([key, text]) => [`${PLUGIN_ID}.${key}`, text]));
