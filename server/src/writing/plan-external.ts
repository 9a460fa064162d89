import type { Core } from '@strapi/strapi';
import type { ConnectorContext, WriteField } from '../connectors/contract';
import { actKeyOf, localKeyOf } from '../linking/keys';
import { findConfirmedByLocals } from '../linking/link-repository';
import { databaseOf } from '../utils/database';
import { fitValues } from './fit';
import {
  choicesOf,
  entriesOf,
  type Ground,
  keyOf,
  type Plans,
  shown,
  valuesOf,
  whole,
  type WriteRequest,
} from './ground';
import { findHolders, nameTaken } from './names';
import { sentence } from '../utils/sentence';

/** Records to be created in the other system. `live` asks it who has their names. */
export async function planExternal(
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
      ? [whole('gone', sentence('writing.thisEntryGone', 'This entry does not exist any more.'))]
      : present
        ? [whole('linked', sentence('writing.linkedAlready', 'It is linked to {record} already.', { record: present }))]
        : [
            ...fitValues(fields, own, true),
            ...(writing?.conflicts?.(mapping.recordType, own, choicesOf(choices)) ?? []).map((conflict) => ({
              ...whole('choice', conflict),
              role: conflict.role,
            })),
            ...(holder
              ? [nameTaken(holder, mapping.recordType, connector.displayName, nameField?.maxLength)]
              : (times.get(name) ?? 0) > 1
                ? [
                    {
                      ...whole(
                        'name_twice',
                        sentence('writing.sameName', 'Another of these records has the same name. Change one.'),
                      ),
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
