import type { Members } from './qbxml';

/** A record of a list, by the name of its `Ret` element without that ending: Customer, Vendor, ItemService … */
export interface ListRecord {
  type: string;
  id: string;
  members: Members;
  /** When it was made, unless it was there from the start. */
  createdAt?: string;
  /** When it was changed last, unless it is as it was from the start. */
  modifiedAt?: string;
}
/** An invoice or a credit memo. */
export interface Invoice {
  id: string;
  members: Members;
}
export interface SeedRecord {
  type: string;
  /** Without ListID and times; `ParentRef` as `{ FullName }`. */
  members: Members & { Name: string };
}
export interface CompanySeed {
  /** Path of the file and name of the company. */
  file: string;
  name: string;
  product?: string;
  /** Newest qbXML that this QuickBooks knows; default 16.0. */
  version?: string;
  records?: SeedRecord[];
}

/** When the records of a seed were made. */
export const START = '2026-01-05T09:00:00-08:00';
const now = (): string => new Date().toISOString().replace(/\.\d+Z$/, '+00:00');

/** A company file in memory: its lists, what was deleted, its invoices and credit memos, and the answers it keeps for recovery. */
export class CompanyFile {
  readonly file: string;
  readonly name: string;
  readonly product: string;
  readonly version: string;
  records: ListRecord[] = [];
  deleted: Array<{ type: string; id: string; name: string; at: string }> = [];
  invoices: Invoice[] = [];
  creditMemos: Invoice[] = [];
  /** Ids that Web Connectors put into the file when a .qwc file is added. */
  fileIds = new Map<string, string>();
  /** Answers by newMessageSetID, with the request they were given to. */
  kept = new Map<string, { request: string; response: string }>();
  private numbers = 0;

  constructor(seed: CompanySeed) {
    this.file = seed.file;
    this.name = seed.name;
    this.product = seed.product ?? 'QuickBooks Enterprise Solutions 24.0';
    this.version = seed.version ?? '16.0';
    for (const { type, members } of seed.records ?? []) delete this.add(type, members).modifiedAt;
  }

  newId(): string {
    this.numbers += 1;
    return `${(0x80000000 + this.numbers).toString(16).toUpperCase()}-1416570432`;
  }

  fullName(members: Members): string {
    const parent = members.ParentRef as Members | undefined;
    const above = parent && this.find(parent);
    const name = String(members.Name as string);
    return above ? `${this.fullName(above.members)}:${name}` : name;
  }

  find(reference: Members): ListRecord | undefined {
    return this.records.find((record) =>
      typeof reference.ListID === 'string'
        ? record.id === reference.ListID
        : this.fullName(record.members) === reference.FullName,
    );
  }

  add(type: string, members: Members): ListRecord {
    const record: ListRecord = { type, id: this.newId(), members: { IsActive: 'true', ...members }, modifiedAt: now() };
    this.records.push(record);
    return record;
  }

  change(name: string, members: Members): void {
    const record = this.find({ FullName: name });
    if (!record) throw new Error(`There is no ${name}`);
    record.members = { ...record.members, ...members };
    record.modifiedAt = now();
  }

  remove(name: string): void {
    const record = this.find({ FullName: name });
    if (!record) throw new Error(`There is no ${name}`);
    this.records = this.records.filter((other) => other !== record);
    this.deleted.push({ type: record.type, id: record.id, name, at: new Date().toISOString() });
  }

  /** A record as QuickBooks shows it: ids and names of the list first, then its members. */
  show(record: ListRecord): Members {
    const { Name: name, IsActive: active, ParentRef: parent, ...rest } = record.members;
    const above = parent && this.find(parent as Members);
    const hasPath = record.type !== 'Vendor' && !/Group|SalesTax|Payment|Subtotal|FixedAsset/.test(record.type);
    return {
      ListID: record.id,
      TimeCreated: record.createdAt ?? START,
      TimeModified: record.modifiedAt ?? START,
      EditSequence: '1767632400',
      Name: name,
      ...(hasPath ? { FullName: this.fullName(record.members) } : {}),
      IsActive: active,
      ...(above ? { ParentRef: { ListID: above.id, FullName: this.fullName(above.members) } } : {}),
      ...(hasPath ? { Sublevel: String(this.fullName(record.members).split(':').length - 1) } : {}),
      ...rest,
    };
  }
}
