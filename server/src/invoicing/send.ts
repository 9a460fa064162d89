import { ConnectorError } from '../connectors/errors';
import type { DocumentKind, InvoiceReceipt, InvoiceRequest } from '../connectors/contract';
import type { InvoiceState, PreflightResult } from '../contracts/invoices';
import { type Said, saidBy, sayingOf, sentence, withMarks } from '../utils/sentence';

/** Looks at the vendor's books are spread over this: an invoice just made may not be found at once. */
const LOOK_AFTER_MS = [0, 1_000, 3_000];
/** Sends of one invoice in one go, before the run waits and goes on later. */
const MOST_SENDS = 3;

/** What sending touches. The states are stored before and after each call, so that a killed process can go on. */
export interface SendPorts {
  create(request: InvoiceRequest): Promise<InvoiceReceipt>;
  find(request: InvoiceRequest): Promise<InvoiceReceipt | null>;
  /** Takes the invoice for this attempt; false: somebody else has it. */
  take(state: InvoiceState): Promise<boolean>;
  checking(why: Said): Promise<void>;
  created(receipt: InvoiceReceipt): Promise<void>;
  /** `numberTaken`: another invoice of the vendor has the number, so the next attempt needs a new one. */
  failed(why: Said, numberTaken: boolean): Promise<void>;
  pause(ms: number): Promise<void>;
}

/** What the vendor is asked for: made from the stored resolution alone, so it is the same on every attempt. */
export function requestOf(invoice: {
  kind?: DocumentKind;
  requestId: string;
  plannedNumber: string;
  resolution: PreflightResult;
}): InvoiceRequest {
  const { resolution } = invoice;
  if (!resolution.client.reference) throw new Error(`The stored resolution of ${invoice.plannedNumber} has no client`);
  return {
    ...(invoice.kind === 'credit_note' ? { kind: invoice.kind } : {}),
    requestId: invoice.requestId,
    number: invoice.plannedNumber,
    customerId: resolution.client.reference.externalId,
    currency: resolution.currency,
    date: resolution.date,
    memo: resolution.memo,
    // Resolutions that earlier versions stored have none of these.
    ...(resolution.terms ? { terms: resolution.terms } : {}),
    ...(resolution.class ? { class: resolution.class } : {}),
    ...(resolution.delivery ? { delivery: resolution.delivery } : {}),
    ...(resolution.email ? { email: resolution.email } : {}),
    lines: resolution.lines.map((line) => {
      if (!line.reference)
        throw new Error(`The stored resolution of ${invoice.plannedNumber} has no item in line ${line.line}`);
      return {
        itemId: line.reference.externalId,
        ...(line.heading ? { heading: line.heading } : {}),
        description: line.description,
        quantity: line.quantity,
        unitPrice: line.unitPrice,
        amount: line.amount,
      };
    }),
  };
}

/**
 * Creates one invoice or credit note at the vendor exactly once. `state` is the stored one: unless it is `planned`, an earlier
 * attempt may have come through, so the vendor is asked before anything is sent, always with the same request id.
 * Throws what stops the whole run (vendor down, credentials refused); the invoice can then be gone on with.
 */
export async function sendInvoice(
  ports: SendPorts,
  state: InvoiceState,
  request: InvoiceRequest,
): Promise<'created' | 'failed' | 'skipped'> {
  let mayExist = state !== 'planned';
  if (!(await ports.take(mayExist ? 'checking' : 'sending'))) return 'skipped';
  for (let sends = 0; ; sends += 1) {
    if (mayExist) {
      const found = await look(ports, request);
      if (found instanceof ConnectorError) {
        await ports.failed(wordsOf(found), true);
        return 'failed';
      }
      if (found) {
        await ports.created(found);
        return 'created';
      }
    }
    if (sends >= MOST_SENDS) {
      throw new ConnectorError(
        'unavailable',
        request.kind === 'credit_note'
          ? sentence(
              'invoicing.noAnswerNote',
              'No answer about credit note {number} was received; it will be looked for again',
              { number: request.number },
            )
          : sentence(
              'invoicing.noAnswer',
              'No answer about invoice {number} was received; it will be looked for again',
              { number: request.number },
            ),
      );
    }
    try {
      await ports.created(await ports.create(request));
      return 'created';
    } catch (error) {
      if (!(error instanceof ConnectorError)) {
        await ports.checking(saidBy(error));
        throw error;
      }
      if (error.kind === 'uncertain') {
        await ports.checking(error);
        mayExist = true;
      } else if (error.kind === 'rejected') {
        // A refusal may mean that the request came through before: ours, or repeated by something on its way.
        const found = mayExist ? await look(ports, request) : await findOnce(ports, request);
        if (found && !(found instanceof ConnectorError)) {
          await ports.created(found);
          return 'created';
        }
        await ports.failed(wordsOf(error), found !== null);
        return 'failed';
      } else {
        throw error;
      }
    }
  }
}

/**
 * Asks more than once before it believes that there is no such invoice. An error means that the number belongs
 * to another invoice: ours does not exist and cannot under this number.
 */
async function look(ports: SendPorts, request: InvoiceRequest): Promise<InvoiceReceipt | ConnectorError | null> {
  for (const ms of LOOK_AFTER_MS) {
    if (ms > 0) await ports.pause(ms);
    const found = await findOnce(ports, request);
    if (found) return found;
  }
  return null;
}

async function findOnce(ports: SendPorts, request: InvoiceRequest): Promise<InvoiceReceipt | ConnectorError | null> {
  try {
    return await ports.find(request);
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    if (error.kind === 'rejected') return error;
    // A look-up changes nothing: a lost answer to it only means to ask later.
    if (error.kind !== 'uncertain') throw error;
    throw new ConnectorError('unavailable', error, {
      code: error.code,
      requestId: error.requestId,
      cause: error,
    });
  }
}

/** The vendor's words with its code and request id, for an admin and the vendor's support. */
function wordsOf(error: ConnectorError): Said {
  const details = [error.code ? `code ${error.code}` : '', error.requestId ? `request ${error.requestId}` : ''].filter(
    Boolean,
  );
  const missing = details.filter((detail) => !error.message.includes(detail.split(' ')[1] ?? ''));
  return withMarks(sayingOf(error), missing);
}
