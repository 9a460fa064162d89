import type { Model } from '@strapi/database';
import { counter, datetime, flag, increments, requiredString, string, text } from './columns';

/** The last visit of a connection's Web Connector. In the database, as its calls may meet different processes. */
export const webSession: Model = {
  uid: 'plugin::crosswalk.web-session',
  tableName: 'crosswalk_web_sessions',
  singularName: 'web-session',
  attributes: {
    id: increments,
    connectionId: requiredString(),
    /** SHA-256 of the ticket of the open session; null between sessions. */
    ticketHash: string(),
    openedAt: datetime(),
    lastCallAt: datetime(),
    closedAt: datetime(),
    /** What QuickBooks said of itself, and the version of qbXML to write to it. */
    product: string(),
    version: string(),
    /** Why the session could not do its work; the Web Connector asks for it, and the panel shows it. */
    problem: text(),
    /** JSON: code and values of the problem. */
    problemWords: text(),
    answered: counter(),
    /** The company file's path failed, so the file that is open is tried. */
    openFileTried: flag(false),
    /** Wrong passwords in a row, and until when no password is looked at. */
    failedLogins: counter(),
    blockedUntil: datetime(),
  },
  indexes: [{ name: 'crosswalk_web_sessions_uq', columns: ['connection_id'], type: 'unique' }],
};
