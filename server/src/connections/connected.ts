import { ConflictError } from '../utils/errors';
import type { ConnectionRow } from './repository';
import { sentence } from '../utils/sentence';

/** Refuses what needs the system itself while a connection has no access to it; says what to do first. */
export function requireConnected({ state }: Pick<ConnectionRow, 'state'>): void {
  if (state === 'draft' || state === 'expired')
    throw new ConflictError(
      state === 'draft'
        ? sentence('connections.connectFirst', 'Connect the system first.')
        : sentence('connections.reconnectFirst', 'The connection has expired. Reconnect it first.'),
    );
}
