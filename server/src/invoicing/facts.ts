import type { Core } from '@strapi/strapi';
import type { AccountFacts, Connector, ConnectorContext } from '../connectors/contract';
import { databaseOf, fromJson } from '../utils/database';
import { notFound } from '../utils/errors';
import { getService } from '../utils/services';
import { type ExternalReader, findConnectionWithMappings, findStandIns } from './link-repository';
import type { ConnectionFacts } from './types';

export interface Ground extends ExternalReader {
  facts: ConnectionFacts;
}

/** What resolving needs to know of a connection: one statement, two where the site declares defaults. */
export async function factsOf(strapi: Core.Strapi, connectionId: string): Promise<Ground> {
  const found = await findConnectionWithMappings(databaseOf(strapi), connectionId);
  if (!found) throw notFound('connection', connectionId);
  const { connection, mappings } = found;
  const connector: Connector = getService(strapi, 'connectors').get(String(connection.connector));
  const name = String(connection.name);
  const at: Pick<ConnectorContext, 'options' | 'accountId'> = {
    options: getService(strapi, 'connectors').options(connector.id),
    accountId: typeof connection.account_id === 'string' ? connection.account_id : '',
  };
  const reader = { connector, account: fromJson<AccountFacts | null>(connection.facts, null) };
  const facts: ConnectionFacts = {
    id: connectionId,
    name,
    state: connection.state as ConnectionFacts['state'],
    clientRecordType: connector.invoicing?.clientRecordType ?? '',
    lineRecordType: connector.invoicing?.lineRecordType ?? '',
    mappings,
    defaults: await defaultsOf(strapi, connectionId, name, reader),
    urlOf: (recordType, externalId) => connector.recordUrl?.(at, recordType, externalId) ?? null,
    problemsOf: (invoice) => connector.invoicing?.problems?.(invoice) ?? [],
  };
  return { ...reader, facts };
}

async function defaultsOf(
  strapi: Core.Strapi,
  connectionId: string,
  name: string,
  reader: ExternalReader,
): Promise<ConnectionFacts['defaults']> {
  const declared = getService(strapi, 'invoicing')
    .fallbacks()
    .flatMap(({ contentType = '', defaults }) => {
      const externalId = defaults[name];
      return externalId === undefined ? [] : [{ contentType, externalId }];
    });
  const { invoicing } = reader.connector;
  if (declared.length === 0 || !invoicing) return new Map();
  const records = await findStandIns(
    databaseOf(strapi),
    { connectionId, recordTypes: [invoicing.clientRecordType, invoicing.lineRecordType] },
    declared.map(({ externalId }) => externalId),
    reader,
  );
  const clientTypes = clientTypesOf(strapi);
  return new Map(
    declared.map(({ contentType, externalId }) => {
      const recordType = clientTypes.has(contentType) ? invoicing.clientRecordType : invoicing.lineRecordType;
      const record = records.get(`${recordType} ${externalId}`);
      return [contentType, { externalId, label: record?.label ?? externalId, external: record?.external ?? null }];
    }),
  );
}

/** Content types that a source's client leads to: their stand-in is a client, all others' a line. */
function clientTypesOf(strapi: Core.Strapi): Set<string> {
  return new Set(
    getService(strapi, 'invoicing')
      .compiledSources()
      .map(({ client }) => client.contentType),
  );
}
