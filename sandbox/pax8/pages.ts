import type { Row } from './partner';

const escape = (value: unknown): string => String(value).replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);

/** A company as the vendor's application would show it, so that links of the panel lead somewhere. */
export const companyPage = (company: Row): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${escape(company.name)}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 34rem; margin: 3rem auto; padding: 0 1rem; }
.note { border-left: 4px solid #888; padding-left: .75rem; } pre { overflow: auto; }
</style></head><body>
<p class="note">Pax8 stand-in: nothing here is real.</p>
<h1>${escape(company.name)}</h1><pre>${escape(JSON.stringify(company, null, 2))}</pre></body></html>`;
