import type { Core } from '@strapi/strapi';
import type { ConnectionRow } from '../connections/repository';
import { findConnections, updateConnection } from '../connections/repository';
import { secretsOf } from '../connections/secrets';
import { isOwnCompany, readCompany, versionFor, type Company } from '../connectors/quickbooks-desktop/company';
import type { SoapCall } from '../connectors/quickbooks-desktop/soap';
import { databaseOf, inTransaction, toText } from '../utils/database';
import { type Said, sentence } from '../utils/sentence';
import { blockAfter, newTicket, sameText } from './login';
import { findSession, nextRequest, saveSession, takeBack } from './repository';

/** Answers of `authenticate` in the place of a company file: log in failed, nothing to do, whichever file is open. */
const WRONG_LOGIN = 'nvu';
const NO_WORK = 'none';
const OPEN_FILE = '';

/**
 * Opens a session: the first word is its ticket, the second the company file to open. It ends the one before, which
 * must have been lost, and takes back what that had not answered.
 */
export async function openSession(strapi: Core.Strapi, connection: ConnectionRow, call: SoapCall): Promise<string[]> {
  const db = databaseOf(strapi);
  const now = new Date();
  const session = await findSession(db, connection.id);
  if (session?.blockedUntil && new Date(session.blockedUntil) > now) return ['', WRONG_LOGIN];
  const secrets = await secretsOf(strapi, connection.id, AbortSignal.timeout(5_000)).read();
  const rightUser = sameText(call.argument('strUserName'), toText(connection.settings.userName));
  const rightPassword = sameText(call.argument('strPassword'), secrets.password ?? '');
  if (!rightUser || !rightPassword || !secrets.password) {
    const failures = (session?.failedLogins ?? 0) + 1;
    strapi.log.warn(
      `crosswalk: wrong user name or password of a Web Connector at ${connection.name} (${failures} in a row)`,
    );
    await saveSession(db, connection.id, {
      failedLogins: failures,
      blockedUntil: new Date(now.getTime() + blockAfter(failures)),
    });
    return ['', WRONG_LOGIN];
  }
  const { ticket, hash } = newTicket();
  const work = await inTransaction(strapi, async (trx) => {
    await takeBack(trx, connection.id);
    const next = await nextRequest(trx, connection.id);
    await saveSession(trx, connection.id, {
      ticketHash: hash,
      openedAt: now,
      lastCallAt: now,
      closedAt: null,
      version: null,
      problem: null,
      answered: 0,
      openFileTried: false,
      failedLogins: 0,
      blockedUntil: null,
    });
    return next !== null;
  });
  return [ticket, work ? (connection.accountId ?? OPEN_FILE) : NO_WORK];
}

/**
 * Looks at the company file that is open, at a session's first request. Answers with the version of qbXML to write, or
 * with the words why nothing must be sent to it.
 */
export async function meetCompany(
  strapi: Core.Strapi,
  connection: ConnectionRow,
  call: SoapCall,
): Promise<{ version: string } | { problem: Said }> {
  const company = readCompany(call.argument('strHCPResponse'), {
    file: call.argument('strCompanyFileName'),
    majorVersion: call.argument('qbXMLMajorVers'),
    minorVersion: call.argument('qbXMLMinorVers'),
  });
  const version = versionFor(company.versions);
  if (version === null)
    return {
      problem: sentence(
        'webConnector.tooOld',
        '{product} is too old: it knows qbXML up to {version}, and 13.0 (QuickBooks 2014) is needed.',
        {
          product: company.product ?? sentence('webConnector.thisQuickBooks', 'This QuickBooks'),
          version: company.versions.at(-1) ?? '',
        },
      ),
    };
  const problem = await refusalOf(strapi, connection, company);
  if (problem !== null) return { problem };
  const db = databaseOf(strapi);
  await saveSession(db, connection.id, { product: company.product });
  if (company.file !== connection.accountId || company.name !== connection.accountName)
    await updateConnection(db, connection.id, {
      accountId: company.file || connection.accountId,
      accountName: company.name ?? connection.accountName,
    });
  return { version };
}

async function refusalOf(strapi: Core.Strapi, connection: ConnectionRow, company: Company): Promise<Said | null> {
  const named = [company.name, company.file].filter(Boolean).join(', ');
  const { accountId, accountName } = connection;
  const ids = { ownerId: toText(connection.settings.ownerId), fileId: toText(connection.settings.fileId) };
  if (!isOwnCompany(company, { ...ids, accountId, accountName }))
    return sentence(
      'webConnector.otherFile',
      'Another company file is open: {open}. {connection} belongs to {own}. Open that file in QuickBooks and press Update Selected again; for the other company, add a connection of its own.',
      { open: named, connection: connection.name, own: [accountName, accountId].filter(Boolean).join(', ') },
    );
  if (accountId !== null || company.file === '') return null;
  const other = (await findConnections(databaseOf(strapi))).find(
    (row) =>
      row.id !== connection.id &&
      row.connector === connection.connector &&
      row.accountId?.toLowerCase() === company.file.toLowerCase(),
  );
  return other
    ? sentence(
        'webConnector.fileTaken',
        'The company file {file} is connected already, as {connection}. Use that connection.',
        { file: named, connection: other.name },
      )
    : null;
}
