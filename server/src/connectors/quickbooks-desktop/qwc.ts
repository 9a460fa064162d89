import { randomUUID } from 'node:crypto';
import { renderXml } from './xml';

/** As the Web Connector writes ids of applications and files. */
export const newGuid = (): string => `{${randomUUID().toUpperCase()}}`;

/** How often the Web Connector looks for work by itself, once its user has ticked Auto-Run. */
const RUN_EVERY_MINUTES = 5;
/** The Web Connector cuts longer names of applications off. */
const LONGEST_DESCRIPTION = 80;

export interface QwcFile {
  /** Name of the application in the Web Connector's list and in QuickBooks. */
  name: string;
  url: string;
  userName: string;
  /** Stable: with others the Web Connector takes it for another application, or for another company. */
  ownerId: string;
  fileId: string;
}

/** The file that adds the service to a Web Connector. It holds no password: its user types that there, once. */
export const writeQwc = ({ name, url, userName, ownerId, fileId }: QwcFile): string =>
  '<?xml version="1.0"?>\n' +
  renderXml([
    'QBWCXML',
    [
      ['AppName', name],
      ['AppID', []],
      ['AppURL', url],
      ['AppDescription', `Reads lists of this company and creates invoices for ${name}`.slice(0, LONGEST_DESCRIPTION)],
      // Must be on the host of AppURL and answer, or the Web Connector refuses the file.
      ['AppSupport', url],
      ['UserName', userName],
      ['OwnerID', ownerId],
      ['FileID', fileId],
      ['QBType', 'QBFS'],
      ['Style', 'Document'],
      // Simple Start, Pro, Premier, Enterprise.
      ['AuthFlags', '0xF'],
      ['Scheduler', [['RunEveryNMinutes', String(RUN_EVERY_MINUTES)]]],
      ['IsReadOnly', 'false'],
    ],
  ]);
