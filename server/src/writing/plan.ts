import type { Core } from '@strapi/strapi';
import { anchorKeyOf } from '../anchors/key';
import type { ConnectionRow } from '../connections/repository';
import type { Connector, ConnectorContext, WriteField } from '../connectors/contract';
import type { FieldRole, RoleValues } from '../contracts/common';
import type { WriteAct, WriteChoice, WritePlan, WriteProblem, WriteRecord } from '../contracts/writes';
import { isEnded } from '../runs/repository';
import { findRecords } from '../sync/external-records';
import { chunksOf, type Database, databaseOf } from '../utils/database';
import { ConflictError, invalidField, UnprocessableError } from '../utils/errors';
import { getService } from '../utils/services';
import { actKeyOf, localKeyOf } from '../linking/keys';
import {
  findConfirmedByExternal,
  findConfirmedByLocals,
  findRawLinks,
  fromRow,
  type LinkRow,
} from '../linking/link-repository';
import { type LocalRecordRow, readEntries } from '../linking/local-records';
import type { MappingRow } from '../linking/mapping-repository';
import { differences, fitValues } from './fit';
import { findDraftProblems, localForm } from './local';
import { findHolders, nameTaken } from './names';
import { findActive, type NewWrite } from './repository';

export interface WriteRequest {
  act: WriteAct;
  records: WriteRecord[];
  roles?: FieldRole[] | undefined;
  choices: Record<string, string>;
}

export interface Plans {
  choices: WriteChoice[];
  fields: WriteField[];
  unsent: FieldRole[];
  /** In the order asked for; `write` is what would be stored. */
  plans: Array<{ plan: WritePlan; write: NewWrite }>;
}

/** What all records of a request have in common. */
interface Ground {
  mapping: MappingRow;
  connection: ConnectionRow;
  connector: Connector;
  fields: WriteField[];
  /** The same with those that nobody asked for. */
  all: WriteField[];
  choices: WriteChoice[];
  /** Problems that every new record has. */
  always: WriteProblem[];
}

/** How long the vendor is waited for while somebody looks at a preview. */
const LONGEST_LOOK_MS = 30_000;

const whole = (kind: WriteProblem['kind'], message: string): WriteProblem => ({
  kind,
  role: null,
  message,
  suggestion: null,
  holder: null,
});

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

async function groundOf(
  strapi: Core.Strapi,
  mapping: MappingRow,
  connection: ConnectionRow,
  { act, choices, roles }: WriteRequest,
  context: ConnectorContext,
): Promise<Ground> {
  const connector = getService(strapi, 'connectors').get(connection.connector);
  const base = { mapping, connection, connector, always: [] as WriteProblem[] };
  if (act === 'create_local' || act === 'update_local') {
    const form = localForm(strapi, mapping);
    const missing = form.missing.map((label) =>
      whole('required', `${label} is required, and no field of ${connection.name} fills it: create it by hand.`),
    );
    return act === 'create_local'
      ? { ...base, fields: form.fields, all: form.fields, choices: chosen(form.choices, choices), always: missing }
      : { ...base, fields: only(form.fields, roles), all: form.fields, choices: [] };
  }
  if (act === 'write_anchor') {
    const { anchor } = connector;
    if (!anchor?.recordTypes.includes(mapping.recordType))
      throw new UnprocessableError(
        `${mapping.recordType} records of ${connector.displayName} can carry no key of ours.`,
      );
    requireAccess(connection);
    const field: WriteField = { role: anchor.role, label: anchor.label };
    return { ...base, fields: [field], all: [field], choices: [] };
  }
  const { writing } = connector;
  const types = act === 'create_external' ? writing?.creates : writing?.updates;
  if (!writing || !types?.includes(mapping.recordType))
    throw new UnprocessableError(
      `${connector.displayName} cannot ${act === 'create_external' ? 'create' : 'update'} ${mapping.recordType} records.`,
    );
  requireAccess(connection);
  const form = await writing.form(context, mapping.recordType);
  if (act === 'create_external')
    return { ...base, fields: form.fields, all: form.fields, choices: chosen(form.choices, choices) };
  const all = form.fields.filter(({ createOnly }) => !createOnly);
  return { ...base, fields: only(all, roles), all, choices: [] };
}

