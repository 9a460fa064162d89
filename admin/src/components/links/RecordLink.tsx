import { Link } from '@strapi/design-system';
import type * as React from 'react';
import { NavLink } from 'react-router-dom';

/** Path of an entry in the Content Manager, below the admin's own base path. */
export function contentManagerPath(record: { contentType: string; id: string; locale: string }): string {
  const locale = record.locale === '' ? '' : `?plugins[i18n][locale]=${encodeURIComponent(record.locale)}`;
  return `/content-manager/collection-types/${record.contentType}/${encodeURIComponent(record.id)}${locale}`;
}

/** Link to a page of the panel (a path) or of a vendor (an absolute URL, in a new tab). Other schemes are shown as text. */
export function RecordLink({ to, label, children }: { to: string; label?: string; children: React.ReactNode }) {
  if (to.startsWith('/')) {
    return (
      <Link tag={NavLink} to={to.replace(/^\/admin(?=\/)/, '')} aria-label={label}>
        {children}
      </Link>
    );
  }
  if (/^https?:\/\//.test(to)) {
    return (
      <Link href={to} isExternal aria-label={label}>
        {children}
      </Link>
    );
  }
  return <>{children}</>;
}
