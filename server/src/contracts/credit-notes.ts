import { z } from 'zod';
import { dataOf, idParams } from './common';
import { endpoint, type ResponseOf } from './endpoint';
import { decimal, invoice, preflightResult } from './invoices';
import { run } from './runs';

/** Which lines of an invoice are credited; without any, all that is left. */
export const creditRequest = z.strictObject({
  lines: z
    .array(
      z.strictObject({
        line: z.number().int().min(1),
        /** With the sign of the billed quantity. */
        quantity: z.string().regex(/^-?\d{1,15}(\.\d{1,7})?$/, 'must be a decimal number'),
      }),
    )
    .min(1)
    .max(1000)
    .refine((lines) => new Set(lines.map(({ line }) => line)).size === lines.length, 'names a line twice')
    .optional(),
  /** Date of the credit note; today (UTC) if absent. */
  date: z.iso.date().optional(),
  /** Note on it; names the invoice if absent. */
  memo: z.string().trim().min(1).max(3000).optional(),
});

/** What can still be credited of an invoice. */
export const creditLeft = z.object({
  lines: z.array(z.object({ line: z.number().int(), quantity: decimal, amount: decimal })),
  total: decimal,
});
export type CreditLeft = z.infer<typeof creditLeft>;

/** What a credit note would say, with the client and items that the invoice was made with, and why it cannot be made. */
export const previewCreditNote = endpoint({
  method: 'POST',
  path: '/invoices/:id/credit-notes/preview',
  permission: 'read',
  params: idParams,
  body: creditRequest,
  response: dataOf(
    z.object({
      left: creditLeft,
      /** Its lines keep the numbers of the invoice's. */
      note: preflightResult,
    }),
  ),
});
export type CreditPreview = ResponseOf<typeof previewCreditNote>['data'];

/**
 * Starts a run that creates the credit note, once. 422 with the reasons where it cannot be made; then nothing is stored.
 * Header `Idempotency-Key`: the same key gets the same answer.
 */
export const createCreditNote = endpoint({
  method: 'POST',
  path: '/invoices/:id/credit-notes',
  permission: 'invoice',
  params: idParams,
  body: creditRequest,
  response: dataOf(z.object({ run, invoice })),
});