function requireAccess({ state }: ConnectionRow): void {
  if (state === 'draft' || state === 'expired')
    throw new ConflictError(
      state === 'draft' ? 'Connect the system first.' : 'The connection has expired. Reconnect it first.',
    );
}

const only = (fields: WriteField[], roles: FieldRole[] | undefined): WriteField[] =>
  roles ? fields.filter(({ role }) => roles.includes(role)) : fields;

const chosen = (choices: WriteChoice[], given: Record<string, string>): WriteChoice[] =>
  choices.map((choice) => {
    const value = given[choice.name];
    return choice.options.some((option) => option.value === value) ? { ...choice, value: value ?? null } : choice;
  });

/** Values of the fields, with what somebody typed instead; empty ones are left out. */
function valuesOf(fields: WriteField[], from: RoleValues, edits: RoleValues = {}): RoleValues {
  return Object.fromEntries(
    fields.flatMap(({ role }) => {
      const value = (edits[role] ?? from[role] ?? '').trim();
      return value === '' ? [] : [[role, value]];
    }),
  );
}

const shown = (fields: WriteField[], values: RoleValues, before: RoleValues | null): WritePlan['values'] =>
  fields
    // Of a new record those that are missing are shown too, so that they can be filled in.
    .filter(({ role }) => before === null || values[role] !== undefined)
    .map((field) => ({
      role: field.role,
      label: field.label,
      value: values[field.role] ?? '',
      before: before === null ? null : (before[field.role] ?? ''),
      required: field.required ?? false,
      maxLength: field.maxLength ?? null,
      options: field.options ?? null,
    }));

const choicesOf = (choices: WriteChoice[]): Record<string, string> =>
  Object.fromEntries(choices.flatMap(({ name, value }) => (value === null ? [] : [[name, value]])));

const keyOf = ({ id, locale }: { id: string; locale: string }): string => `${id} ${locale}`;

async function entriesOf(
  strapi: Core.Strapi,
  mapping: MappingRow,
  ids: string[],
): Promise<Map<string, LocalRecordRow>> {
  const entries = new Map<string, LocalRecordRow>();
  for (const chunk of chunksOf(ids))
    for (const entry of await readEntries(strapi, mapping, null, chunk))
      entries.set(keyOf({ id: entry.localId, locale: entry.locale }), entry);
  return entries;
}

