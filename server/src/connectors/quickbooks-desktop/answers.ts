import { ConnectorError } from '../errors';
import { attributeOf, childOf, childrenOf, namesOf, parseXml, XmlError, type XmlNode } from './xml';
import { type Said, sentence, type Sentence } from '../../utils/sentence';

/** What QuickBooks answered to one request. */
export interface Answer {
  status: Status;
  /** Of an iterator: how many records are still to come, and its id. */
  remaining: number;
  iteratorId: string | null;
  /** The `…Ret` elements with their names. */
  records: Array<{ name: string; node: XmlNode }>;
}
export interface Status {
  code: number;
  message: Said;
}

/** Reads the answer to a message set with one request. @throws XmlError */
export function readAnswer(qbxml: string): Answer {
  const set = childOf(childOf(parseXml(qbxml), 'QBXML'), 'QBXMLMsgsRs');
  if (!set) throw new XmlError(sentence('qbd.unreadable', 'QuickBooks sent no answer that can be read'));
  const setStatus = Number(attributeOf(set, 'messageSetStatusCode') ?? 0);
  const name = namesOf(set).find((candidate) => candidate.endsWith('Rs'));
  if (name === undefined) {
    if (setStatus === 0) throw new XmlError(sentence('qbd.empty', 'QuickBooks sent an empty answer'));
    return {
      status: { code: setStatus, message: messageOfSet(setStatus) },
      remaining: 0,
      iteratorId: null,
      records: [],
    };
  }
  const answer = childOf(set, name) ?? {};
  return {
    status: {
      code: Number(attributeOf(answer, 'statusCode') ?? 0),
      message: attributeOf(answer, 'statusMessage') ?? '',
    },
    remaining: Number(attributeOf(answer, 'iteratorRemainingCount') ?? 0),
    iteratorId: attributeOf(answer, 'iteratorID') ?? null,
    records: namesOf(answer)
      .filter((child) => child.endsWith('Ret'))
      .flatMap((child) => childrenOf(answer, child).map((node) => ({ name: child, node }))),
  };
}

/** Codes of a message set as a whole (error recovery). */
function messageOfSet(code: number): Sentence {
  switch (code) {
    case 600:
    case 9002:
      return sentence('qbd.notKept', 'QuickBooks has kept no answer to this request');
    case 9001:
      return sentence('qbd.otherRequest', 'QuickBooks knows another request by the same id');
    case 9004:
      return sentence('qbd.idTooLong', 'The id of the request is too long');
    case 9005:
      return sentence('qbd.couldNotKeep', 'QuickBooks could not keep the answer');
    default:
      return sentence('qbd.notCarriedOut', 'QuickBooks did not carry out the request');
  }
}

/** From here on a code is an error; below are OK (0), nothing found (1) and warnings of an answer in part (500 to 999). */
const FIRST_ERROR = 1000;
/** Busy, locked by another user, not carried out because an earlier request failed: may be sent again. */
const LATER: ReadonlySet<number> = new Set([1010, 3175, 3180, 3231]);

/**
 * The error that a status stands for; null if it is none. Decided by the code: QuickBooks was recorded to call an
 * error (3210) `Info`.
 */
export function errorOf({ code, message }: Status): ConnectorError | null {
  if (code < FIRST_ERROR) return null;
  const said = sentence('qbd.status', '{said} (QuickBooks status {code})', {
    said: message || sentence('qbd.gaveNoReason', 'QuickBooks gave no reason'),
    code: String(code),
  });
  return new ConnectorError(LATER.has(code) ? 'unavailable' : 'rejected', said, { code: String(code) });
}
