import type { ExternalRecordInput } from '../connectors/contract';
import { ConnectorError } from '../connectors/errors';
import type { WriteState } from '../contracts/writes';
import { type Said, sentence } from '../utils/sentence';

/** Looks are spread over this: a record just made may not be found at once. */
const LOOK_AFTER_MS = [0, 1_000, 3_000];
/** Sends of one record in one go, before the run waits and goes on later. */
const MOST_SENDS = 3;

/** What creating touches. The states are stored before and after each call, so that a killed process can go on. */
export interface SendPorts {
  create(): Promise<ExternalRecordInput>;
  find(): Promise<ExternalRecordInput | null>;
  /** Takes the write for this attempt; false: somebody else has it. */
  take(state: 'sending' | 'checking'): Promise<boolean>;
  checking(why: Said): Promise<void>;
  created(record: ExternalRecordInput): Promise<void>;
  failed(error: ConnectorError): Promise<void>;
  pause(ms: number): Promise<void>;
}

/**
 * Creates one record exactly once. `state` is the stored one: unless it is `planned`, an earlier attempt may have come
 * through, so the vendor is asked before anything is sent, always with the same request id. Throws what stops the run
 * (vendor down, credentials refused, no answer yet); the write can then be gone on with.
 */
export async function sendCreate(ports: SendPorts, state: WriteState): Promise<void> {
  let mayExist = state !== 'planned';
  if (!(await ports.take(mayExist ? 'checking' : 'sending'))) return;
  for (let sends = 0; ; sends += 1) {
    if (mayExist) {
      const found = await look(ports);
      if (found) return ports.created(found);
    }
    if (sends >= MOST_SENDS)
      throw new ConnectorError(
        'unavailable',
        sentence('writing.noAnswer', 'No answer about a new record was received; it will be looked for again'),
      );
    let record: ExternalRecordInput;
    try {
      record = await ports.create();
    } catch (error) {
      if (!(error instanceof ConnectorError)) throw error;
      if (error.kind === 'uncertain') {
        await ports.checking(error);
        mayExist = true;
        continue;
      }
      if (error.kind !== 'rejected') throw error;
      // A refusal of a repeated request may mean that the first one came through: its name is taken, by itself.
      const found = mayExist ? await look(ports) : null;
      return found ? ports.created(found) : ports.failed(error);
    }
    return ports.created(record);
  }
}

/** Asks more than once before it believes that there is no such record. */
async function look(ports: SendPorts): Promise<ExternalRecordInput | null> {
  for (const ms of LOOK_AFTER_MS) {
    if (ms > 0) await ports.pause(ms);
    try {
      const found = await ports.find();
      if (found) return found;
    } catch (error) {
      if (!(error instanceof ConnectorError) || error.kind !== 'uncertain') throw error;
      // A look-up changes nothing: a lost answer to it only means to ask later.
      throw new ConnectorError('unavailable', error, {
        code: error.code,
        requestId: error.requestId,
        cause: error,
      });
    }
  }
  return null;
}
