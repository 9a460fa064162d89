import { z } from 'zod';
import type { ConnectorContext } from '../contract';
import { ConnectorError } from '../errors';
import { absentIfEmpty, origin } from '../origin';
import { sentence } from '../../utils/sentence';

const serviceUrl = origin('https://quickbooks.api.intuit.com');

export const options = z.strictObject({
  /** Accounting API: production unless set; the vendor's sandbox is https://sandbox-quickbooks.api.intuit.com. */
  apiUrl: z.preprocess(absentIfEmpty, serviceUrl.default('https://quickbooks.api.intuit.com')),
  /** One origin that replaces the vendor's three sign-in hosts. */
  oauthUrl: z.preprocess(absentIfEmpty, serviceUrl.optional()),
  /** Keys of the app at developer.intuit.com. */
  clientId: z.preprocess(absentIfEmpty, z.string().optional()),
  clientSecret: z.preprocess(absentIfEmpty, z.string().optional()),
  /** Verifier token of the app's webhooks: what the vendor signs its calls with. */
  webhookVerifierToken: z.preprocess(absentIfEmpty, z.string().optional()),
});
export type QuickBooksOptions = z.infer<typeof options>;

/** Options of a context. They are validated at boot; parsing again gives them their type. */
export const optionsOf = (ctx: Pick<ConnectorContext, 'options'>): QuickBooksOptions => options.parse(ctx.options);

/** Key and secret of the app. @throws ConnectorError `misconfigured` if they are not set. */
export const appKeys = ({ clientId, clientSecret }: QuickBooksOptions): { clientId: string; clientSecret: string } => {
  if (clientId === undefined || clientSecret === undefined) {
    throw new ConnectorError(
      'misconfigured',
      sentence(
        'qbo.noKeys',
        'Set clientId and clientSecret of your QuickBooks app in config/plugins.ts, then restart.',
      ),
    );
  }
  return { clientId, clientSecret };
};
