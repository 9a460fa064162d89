/** The vendor's limits for one app and company; older documents say 10 at a time, newer ones 10 a second. */
const most = { perMinute: 500, perSecond: 10, concurrent: 10 };

/** Counts the requests of each company, refused ones too. */
export class Limits {
  private readonly times = new Map<string, number[]>();
  private readonly active = new Map<string, number>();

  /** Notes a request that has come; call what it answers with when it is answered. */
  enter(realmId: string, now = Date.now()): () => void {
    const times = (this.times.get(realmId) ?? []).filter((time) => time > now - 60_000);
    this.times.set(realmId, [...times, now]);
    this.active.set(realmId, (this.active.get(realmId) ?? 0) + 1);
    return () => this.active.set(realmId, (this.active.get(realmId) ?? 1) - 1);
  }

  /** Whether the last request of a company was one too many. */
  isExceeded(realmId: string, now = Date.now()): boolean {
    const times = this.times.get(realmId) ?? [];
    return (
      times.length > most.perMinute ||
      times.filter((time) => time > now - 1000).length > most.perSecond ||
      (this.active.get(realmId) ?? 0) > most.concurrent
    );
  }
}
