import { createClientAsync, type Client } from 'soap';
import type { CompanyFile } from './company';
import { introduction, openProcessor, readQwc, type RequestFault } from './processor';

export interface WebConnectorOptions {
  /** Content of the .qwc file. */
  qwc: string;
  password: string;
  /** The company file that QuickBooks has open. */
  company: CompanyFile;
  /** WSDL to build the client from: a file or an address; the service's own if absent. */
  wsdl?: string;
  /** The service's address where the test's differs from that of the .qwc file. */
  url?: string;
  /** Told of each request that was handed out. */
  onRequest?: (qbxml: string) => void;
  /** Awaited after each answer that was delivered; `count` of this visit. */
  afterAnswer?: (count: number) => Promise<void>;
}
/** Ends a visit early: the computer is switched off before or after QuickBooks is asked, before it says so. */
export interface VisitFault {
  /** After so many answers were delivered. */
  after: number;
  when: 'before QuickBooks' | 'before the answer';
}
export interface Visit {
  outcome: 'done' | 'no work' | 'wrong login' | 'stopped' | 'cut';
  /** Company file that the service asked for. */
  asked: string;
  requests: string[];
  percents: number[];
  /** What getLastError and closeConnection said. */
  said: string[];
}

/** The Web Connector with one application: logs in, fetches requests, has QuickBooks carry them out, brings the answers. */
export class WebConnector {
  readonly faults: RequestFault[] = [];
  private client: Client | undefined;

  constructor(private readonly options: WebConnectorOptions) {
    const { ownerId, fileId } = readQwc(options.qwc);
    // What adding a .qwc file does to a company file that has none of this owner yet.
    if (!options.company.fileIds.has(ownerId)) options.company.fileIds.set(ownerId, fileId);
  }

  /** Changes what it was set up with. */
  set(options: Partial<WebConnectorOptions>): void {
    Object.assign(this.options, options);
    this.client = undefined;
  }

  /** Calls one method; answers with its result. */
  async call(method: string, parameters: Record<string, string | number>): Promise<unknown> {
    const url = this.options.url ?? readQwc(this.options.qwc).url;
    this.client ??= await createClientAsync(this.options.wsdl ?? `${url}?wsdl`, { endpoint: url });
    const act = this.client[`${method}Async`] as (input: object) => Promise<[Record<string, unknown> | null]>;
    const [result] = await act.call(this.client, parameters);
    return result?.[`${method}Result`] ?? '';
  }

  /** One visit, as Update Selected starts it. */
  async visit(fault?: VisitFault): Promise<Visit> {
    const { company, password, qwc } = this.options;
    const visit: Visit = { outcome: 'done', asked: '', requests: [], percents: [], said: [] };
    await this.call('serverVersion', {});
    await this.call('clientVersion', { strVersion: '2.3.0.207' });
    const login = (await this.call('authenticate', {
      strUserName: readQwc(qwc).userName,
      strPassword: password,
    })) as { string?: Array<string | null> };
    const [ticket, second] = (login.string ?? []).map((value) => (typeof value === 'string' ? value : ''));
    visit.asked = second ?? '';
    if (visit.asked === 'nvu') return { ...visit, outcome: 'wrong login' };
    const close = async (outcome: Visit['outcome']): Promise<Visit> => {
      visit.said.push(String(await this.call('closeConnection', { ticket: ticket ?? '' })));
      return { ...visit, outcome };
    };
    const giveUp = async () => {
      visit.said.push(String(await this.call('getLastError', { ticket: ticket ?? '' })));
      return close('stopped');
    };
    if (visit.asked === 'none') return close('no work');

    // QuickBooks has one file open; another path than its own cannot be opened beside it.
    let path = visit.asked;
    while (path !== '' && path.toLowerCase() !== company.file.toLowerCase()) {
      path = String(
        await this.call('connectionError', {
          ticket: ticket ?? '',
          hresult: '0x8004040A',
          message: 'QuickBooks company data file is already open and is different from the one requested.',
        }),
      );
      if (path === 'done') return close('stopped');
    }

    const [major, minor] = company.version.split('.').map(Number);
    const ask = openProcessor(company, this.faults);
    for (let first = true; ; first = false) {
      const request = String(
        await this.call('sendRequestXML', {
          ticket: ticket ?? '',
          strHCPResponse: first ? introduction(company) : '',
          strCompanyFileName: company.file,
          qbXMLCountry: 'US',
          qbXMLMajorVers: major ?? 0,
          qbXMLMinorVers: minor ?? 0,
        }),
      );
      if (request === '') return giveUp();
      visit.requests.push(request);
      this.options.onRequest?.(request);
      const isCut = fault !== undefined && visit.percents.length >= fault.after;
      if (isCut && fault.when === 'before QuickBooks') return { ...visit, outcome: 'cut' };
      const processed = ask(request);
      if (isCut) return { ...visit, outcome: 'cut' };
      const percent = Number(
        await this.call('receiveResponseXML', {
          ticket: ticket ?? '',
          response: 'response' in processed ? processed.response : '',
          hresult: 'hresult' in processed ? processed.hresult : '',
          message: 'message' in processed ? processed.message : '',
        }),
      );
      visit.percents.push(percent);
      await this.options.afterAnswer?.(visit.percents.length);
      if (percent < 0) return giveUp();
      if (percent >= 100) return close('done');
    }
  }
}
