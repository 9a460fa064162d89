import type { AccountFacts, ConnectorContext } from '../contract';
import { isJson, type Json } from '../values';
import { companyOf } from './client';

const part = (source: unknown, name: string): Json => {
  const value = isJson(source) ? source[name] : undefined;
  return isJson(value) ? value : {};
};
const flag = (value: unknown): boolean | null => (typeof value === 'boolean' ? value : null);
const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

/** Country of the company, and the preferences that bear on invoices. */
export const readFacts = async (ctx: ConnectorContext): Promise<AccountFacts> => {
  const company = companyOf(ctx);
  const { CompanyInfo: info } = await company.read(`companyinfo/${ctx.accountId}`);
  const { Preferences: preferences } = await company.read('preferences');
  const currency = part(preferences, 'CurrencyPrefs');
  const tax = part(preferences, 'TaxPrefs');
  return {
    country: text(isJson(info) ? info.Country : undefined),
    homeCurrency: text(part(currency, 'HomeCurrency').value),
    multiCurrency: flag(currency.MultiCurrencyEnabled),
    customNumbers: flag(part(preferences, 'SalesFormsPrefs').CustomTxnNumbers),
    salesTax: flag(tax.UsingSalesTax),
    automatedSalesTax: flag(tax.PartnerTaxEnabled),
  };
};
