import type { Core } from '@strapi/strapi';
import type { ConnectionRow } from '../connections/repository';
import type { ConnectorContext, Writing } from '../connectors/contract';
import type { NameHolder, WriteProblem } from '../contracts/writes';
import { findByLabels } from '../sync/external-records';
import { databaseOf } from '../utils/database';
import { type Sentence, sentence } from '../utils/sentence';

const kinds: Record<string, NameHolder['kind']> = {
  customer: 'customer',
  vendor: 'vendor',
  item: 'item',
  company: 'company',
};
const words: Record<NameHolder['kind'], Sentence> = {
  customer: sentence('writing.aCustomer', 'A customer'),
  vendor: sentence('writing.aVendor', 'A vendor'),
  employee: sentence('writing.anEmployee', 'An employee'),
  item: sentence('writing.anItem', 'An item'),
  company: sentence('writing.aCompany', 'A company'),
  record: sentence('writing.aRecord', 'A record'),
};

/** Who has these names: the vendor's own word where it can be asked, else what the last sync brought. By lower-case name. */
export async function findHolders(
  strapi: Core.Strapi,
  connection: ConnectionRow,
  writing: Writing,
  recordType: string,
  names: string[],
  live: ConnectorContext | null,
): Promise<Map<string, NameHolder>> {
  const shared = writing.sharedNames(recordType);
  if (shared.length === 0 || names.length === 0) return new Map();
  const held =
    live && writing.holders
      ? await writing.holders(live, recordType, names)
      : (await findByLabels(databaseOf(strapi), connection.id, shared, names)).map((record): NameHolder => ({
          name: record.label,
          kind: kinds[record.recordType] ?? 'record',
          recordType: record.recordType,
          externalId: record.externalId,
          active: record.active,
        }));
  return new Map(held.map((holder) => [holder.name.toLowerCase(), holder]));
}

/** What to do about a name that is taken. */
export function nameTaken(holder: NameHolder, recordType: string, system: string, maxLength?: number): WriteProblem {
  const who = sentence('writing.holder', '{kind} in {system}', { kind: words[holder.kind], system });
  const isSame = holder.recordType === recordType;
  const said = !holder.active
    ? isSame
      ? sentence(
          'writing.nameInactive',
          '{who} that is inactive has this name. Make it active there, sync, and link it; or use another name.',
          { who },
        )
      : sentence(
          'writing.nameInactiveOther',
          '{who} that is inactive has this name. Rename it there; or use another name.',
          { who },
        )
    : isSame
      ? sentence('writing.nameTaken', '{who} has this name already. Link that one, or use another name.', { who })
      : sentence(
          'writing.nameTakenOther',
          '{who} has this name, and {system} allows it only once. Use another name, or rename the other one there.',
          { who, system },
        );
  const suffixed = `${holder.name} (${recordType})`;
  const fits = maxLength === undefined || suffixed.length <= maxLength;
  return {
    kind: 'name_taken',
    role: 'name',
    ...said,
    suggestion: !isSame && fits ? suffixed : null,
    holder,
  };
}
