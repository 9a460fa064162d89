import type { Connection } from '../../../server/src/contracts';
import { BASE_PATH } from '../pluginId';

/** The mapping set-up of a connection that is still being set up. */
export const mappingSetupPath = (connection: Pick<Connection, 'id' | 'connector'>): string =>
  `${BASE_PATH}/connect/${connection.connector}?connection=${connection.id}&stage=mappings`;

/** Where a connection that a program of the vendor visits is set up there. */
export const accessPath = (connection: Pick<Connection, 'id' | 'connector'>): string =>
  `${BASE_PATH}/connect/${connection.connector}?connection=${connection.id}&stage=access`;

/** The wizard, at the furthest step reached unless another is named. */
export const wizardPath = (connection: Pick<Connection, 'id'>, step?: string): string =>
  `${BASE_PATH}/connections/${connection.id}${step ? `?step=${step}` : ''}`;

export const settingsPath = (connection: Pick<Connection, 'id'>): string =>
  `${BASE_PATH}/connections/${connection.id}/settings`;

/** What its system charges us; in a period, for a client. */
export const chargesPath = (connection: Pick<Connection, 'id'>, period?: string, client = ''): string =>
  `${BASE_PATH}/connections/${connection.id}/charges${period ? `?${new URLSearchParams({ period, client }).toString()}` : ''}`;

/** The limit of one mapping with its consequences. */
export const limitPath = (connection: Pick<Connection, 'id'>, mappingId: string): string =>
  `${settingsPath(connection)}?limit=${encodeURIComponent(mappingId)}`;

/** Where the set-up of a connection goes on: its account or file, its mappings, or the wizard. */
export function setupPath(connection: Pick<Connection, 'id' | 'connector' | 'state' | 'counts'>): string {
  if (connection.state === 'draft') {
    return `${BASE_PATH}/connect/${connection.connector}?connection=${connection.id}`;
  }
  return connection.counts.length === 0 ? mappingSetupPath(connection) : wizardPath(connection);
}

/** Drafts of one source in one connection that are ready, or blocked. */
export const draftsPath = (
  tab: 'ready' | 'blocked',
  source: { name: string },
  connection: Pick<Connection, 'id'>,
): string =>
  `${BASE_PATH}/invoices?${new URLSearchParams({ tab, source: source.name, connection: connection.id }).toString()}`;
