import { createHmac, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CompanyEvent } from './company';
import { vendorTime } from './vendor-error';

/** Where the app is called, and in which of the vendor's two formats. */
export interface Subscription {
  url: string;
  verifierToken: string;
  /** Default `cloudevents`; `legacy` is what the vendor sent until 2026. */
  format?: 'cloudevents' | 'legacy';
  /** Default that of the format. */
  contentType?: string;
}

export type WebhookEvent = CompanyEvent & { realmId: string };

/** Changes within this time go into one call. */
const gatherMs = 30;
const attempts = 3;
const retryMs = 500;

const verbs = { Create: 'created', Update: 'updated', Delete: 'deleted', Merge: 'merged' } as const;

const cloudEvents = (events: readonly WebhookEvent[]): unknown =>
  events.map(({ realmId, entity, id, operation, deletedId }) => ({
    specversion: '1.0',
    id: randomUUID(),
    source: 'intuit.c3RhbmQtaW4=',
    type: `qbo.${entity.toLowerCase()}.${verbs[operation]}.v1`,
    datacontenttype: 'application/json',
    time: new Date().toISOString(),
    intuitentityid: id,
    intuitaccountid: realmId,
    data: deletedId === undefined ? {} : { deletedid: deletedId },
  }));

const legacy = (events: readonly WebhookEvent[]): unknown => ({
  eventNotifications: [...new Set(events.map(({ realmId }) => realmId))].map((realmId) => ({
    realmId,
    dataChangeEvent: {
      entities: events
        .filter((event) => event.realmId === realmId)
        .map(({ entity, id, operation, deletedId }) => ({
          name: entity,
          id,
          operation,
          ...(deletedId === undefined ? {} : { deletedId }),
          lastUpdated: vendorTime(),
        })),
    },
  })),
});

/** Body and headers of one call, signed as the vendor signs. */
export const signedCall = (
  events: readonly WebhookEvent[],
  { verifierToken, format = 'cloudevents', contentType }: Omit<Subscription, 'url'>,
): { body: string; headers: Record<string, string> } => {
  const body = JSON.stringify(format === 'legacy' ? legacy(events) : cloudEvents(events));
  return {
    body,
    headers: {
      'content-type': contentType ?? (format === 'legacy' ? 'application/json' : 'application/cloudevents-batch+json'),
      'intuit-signature': createHmac('sha256', verifierToken).update(body).digest('base64'),
    },
  };
};

/** Tells the app of changes: several within a moment in one call, again where it does not answer with 200. */
export class Webhooks {
  private subscription: Subscription | undefined;
  private gathered: WebhookEvent[] = [];
  private timer: NodeJS.Timeout | undefined;
  /** Status of each call; 0 for no answer. */
  readonly deliveries: number[] = [];

  subscribe(subscription: Subscription | undefined): void {
    this.subscription = subscription;
  }

  note(event: WebhookEvent): void {
    if (!this.subscription) return;
    this.gathered.push(event);
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      void this.send(this.gathered.splice(0));
    }, gatherMs).unref();
  }

  /** Delivers events now, whatever has changed. Answers with the last status. */
  async send(events: readonly WebhookEvent[]): Promise<number> {
    const { subscription } = this;
    if (!subscription || events.length === 0) return 0;
    const call = signedCall(events, subscription);
    let status = 0;
    for (let attempt = 1; attempt <= attempts; attempt += 1) {
      status = await fetch(subscription.url, { method: 'POST', ...call }).then(
        (answer) => answer.status,
        () => 0,
      );
      this.deliveries.push(status);
      if (status >= 200 && status < 300) break;
      await sleep(retryMs, undefined, { ref: false });
    }
    return status;
  }

  stop(): void {
    clearTimeout(this.timer);
    this.subscription = undefined;
  }
}
