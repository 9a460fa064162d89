import { connection } from './connection';
import { invoice } from './invoice';
import { link } from './link';
import { mapping } from './mapping';

/** What users query, give permissions on and transfer between environments. */
export const contentTypes = { connection, mapping, link, invoice };
