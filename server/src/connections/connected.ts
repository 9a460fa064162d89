import { ConflictError } from '../utils/errors';
import type { ConnectionRow } from './repository';

/** Refuses what needs the system itself while a connection has no access to it; says what to do first. */
export function requireConnected({ state }: Pick<ConnectionRow, 'state'>): void {
  if (state === 'draft' || state === 'expired')
    throw new ConflictError(
      state === 'draft' ? 'Connect the system first.' : 'The connection has expired. Reconnect it first.',
    );
}