async function planExternal(
  strapi: Core.Strapi,
  { mapping, connection, connector, fields, choices }: Ground,
  { records }: WriteRequest,
  live: ConnectorContext | null,
): Promise<Plans['plans']> {
  const entries = await entriesOf(
    strapi,
    mapping,
    records.map(({ id }) => id),
  );
  const keys = records.map(({ id, locale }) => localKeyOf({ ...mapping, localId: id, locale }));
  const linked = await findConfirmedByLocals(databaseOf(strapi), keys);
  const values = records.map((record) => valuesOf(fields, entries.get(keyOf(record))?.roles ?? {}, record.edits));
  const nameField = fields.find(({ role }) => role === 'name');
  // Names that do not fit are not looked up: they will change.
  const names = values.flatMap(({ name }) => (name !== undefined && nameField && fits(nameField, name) ? [name] : []));
  const { writing } = connector;
  const holders = writing
    ? await findHolders(strapi, connection, writing, mapping.recordType, names, live)
    : new Map<string, never>();
  const times = countNames(writing?.sharedNames(mapping.recordType).length ? names : []);
  return records.map((record, index) => {
    const entry = entries.get(keyOf(record));
    const own = values[index] ?? {};
    const present = linked.get(keys[index] ?? '');
    const name = own.name?.toLowerCase() ?? '';
    const holder = holders.get(name);
    const problems = !entry
      ? [whole('gone', 'This entry does not exist any more.')]
      : present
        ? [whole('linked', `It is linked to ${present} already.`)]
        : [
            ...fitValues(fields, own, true),
            ...(writing?.conflicts?.(mapping.recordType, own, choicesOf(choices)) ?? []).map(({ role, message }) => ({
              ...whole('choice', message),
              role,
            })),
            ...(holder
              ? [nameTaken(holder, mapping.recordType, connector.displayName, nameField?.maxLength)]
              : (times.get(name) ?? 0) > 1
                ? [
                    {
                      ...whole('name_twice', 'Another of these records has the same name. Change one.'),
                      role: 'name' as const,
                    },
                  ]
                : []),
          ];
    return {
      plan: {
        id: record.id,
        locale: record.locale,
        label: entry?.label ?? record.id,
        target: null,
        values: shown(fields, own, null),
        problems,
      },
      write: {
        connectionId: connection.id,
        mappingId: mapping.id,
        act: 'create_external',
        localId: record.id,
        locale: record.locale,
        externalId: null,
        linkId: null,
        label: entry?.label ?? record.id,
        values: own,
        before: {},
        choices: choicesOf(choices),
        activeKey: actKeyOf('create', keys[index] ?? ''),
      },
    };
  });
}

const fits = (field: WriteField, value: string): boolean =>
  fitValues([field], { [field.role]: value }, false).length === 0;

function countNames(names: string[]): Map<string, number> {
  const times = new Map<string, number>();
  for (const name of names) times.set(name.toLowerCase(), (times.get(name.toLowerCase()) ?? 0) + 1);
  return times;
}

async function planLocal(
  strapi: Core.Strapi,
  { mapping, connection, fields, choices, always }: Ground,
  { records }: WriteRequest,
): Promise<Plans['plans']> {
  const db = databaseOf(strapi);
  const ids = records.map(({ id }) => id);
  const externals = await findRecords(db, mapping, ids);
  const links = (await findConfirmedByExternal(db, mapping, ids)).filter(({ mappingId }) => mappingId === mapping.id);
  const taken = new Map(links.map(({ externalId, localLabel }) => [externalId, localLabel]));
  return records.map((record) => {
    const external = externals.get(record.id);
    const own = valuesOf(fields, external?.roles ?? {}, record.edits);
    const partner = mapping.cardinality === 'one_to_one' ? taken.get(record.id) : undefined;
    const problems =
      !external || external.deleted
        ? [whole('gone', `It does not exist in ${connection.name} any more.`)]
        : !external.active
          ? [whole('inactive', `It is inactive in ${connection.name}. Make it active there, then sync.`)]
          : partner !== undefined
            ? [whole('linked', `It is linked to ${partner} already.`)]
            : [...fitValues(fields, own, true), ...always];
    const label = external?.label ?? record.id;
    return {
      plan: { id: record.id, locale: '', label, target: null, values: shown(fields, own, null), problems },
      write: {
        connectionId: connection.id,
        mappingId: mapping.id,
        act: 'create_local',
        localId: null,
        locale: '',
        externalId: record.id,
        linkId: null,
        label,
        values: own,
        before: {},
        choices: choicesOf(choices),
        activeKey: actKeyOf('create', mapping.id, record.id),
      },
    };
  });
}

