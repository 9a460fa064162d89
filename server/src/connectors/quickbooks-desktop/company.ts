import { childOf, childrenOf, parseXml, textOf, textsOf, type XmlNode } from './xml';

/** Newest qbXML that we write, and the oldest that has all we ask for (QuickBooks 2014). */
const NEWEST = '16.0';
const OLDEST = '13.0';

/** The company file that the Web Connector has open, as it introduces it in a session's first call. */
export interface Company {
  /** Path of the file; empty if it was not told. */
  file: string;
  name: string | null;
  /** `QuickBooks Enterprise Solutions 23.0`. */
  product: string | null;
  /** Versions of qbXML that this QuickBooks knows. */
  versions: string[];
  /** The ids that Web Connectors keep in the file, by the owner that we gave ours. */
  fileIds: Array<{ ownerId: string; fileId: string }>;
}

/** Reads HostQueryRs, CompanyQueryRs and the file's name. An empty first call still tells name and version. @throws XmlError */
export function readCompany(
  hostCompanyPreferences: string,
  call: { file: string; majorVersion: string; minorVersion: string },
): Company {
  const set =
    hostCompanyPreferences === ''
      ? undefined
      : childOf(childOf(parseXml(hostCompanyPreferences), 'QBXML'), 'QBXMLMsgsRs');
  const host = childOf(childOf(set, 'HostQueryRs'), 'HostRet');
  const company = childOf(childOf(set, 'CompanyQueryRs'), 'CompanyRet');
  const versions = textsOf(host, 'SupportedQBXMLVersion');
  return {
    file: call.file,
    name: textOf(company, 'CompanyName') ?? null,
    product: textOf(host, 'ProductName') ?? null,
    versions: versions.length > 0 ? versions : [`${call.majorVersion || '0'}.${call.minorVersion || '0'}`],
    fileIds: childrenOf(company, 'DataExtRet').flatMap((node) => fileIdOf(node) ?? []),
  };
}

function fileIdOf(node: XmlNode): Company['fileIds'][number] | null {
  const ownerId = textOf(node, 'OwnerID');
  const fileId = textOf(node, 'DataExtValue');
  return textOf(node, 'DataExtName') === 'FileID' && ownerId && fileId ? { ownerId, fileId } : null;
}

const numberOf = (version: string): number => {
  // Editions of other countries used to write CA3.0, UK2.0.
  const [major = 0, minor = 0] = version.replace(/^\D+/, '').split('.').map(Number);
  return major * 1000 + minor;
};

/** The version to write: the newest that both sides know; null if QuickBooks is too old. */
export function versionFor(versions: string[]): string | null {
  const newest = versions
    .filter((version) => numberOf(version) <= numberOf(NEWEST))
    .sort((a, b) => numberOf(a) - numberOf(b))
    .at(-1);
  return newest !== undefined && numberOf(newest) >= numberOf(OLDEST) ? newest.replace(/^\D+/, '') : null;
}

const same = (a: string | null, b: string | null): boolean =>
  a !== null && b !== null && a !== '' && a.trim().toLowerCase() === b.trim().toLowerCase();

/**
 * Whether a company file is the connection's own. The id that the Web Connector keeps in the file decides. Where it is
 * not told, the file must have the path or the company the name of the first visit: one of both may change.
 */
export function isOwnCompany(
  company: Company,
  connection: { ownerId: string; fileId: string; accountId: string | null; accountName: string | null },
): boolean {
  const kept = company.fileIds.find(({ ownerId }) => same(ownerId, connection.ownerId));
  if (kept) return same(kept.fileId, connection.fileId);
  if (connection.accountId === null) return true;
  return same(company.file, connection.accountId) || same(company.name, connection.accountName);
}
