import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Connector, Notice } from '../contract';
import { isJson, type Json } from '../values';
import { options } from './options';
import { recordTypeOf } from './records';

/** `intuit-signature` is the base64 of HMAC-SHA256 over the body as it was sent, with the app's verifier token. */
const verify: NonNullable<Connector['webhook']>['verify'] = (rawBody, headers, secret) => {
  const given = headers['intuit-signature'];
  if (typeof given !== 'string') return false;
  const expected = createHmac('sha256', secret).update(rawBody).digest();
  const signature = Buffer.from(given, 'base64');
  return signature.length === expected.length && timingSafeEqual(signature, expected);
};

const text = (value: unknown): string | null => (typeof value === 'string' && /^\d{1,20}$/.test(value) ? value : null);

/** What one event is about, whichever format it came in. */
interface Event {
  accountId: string | null;
  entity: string;
  externalId: string | null;
  /** Of a merge: the record that went into `externalId`. */
  mergedId: string | null;
}

/** `{ type: "qbo.customer.merged.v1", intuitaccountid, intuitentityid, data: { deletedid } }`, CloudEvents 1.0. */
const ofCloudEvent = (event: Json): Event => {
  const [, entity = '', operation = ''] = /^qbo\.([a-z]+)\.([a-z]+)\./i.exec(String(event.type)) ?? [];
  const data = isJson(event.data) ? event.data : {};
  return {
    accountId: text(event.intuitaccountid),
    entity,
    externalId: text(event.intuitentityid),
    mergedId: operation.toLowerCase() === 'merged' ? text(data.deletedid ?? data.deletedId) : null,
  };
};

const list = (value: unknown): Json[] => (Array.isArray(value) ? value.filter(isJson) : []);

/** `{ eventNotifications: [{ realmId, dataChangeEvent: { entities: [{ name, id, operation, deletedId }] } }] }`. */
const ofLegacy = (body: Json): Event[] =>
  list(body.eventNotifications).flatMap(({ realmId, dataChangeEvent }) =>
    list(isJson(dataChangeEvent) ? dataChangeEvent.entities : undefined).map((entity) => ({
      accountId: text(realmId),
      entity: String(entity.name),
      externalId: text(entity.id),
      mergedId: entity.operation === 'Merge' ? text(entity.deletedId ?? entity.deletedID) : null,
    })),
  );

const noticesOf = ({ accountId, entity, externalId, mergedId }: Event): Notice[] => {
  const recordType = recordTypeOf(entity);
  if (accountId === null || externalId === null || recordType === null) return [];
  const survivor: Notice = { accountId, recordType, externalId, mergedInto: null };
  return mergedId === null ? [survivor] : [survivor, { ...survivor, externalId: mergedId, mergedInto: externalId }];
};

export const webhook: NonNullable<Connector['webhook']> = {
  secret: (given) => options.parse(given).webhookVerifierToken,
  secretOption: 'webhookVerifierToken',
  verify,
  parse: (rawBody) => {
    const body: unknown = JSON.parse(rawBody.toString('utf8'));
    const events =
      isJson(body) && 'eventNotifications' in body ? ofLegacy(body) : list([body].flat()).map(ofCloudEvent);
    return events.flatMap(noticesOf);
  },
};
