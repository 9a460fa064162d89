import { createId } from '@paralleldrive/cuid2';
import knex from 'knex';
import { fieldRole } from '../../server/src/contracts/common';
import { linkWarning } from '../../server/src/contracts/links';
import { pairFingerprint } from '../../server/src/linking/rejections';
import { externalKeyOf, localKeyOf, pairKeyOf } from '../../server/src/linking/keys';

const ROWS = 400;
const words = ['Bran', 'Cald', 'Dray', 'Elm', 'Fenn', 'Gris', 'Hark', 'Ives', 'Jorr', 'Kest'];
const trades = ['Bakery', 'Dental', 'Plumbing', 'Books', 'Optics', 'Florist', 'Legal', 'Roofing', 'Cycles'];

/** One live connection with so many proposals, written into a database that a Strapi has made. */
export async function fillProposals(
  databaseFile: string,
  count: number,
): Promise<{ connectionId: string; mappingId: string }> {
  const db = knex({ client: 'better-sqlite3', connection: { filename: databaseFile }, useNullAsDefault: true });
  const now = Date.now();
  const entry = () => ({ document_id: createId(), created_at: now, updated_at: now, published_at: now });
  const connection = {
    ...entry(),
    name: 'Many',
    connector: 'csv',
    state: 'live',
    settings: JSON.stringify({ recordType: 'customer', columns: [] }),
    wizard_step: 'done',
    sync_interval_minutes: 10_080,
    last_sync_at: now,
  };
  const mapping = {
    ...entry(),
    connection_id: connection.document_id,
    name: 'Clients',
    content_type: 'api::client.client',
    record_type: 'customer',
    field_roles: JSON.stringify([
      { role: 'name', attribute: 'name' },
      { role: 'email', attribute: 'email' },
    ]),
    cardinality: 'one_to_one',
    threshold: 0.95,
    margin: 0.05,
    position: 0,
    managed_by_config: false,
  };
  const scope = {
    connectionId: connection.document_id,
    recordType: 'customer',
    contentType: 'api::client.client',
    locale: '',
  };
  const mappingId = mapping.document_id;
  await db('crosswalk_connections').insert(connection);
  await db('crosswalk_mappings').insert(mapping);
  await db.transaction(async (trx) => {
    for (let start = 0; start < count; start += ROWS) {
      const rows = Array.from({ length: Math.min(ROWS, count - start) }, (_, offset) =>
        pairOf(start + offset, mappingId, scope, now),
      );
      await trx.batchInsert(
        'crosswalk_local_records',
        rows.map(({ local }) => local),
        ROWS / 10,
      );
      await trx.batchInsert(
        'crosswalk_external_records',
        rows.map(({ external }) => external),
        ROWS / 10,
      );
      await trx.batchInsert(
        'crosswalk_links',
        rows.map(({ link }) => ({ ...entry(), ...link })),
        ROWS / 10,
      );
    }
  });
  await db.destroy();
  return { connectionId: connection.document_id, mappingId };
}

interface Scope {
  connectionId: string;
  recordType: string;
  contentType: string;
  locale: string;
}

function pairOf(at: number, mappingId: string, scope: Scope, now: number) {
  const name = `${words[at % words.length]}${at} ${trades[at % trades.length]}`;
  const email = `office@${at}.example`;
  const localId = `local${at}`;
  const externalId = `external${at}`;
  const score = 0.95 + (at % 500) / 10_001;
  const localKey = localKeyOf({ ...scope, localId });
  const roles = JSON.stringify({ name, email });
  const sameEmail = at % 2 === 0;
  const field = (role: string, same: boolean) => ({
    role,
    left: role === 'name' ? name : email,
    right: role === 'name' ? `${name} Inc` : email,
    leftNormal: name.toLowerCase(),
    rightNormal: name.toLowerCase(),
    verdict: same ? 'same' : 'close',
    similarity: same ? 1 : 0.9,
    weight: 6,
  });
  const evidence = {
    prior: -12,
    fields: [field('name', false), field('email', sameEmail)],
    adjustments: [],
    total: 8,
    vetoes: [],
    sentence: 'Same email, close name.',
  };
  const warned = at % 10 === 0;
  return {
    local: {
      mapping_id: mappingId,
      local_id: localId,
      locale: '',
      local_key: localKey,
      label: name,
      search_label: name.toLowerCase(),
      roles,
      roles_hash: String(at),
      seen_run_id: 0,
      pending: 0,
      updated_at: now,
    },
    external: {
      connection_id: scope.connectionId,
      record_type: scope.recordType,
      external_id: externalId,
      label: `${name} Inc`,
      search_label: `${name} inc`.toLowerCase(),
      active: true,
      roles,
      raw: roles,
      hash: String(at),
      roles_hash: String(at),
      seen_run_id: 0,
      changed_run_id: 0,
      updated_at: now,
    },
    link: {
      connection_id: scope.connectionId,
      mapping_id: mappingId,
      record_type: scope.recordType,
      content_type: scope.contentType,
      local_id: localId,
      local_locale: '',
      external_id: externalId,
      pair_key: pairKeyOf(mappingId, localId, '', externalId),
      local_key: localKey,
      external_key: externalKeyOf(mappingId, externalId),
      local_label: name,
      external_label: `${name} Inc`,
      state: 'proposed',
      origin: 'auto',
      score,
      evidence: JSON.stringify(evidence),
      fingerprint: pairFingerprint(String(at), String(at)),
      agreeing: sameEmail ? 1 << fieldRole.options.indexOf('email') : 0,
      warnings: JSON.stringify(warned ? ['duplicate_name'] : []),
      has_warning: warned,
      warned: warned ? 1 << linkWarning.options.indexOf('duplicate_name') : 0,
      proposed_at: now,
    },
  };
}