async function planUpdates(
  strapi: Core.Strapi,
  { mapping, connection, connector, fields }: Ground,
  { act, records }: WriteRequest,
): Promise<Plans['plans']> {
  const db = databaseOf(strapi);
  const anchorRole = act === 'write_anchor' ? connector.anchor?.role : undefined;
  const towardsStrapi = act === 'update_local';
  const rows = (
    await findRawLinks(
      db,
      records.map(({ id }) => id),
    )
  ).map(fromRow);
  const links = new Map(rows.filter(({ mappingId }) => mappingId === mapping.id).map((link) => [link.id, link]));
  const found = [...links.values()];
  const entries = await entriesOf(
    strapi,
    mapping,
    found.map(({ localId }) => localId),
  );
  const externals = await findRecords(
    db,
    mapping,
    found.map(({ externalId }) => externalId),
  );
  const sharing = anchorRole ? await countSharing(db, mapping, found) : new Map<string, number>();
  const drafts = towardsStrapi
    ? await findDraftProblems(
        strapi,
        mapping,
        found.map(({ localId }) => localId),
      )
    : new Map<string, string>();
  return records.map((record) => {
    const link = links.get(record.id);
    const entry = link ? entries.get(keyOf({ id: link.localId, locale: link.locale })) : undefined;
    const external = link ? externals.get(link.externalId) : undefined;
    const [from, to] = towardsStrapi
      ? [external?.roles ?? {}, entry?.roles ?? {}]
      : [anchorRole && link ? { [anchorRole]: anchorKeyOf(link) } : (entry?.roles ?? {}), external?.roles ?? {}];
    const before = record.before ?? to;
    const differing = differences(fields, { ...from, ...record.edits }, before);
    // What somebody decided not to carry over is no difference.
    const own = Object.fromEntries(
      Object.entries(differing).filter(([role]) => record.edits?.[role as FieldRole] !== ''),
    );
    const problems =
      link?.state !== 'confirmed'
        ? [whole('gone', 'This link is not confirmed any more.')]
        : !entry
          ? [whole('gone', 'The entry in Strapi does not exist any more.')]
          : !external || external.deleted
            ? [whole('gone', `The record does not exist in ${connection.name} any more.`)]
            : !external.active
              ? [whole('inactive', `The record is inactive in ${connection.name}. Make it active there, then sync.`)]
              : drafts.has(link.localId)
                ? [whole('unpublished', drafts.get(link.localId) ?? '')]
                : Object.keys(own).length === 0
                  ? [whole('nothing', 'Both sides say the same.')]
                  : anchorRole
                    ? anchorProblems(link, own[anchorRole], sharing)
                    : fitValues(fields, own, false);
    const label = link?.localLabel ?? record.id;
    return {
      plan: {
        id: record.id,
        locale: link?.locale ?? '',
        label,
        target: towardsStrapi ? label : (link?.externalLabel ?? null),
        values: shown(fields, own, before),
        problems,
      },
      write: {
        connectionId: connection.id,
        mappingId: mapping.id,
        act,
        localId: link?.localId ?? null,
        locale: link?.locale ?? '',
        externalId: link?.externalId ?? null,
        linkId: record.id,
        label,
        values: own,
        before: Object.fromEntries(Object.keys(own).map((role) => [role, before[role as FieldRole] ?? ''])),
        choices: {},
        activeKey: actKeyOf(act, record.id),
      },
    };
  });
}

/** How many entries are linked to each record. */
async function countSharing(db: Database, mapping: MappingRow, links: LinkRow[]): Promise<Map<string, number>> {
  const confirmed = await findConfirmedByExternal(
    db,
    mapping,
    links.map(({ externalId }) => externalId),
  );
  const sharing = new Map<string, number>();
  for (const { externalId } of confirmed) sharing.set(externalId, (sharing.get(externalId) ?? 0) + 1);
  return sharing;
}

/** A record carries one key, which is that of its entry and nothing else. */
function anchorProblems(link: LinkRow, key: string | undefined, sharing: Map<string, number>): WriteProblem[] {
  if (key !== anchorKeyOf(link)) return [whole('option', 'The key is the id of the entry, and no other.')];
  return (sharing.get(link.externalId) ?? 0) > 1
    ? [whole('option', `Several entries are linked to ${link.externalLabel}, and it can carry the key of one only.`)]
    : [];
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
    if (by !== undefined) plan.problems = [whole('under_way', `It is being written already (started by ${by}).`)];
  }
}
