import type { Core } from '@strapi/strapi';
import type { FieldRole } from '../contracts/common';
import type { MappingRow } from '../linking/mapping-repository';
import { isEnded } from '../runs/repository';
import { databaseOf } from '../utils/database';
import { ConflictError, invalidField } from '../utils/errors';
import { getService } from '../utils/services';
import { type Ground, groundOf, keyOf, type Plans, whole, type WriteRequest } from './ground';
import { planExternal } from './plan-external';
import { planLocal } from './plan-local';
import { planUpdates } from './plan-updates';
import { findActive } from './repository';
import { sentence } from '../utils/sentence';

/** How long the vendor is waited for while somebody looks at a preview. */
const LONGEST_LOOK_MS = 30_000;

/**
 * What a request would write, and what stands in the way of each record. `live` asks the vendor who has the names of
 * new records; without it the last sync is believed.
 */
export async function planWrites(
  strapi: Core.Strapi,
  mapping: MappingRow,
  request: WriteRequest,
  live: boolean,
): Promise<Plans> {
  const connections = getService(strapi, 'connections');
  const connection = await connections.get(mapping.connectionId);
  const problem = getService(strapi, 'mappings').problemOf(mapping);
  if (problem !== null) throw new ConflictError(problem);
  const context = connections.contextFor(connection, AbortSignal.timeout(LONGEST_LOOK_MS));
  const ground = await groundOf(strapi, mapping, connection, request, context);
  refuseUnknown(ground, request);
  const plans =
    request.act === 'create_external'
      ? await planExternal(strapi, ground, request, live ? context : null)
      : request.act === 'create_local'
        ? await planLocal(strapi, ground, request)
        : await planUpdates(strapi, ground, request);
  await refuseBusy(strapi, plans);
  const roles = new Set(ground.all.map(({ role }) => role));
  return {
    choices: ground.choices,
    fields: ground.all,
    unsent:
      request.act === 'write_anchor'
        ? []
        : mapping.fieldRoles.map(({ role }) => role).filter((role) => !roles.has(role)),
    plans,
  };
}

/** Bad input names its field, and nothing of it is left out in silence. */
function refuseUnknown({ all, choices }: Ground, request: WriteRequest): void {
  const taken = new Set(all.map(({ role }) => role));
  const unknown = request.roles?.find((role) => !taken.has(role));
  if (unknown) throw invalidField(['roles'], `${unknown} cannot be written there`);
  const seen = new Set<string>();
  request.records.forEach((record, index) => {
    const role = Object.keys(record.edits ?? {}).find((name) => !taken.has(name as FieldRole));
    if (role) throw invalidField(['records', String(index), 'edits', role], `${role} cannot be written there`);
    if (seen.has(keyOf(record))) throw invalidField(['records', String(index), 'id'], `${record.id} is given twice`);
    seen.add(keyOf(record));
  });
  for (const [name, value] of Object.entries(request.choices)) {
    const choice = choices.find((candidate) => candidate.name === name);
    if (!choice) throw invalidField(['choices', name], 'There is no such choice');
    if (!choice.options.some((option) => option.value === value))
      throw invalidField(['choices', name], `${choice.label} cannot be ${value}`);
  }
}

/** A record that another run is at is left to it. */
async function refuseBusy(strapi: Core.Strapi, plans: Plans['plans']): Promise<void> {
  const active = await findActive(
    databaseOf(strapi),
    plans.map(({ write }) => write.activeKey),
  );
  const busy = new Map(
    active
      .filter(({ runState }) => runState !== null && !isEnded(runState))
      .map((row) => [row.activeKey, row.createdBy]),
  );
  for (const { plan, write } of plans) {
    const by = busy.get(write.activeKey);
    if (by !== undefined)
      plan.problems = [
        whole(
          'under_way',
          sentence('writing.underWay', 'It is being written already (started by {name}).', { name: by }),
        ),
      ];
  }
}
