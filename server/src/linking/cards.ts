import type { Core } from '@strapi/strapi';
import type { FieldRole, RecordCard } from '../contracts/common';
import type { ConnectionRow } from '../connections/repository';
import type { ExternalRecordRow } from '../sync/external-records';
import { getService } from '../utils/services';
import type { LocalRecordRow } from './local-records';

const adminPath = (strapi: Core.Strapi): string => String(strapi.config.get('admin.path', '/admin')).replace(/\/$/, '');

/** The values that tell a record apart for a person, after its name. */
const telling: FieldRole[] = ['sku', 'city', 'region', 'email', 'phone', 'price', 'parent', 'description'];
const detailOf = (roles: RecordCard['roles']): string =>
  telling
    .flatMap((role) => roles[role] ?? [])
    .slice(0, 3)
    .join(' · ')
    .slice(0, 160);

/** A local record; where its row is gone, what the link still knows of it. */
export function localCard(
  strapi: Core.Strapi,
  contentType: string,
  record: LocalRecordRow | undefined,
  fallback: { localId: string; locale: string; label: string },
): RecordCard {
  const { localId, locale } = record ?? fallback;
  return {
    id: localId,
    locale,
    label: record?.label ?? fallback.label,
    detail: record ? detailOf(record.roles) : '',
    roles: record?.roles ?? {},
    active: record !== undefined,
    url: `${adminPath(strapi)}/content-manager/collection-types/${contentType}/${localId}${locale ? `?plugins[i18n][locale]=${locale}` : ''}`,
  };
}

/** An external record with the page that shows it at the vendor. */
export function externalCard(
  strapi: Core.Strapi,
  connection: ConnectionRow,
  recordType: string,
  record: ExternalRecordRow | undefined,
  fallback: { externalId: string; label: string },
): RecordCard {
  const connectors = getService(strapi, 'connectors');
  const externalId = record?.externalId ?? fallback.externalId;
  const connector = connectors.get(connection.connector);
  const context = { options: connectors.options(connection.connector), accountId: connection.accountId ?? '' };
  return {
    id: externalId,
    locale: '',
    label: record?.label ?? fallback.label,
    detail: record ? detailOf(record.roles) : '',
    roles: record?.roles ?? {},
    active: record ? record.active && !record.deleted : false,
    url: connector.recordUrl?.(context, recordType, externalId) ?? null,
  };
}
