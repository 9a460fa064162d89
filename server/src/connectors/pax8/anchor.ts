import type { Connector } from '../contract';
import { ConnectorError } from '../errors';
import { openPartner } from './client';
import { text } from './lenient';
import { recordOf } from './writing';
import { sentence } from '../../utils/sentence';

type Anchor = NonNullable<Connector['anchor']>;

/** `externalId` of a company: a reference that the partner may set, and that Pax8 itself does not use. */
export const anchor: Anchor = {
  recordTypes: ['company'],
  label: 'External id',
  role: 'externalKey',
  read: (_recordType, raw) => text(raw.externalId) ?? null,
  write: async (ctx, { externalId, key, replaces }) => {
    const partner = await openPartner(ctx);
    const path = `/companies/${encodeURIComponent(externalId)}`;
    const row = await partner.read(path);
    const before = text(row.externalId) ?? null;
    // Also because Pax8 refuses an update that changes nothing.
    if (before === key) return recordOf(row);
    if (before !== replaces) {
      throw new ConnectorError(
        'rejected',
        before === null
          ? sentence('pax8.noExternalId', 'Pax8: the company has no external id any more. Sync, then try again.')
          : sentence(
              'pax8.otherExternalId',
              'Pax8: the company has the external id "{id}" already. Sync, then decide which one it keeps.',
              { id: before },
            ),
      );
    }
    try {
      return recordOf(await partner.patch(path, { externalId: key }));
    } catch (error) {
      if (!(error instanceof ConnectorError) || error.kind !== 'uncertain') throw error;
      const now = await partner.read(path);
      if (text(now.externalId) !== key) throw error;
      return recordOf(now);
    }
  },
};
