import type { CompanyFile } from './company';
import { parse, text, write } from './qbxml';
import { carryOut, type Iterators } from './requests';

/** What QuickBooks gives the Web Connector: an answer, or an error of its own. */
export type Processed = { response: string } | { hresult: string; message: string };

/** Next requests of a name, e.g. `CustomerQueryRq`, fare so; each fault is met once. */
export type RequestFault =
  | { request: string; kind: 'hresult'; hresult: string; message: string }
  | { request: string; kind: 'status'; code: number; message: string }
  /** QuickBooks does it, and what it says does not get through. */
  | { request: string; kind: 'garbled' };

const notParsed = {
  hresult: '0x80040400',
  message: 'QuickBooks found an error when parsing the provided XML text stream.',
};

/** QuickBooks with one company file open, for one session: iterators end with it. */
export function openProcessor(company: CompanyFile, faults: RequestFault[]) {
  const iterators: Iterators = new Map();

  return (qbxml: string): Processed => {
    if (!/<\?qbxml version="\d+\.\d+"\?>/.test(qbxml)) return notParsed;
    let set;
    try {
      set = parse(qbxml)
        .find(({ name }) => name === 'QBXML')
        ?.children.find(({ name }) => name === 'QBXMLMsgsRq');
    } catch {
      return notParsed;
    }
    if (!set?.attributes.onError) return notParsed;
    const id = set.attributes.newMessageSetID;
    if (id && id.length > 24) return { response: answer('', { messageSetStatusCode: '9004' }) };
    const kept = id ? company.kept.get(id) : undefined;
    if (kept)
      return { response: kept.request === qbxml ? kept.response : answer('', { messageSetStatusCode: '9001' }) };

    let content = '';
    let garbled = false;
    for (const request of set.children) {
      const index = faults.findIndex((candidate) => candidate.request === request.name);
      const [fault] = index < 0 ? [] : faults.splice(index, 1);
      if (fault?.kind === 'hresult') return { hresult: fault.hresult, message: fault.message };
      if (fault?.kind === 'garbled') garbled = true;
      content += carryOut(
        company,
        request,
        iterators,
        fault?.kind === 'status'
          ? { code: fault.code, severity: fault.code >= 1000 ? 'Error' : 'Warn', message: fault.message }
          : undefined,
      );
    }
    const response = answer(content, id ? { messageSetStatusCode: '0', newMessageSetID: id } : {});
    if (id) company.kept.set(id, { request: qbxml, response });
    return garbled ? { response: response.slice(0, response.length / 2) } : { response };
  };
}

const answer = (content: string, attributes: Record<string, string>): string =>
  `<?xml version="1.0" ?>\n<QBXML>\n<QBXMLMsgsRs${Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${value}"`)
    .join('')}>${content}</QBXMLMsgsRs>\n</QBXML>\n`;

/** What the Web Connector tells of QuickBooks and its company file with a session's first request. */
export function introduction(company: CompanyFile): string {
  const versions = ['1.0', '2.0', '5.0', '8.0', '12.0', '13.0', '14.0', '15.0', '16.0'].filter(
    (version) => Number(version) <= Number(company.version),
  );
  const host =
    `<ProductName>${company.product}</ProductName><MajorVersion>34</MajorVersion><MinorVersion>0</MinorVersion><Country>US</Country>` +
    versions.map((version) => `<SupportedQBXMLVersion>${version}</SupportedQBXMLVersion>`).join('');
  const ids = [...company.fileIds].map(([OwnerID, DataExtValue]) => ({
    OwnerID,
    DataExtName: 'FileID',
    DataExtType: 'STR255TYPE',
    DataExtValue,
  }));
  const ofCompany = write({ IsSampleCompany: 'false', CompanyName: company.name, DataExtRet: ids });
  const good = 'statusCode="0" statusSeverity="Info" statusMessage="Status OK"';
  return (
    '<?xml version="1.0" ?><QBXML><QBXMLMsgsRs>' +
    `<HostQueryRs requestID="0" ${good}><HostRet>${host}</HostRet></HostQueryRs>` +
    `<CompanyQueryRs requestID="1" ${good}><CompanyRet>${ofCompany}</CompanyRet></CompanyQueryRs>` +
    '</QBXMLMsgsRs></QBXML>'
  );
}

/** The ids and the address in a .qwc file. */
export function readQwc(file: string) {
  const root = parse(file).find(({ name }) => name === 'QBWCXML');
  const of = (name: string) => text(root, name) ?? '';
  return {
    url: of('AppURL'),
    support: of('AppSupport'),
    userName: of('UserName'),
    ownerId: of('OwnerID'),
    fileId: of('FileID'),
  };
}
