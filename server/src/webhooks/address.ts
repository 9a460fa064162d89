import type { Core } from '@strapi/strapi';
import type { Connector } from '../connectors/contract';
import type { Connection } from '../contracts';
import { apiFolder, publicUrl } from '../utils/address';
import { getService } from '../utils/services';
import { type Sentence, sentence } from '../utils/sentence';

/** Path below which vendors call, e.g. `/api/crosswalk/webhooks/`. */
export const webhookFolder = (strapi: Core.Strapi): string => apiFolder(strapi, 'webhooks');

/** Why a vendor could not tell us of changes, in words; null if it can. */
function problemOf(url: string, { webhook, id }: Connector, options: Record<string, unknown>): Sentence | null {
  if (webhook && webhook.secret(options) === undefined)
    return sentence(
      'connections.webhookSecret',
      "Set {option} of connectors['{connector}'] in config/plugins.ts, then restart: without it no call can be trusted.",
      { option: webhook.secretOption, connector: id },
    );
  const { protocol, hostname } = new URL(url);
  if (protocol !== 'https:' || hostname === 'localhost')
    return sentence(
      'connections.webhookAddress',
      'Vendors only call public https addresses. Set the one of Strapi as url in config/server.',
    );
  return null;
}

/** The address to be entered at the vendor, and the last call; null where the vendor calls nobody. */
export function describeWebhook(
  strapi: Core.Strapi,
  connector: Connector,
  noticedAt: string | null,
): Connection['webhook'] {
  if (!connector.webhook) return null;
  const url = publicUrl(strapi, `${webhookFolder(strapi)}${connector.id}`);
  const problem = problemOf(url, connector, getService(strapi, 'connectors').options(connector.id));
  return { url, problem: problem?.message ?? null, ...(problem?.words && { problemWords: problem.words }), noticedAt };
}
