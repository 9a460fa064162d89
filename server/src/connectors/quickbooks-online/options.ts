import { z } from 'zod';
import type { ConnectorContext } from '../contract';
import { ConnectorError } from '../errors';

/** https, or plain http to this machine: tokens and client secret travel to these addresses. */
const origin = z.url({ protocol: /^https?$/, error: 'must be a URL such as https://quickbooks.api.intuit.com' }).refine(
  (text) => {
    const { protocol, hostname } = new URL(text);
    return protocol === 'https:' || ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  },
  { error: 'must be https; plain http is for this machine only' },
);
/** Environment variables that are set but empty count as absent. */
const absentIfEmpty = (value: unknown): unknown => (value === '' || value === null ? undefined : value);

export const options = z.strictObject({
  /** Accounting API: production unless set; the vendor's sandbox is https://sandbox-quickbooks.api.intuit.com. */
  apiUrl: z.preprocess(absentIfEmpty, origin.default('https://quickbooks.api.intuit.com')),
  /** One origin that replaces the vendor's three sign-in hosts. */
  oauthUrl: z.preprocess(absentIfEmpty, origin.optional()),
  /** Keys of the app at developer.intuit.com. */
  clientId: z.preprocess(absentIfEmpty, z.string().optional()),
  clientSecret: z.preprocess(absentIfEmpty, z.string().optional()),
});
export type QuickBooksOptions = z.infer<typeof options>;

/** Options of a context. They are validated at boot; parsing again gives them their type. */
export const optionsOf = (ctx: Pick<ConnectorContext, 'options'>): QuickBooksOptions => options.parse(ctx.options);

/** Key and secret of the app. @throws ConnectorError `misconfigured` if they are not set. */
export const appKeys = ({ clientId, clientSecret }: QuickBooksOptions): { clientId: string; clientSecret: string } => {
  if (clientId === undefined || clientSecret === undefined) {
    throw new ConnectorError(
      'misconfigured',
      'Set clientId and clientSecret of your QuickBooks app in config/plugins.ts, then restart.',
    );
  }
  return { clientId, clientSecret };
};
