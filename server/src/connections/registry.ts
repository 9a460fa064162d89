import type { Core } from '@strapi/strapi';
import type { Connector } from '../connectors/contract';
import { csv } from '../connectors/csv';
import { kit } from '../connectors/kit';
import { quickbooksDesktop } from '../connectors/quickbooks-desktop';
import { pax8 } from '../connectors/pax8';
import { quickbooksOnline } from '../connectors/quickbooks-online';
import type { ConnectorInfo } from '../contracts/connections';
import { configOf } from '../utils/config';
import { invalidField } from '../utils/errors';
import { sentence } from '../utils/sentence';

/** The connectors of this site. Third parties add theirs in their `register`. */
export const connectors = ({ strapi }: { strapi: Core.Strapi }) => {
  const byId = new Map<string, Connector>();
  /** Parsed ones: the configuration does not change while Strapi runs. */
  const optionsOf = new Map<string, Record<string, unknown>>();

  function register(connector: Connector): void {
    if (byId.has(connector.id)) throw new Error(`Crosswalk has a connector ${connector.id} already`);
    byId.set(connector.id, connector);
  }
  register(quickbooksOnline);
  register(quickbooksDesktop);
  register(pax8);
  register(csv);

  function get(id: string): Connector {
    const connector = byId.get(id);
    if (!connector)
      throw invalidField(['connector'], `There is no connector ${id}; there are ${[...byId.keys()].join(', ')}`);
    return connector;
  }

  /** Site-wide options with the connector's defaults; throws what its schema says when they are wrong. */
  function options(id: string): Record<string, unknown> {
    const known = optionsOf.get(id);
    if (known) return known;
    const result = get(id).options.safeParse(configOf(strapi).connectors[id] ?? {});
    if (result.success) {
      optionsOf.set(id, result.data);
      return result.data;
    }
    const problems = result.error.issues.map((issue) => `connectors.${id}.${issue.path.join('.')}: ${issue.message}`);
    throw invalidField(
      ['connector'],
      sentence('connections.notSetUp', '{system} is not set up in config/plugins.ts: {problems}', {
        system: get(id).displayName,
        problems: problems.join('; '),
      }),
    );
  }

  return {
    kit,
    register,
    has: (id: string): boolean => byId.has(id),
    get,
    options,
    /** What the panel needs to offer them. */
    list: (): ConnectorInfo[] =>
      [...byId.values()].map((connector) => ({
        id: connector.id,
        displayName: connector.displayName,
        description: connector.description,
        auth: connector.auth.type,
        fields: connector.fields,
        recordTypes: connector.recordTypes({}),
        canInvoice: connector.invoicing !== undefined,
      })),
  };
};
