import type { Row } from './query';

const escape = (value: unknown): string => String(value).replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);

const page = (title: string, body: string): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${escape(title)}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 34rem; margin: 3rem auto; padding: 0 1rem; }
.note { border-left: 4px solid #888; padding-left: .75rem; }
button { font: inherit; padding: .5rem 1.25rem; margin-right: .5rem; cursor: pointer; }
table { border-collapse: collapse; width: 100%; } td, th { text-align: left; padding: .3rem .5rem; border-bottom: 1px solid #8886; }
.number { text-align: right; } pre { overflow: auto; }
</style></head><body>
<p class="note">QuickBooks Online stand-in: nothing here is real.</p>
${body}</body></html>`;

/** The page on which a person lets the application in, or does not. */
export const authorizePage = (
  companies: { realmId: string; name: string }[],
  request: { clientId: string; redirectUri: string; state: string },
): string => {
  const hidden = Object.entries(request)
    .map(([name, value]) => `<input type="hidden" name="${name}" value="${escape(value)}">`)
    .join('');
  const choice =
    companies.length === 1
      ? `<p>Company: <strong>${escape(companies[0]?.name)}</strong></p>
<input type="hidden" name="realmId" value="${escape(companies[0]?.realmId)}">`
      : `<p><label>Company: <select name="realmId">${companies
          .map(({ realmId, name }) => `<option value="${escape(realmId)}">${escape(name)}</option>`)
          .join('')}</select></label></p>`;
  return page(
    'Connect to QuickBooks',
    `<h1>Connect to QuickBooks</h1>
<p>Crosswalk asks for access to customers, vendors, items and invoices of your company.</p>
<form method="post" action="/connect/oauth2">${hidden}${choice}
<button type="submit" name="decision" value="connect">Connect</button>
<button type="submit" name="decision" value="cancel">Cancel</button></form>`,
  );
};

export const messagePage = (title: string, message: string): string =>
  page(title, `<h1>${escape(title)}</h1><p>${escape(message)}</p>`);

/** A record as its owner would see it: lines of an invoice as a table, everything else as the vendor's JSON. */
export const recordPage = (company: string, entity: string, row: Row): string => {
  const title = `${entity} ${String(row.DocNumber ?? row.DisplayName ?? row.Name ?? row.Id)}`;
  const lines = (Array.isArray(row.Line) ? (row.Line as Row[]) : []).map((line) => {
    const detail = (line.SalesItemLineDetail ?? {}) as Row;
    const item = (detail.ItemRef ?? {}) as Row;
    const cells = [item.name ?? 'Subtotal', line.Description ?? '', detail.Qty ?? '', detail.UnitPrice ?? ''];
    return `<tr>${cells.map((cell) => `<td>${escape(cell)}</td>`).join('')}<td class="number">${escape(Number(line.Amount).toFixed(2))}</td></tr>`;
  });
  const customer = row.CustomerRef as Row | undefined;
  const table =
    lines.length === 0
      ? ''
      : `<p>For <strong>${escape(customer?.name)}</strong>, ${escape(row.TxnDate)}</p>
<table><tr><th>Item</th><th>Description</th><th>Qty</th><th>Price</th><th class="number">Amount</th></tr>${lines.join('')}</table>
<p>Total: <strong>${escape(Number(row.TotalAmt).toFixed(2))} ${escape((row.CurrencyRef as Row | undefined)?.value ?? '')}</strong></p>`;
  return page(
    title,
    `<h1>${escape(title)}</h1><p>${escape(company)}</p>${table}<details${lines.length === 0 ? ' open' : ''}><summary>JSON</summary><pre>${escape(JSON.stringify(row, null, 2))}</pre></details>`,
  );
};
