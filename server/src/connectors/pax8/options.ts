import { z } from 'zod';
import type { ConnectorContext } from '../contract';
import { absentIfEmpty, origin } from '../origin';

const production = 'https://api.pax8.com';

export const options = z.strictObject({
  /** Origin of the Partner API and of its token endpoint; another one is for tests. */
  apiUrl: z.preprocess(absentIfEmpty, origin(production).default(production)),
});
export type Pax8Options = z.infer<typeof options>;

/** Options of a context. They are validated at boot; parsing again gives them their type. */
export const optionsOf = (ctx: Pick<ConnectorContext, 'options'>): Pax8Options => options.parse(ctx.options);
