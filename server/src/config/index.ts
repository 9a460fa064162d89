import { z } from 'zod';
import { cardinality, fieldRoleEntry } from '../contracts';
import { invoicingConfig } from '../invoicing/config';

const mappingConfig = z.strictObject({
  /** Connections of this connector get the mapping. */
  connector: z.string(),
  name: z.string().min(1).max(80),
  contentType: z.string().min(1),
  recordType: z.string().min(1),
  fieldRoles: z.array(fieldRoleEntry).min(1),
  cardinality,
  threshold: z.number().min(0.5).max(0.9999).default(0.95),
  margin: z.number().min(0).max(0.5).default(0.05),
});

export const configSchema = z.strictObject({
  /** Options by connector id: base URLs, client id and secret. Checked by the connector's own schema. */
  connectors: z.record(z.string(), z.record(z.string(), z.unknown())),
  /** Mappings as code. The panel shows them and does not change them. */
  mappings: z.array(mappingConfig),
  sync: z.strictObject({
    /** How often live connections are synced unless set for the connection. */
    intervalMinutes: z.number().int().min(5).max(10_080),
    /** Hours after which a scheduled sync reads everything again, not only what changed. */
    fullSyncHours: z.number().int().min(1).max(720).default(24),
    /** A sync that would remove more than this share of a record type's records stops and asks. */
    maxRemovalShare: z.number().min(0).max(1),
  }),
  files: z.strictObject({ maxBytes: z.number().int().positive() }),
  invoicing: invoicingConfig,
});
export type CrosswalkConfig = z.infer<typeof configSchema>;

const defaults = {
  connectors: {},
  mappings: [],
  sync: { intervalMinutes: 60, fullSyncHours: 24, maxRemovalShare: 0.3 },
  files: { maxBytes: 100 * 1024 * 1024 },
  invoicing: { sources: [], fallbacks: [] },
};

/** Strapi's shape of a plugin's config: a validator that throws stops the boot with its message. */
export default {
  default: () => defaults,
  validator(config: unknown): void {
    const result = configSchema.safeParse(config);
    if (result.success) return;
    const problems = result.error.issues.map((issue) => `${issue.path.join('.') || 'config'}: ${issue.message}`);
    throw new Error(problems.join('; '));
  },
};
