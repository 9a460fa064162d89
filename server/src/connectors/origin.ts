import { z } from 'zod';

/** Origin of a vendor's service. https, or plain http to this machine: tokens and secrets travel to it. */
export const origin = (example: string) =>
  z.url({ protocol: /^https?$/, error: `must be a URL such as ${example}` }).refine(
    (text) => {
      const { protocol, hostname } = new URL(text);
      return protocol === 'https:' || ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
    },
    { error: 'must be https; plain http is for this machine only' },
  );

/** Environment variables that are set but empty count as absent. */
export const absentIfEmpty = (value: unknown): unknown => (value === '' || value === null ? undefined : value);
