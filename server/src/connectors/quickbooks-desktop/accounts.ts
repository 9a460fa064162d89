import type { AccountFacts, ConnectorContext, LedgerAccount } from '../contract';
import { ConnectorError } from '../errors';
import type { Answer } from './answers';
import { ACCOUNTS, answerOf, queueOf } from './list';
import { textOf, type Element } from './xml';
import { sentence } from '../../utils/sentence';

/** Types of accounts that items are sold from or kept in. */
const kinds: Record<string, LedgerAccount['kind']> = {
  Income: 'income',
  OtherIncome: 'income',
  CostOfGoodsSold: 'cost',
  OtherCurrentAsset: 'asset',
};
/** What QuickBooks itself takes for items, once it has made these accounts. */
const usual: ReadonlySet<string> = new Set(['CostOfGoodsSold', 'InventoryAssets']);
const members = ['ListID', 'Name', 'FullName', 'AccountType', 'SpecialAccountType'];

/** Accounts that new items may name; QuickBooks gives them without pages. No balances leave it. */
export const accountQuery = (): Element => [
  'AccountQueryRq',
  [
    ['ActiveStatus', 'ActiveOnly'],
    ...Object.keys(kinds).map((type): Element => ['AccountType', type]),
    ...members.map((name): Element => ['IncludeRetElement', name]),
  ],
];

export const readAccounts = ({ records }: Answer): LedgerAccount[] =>
  records.flatMap(({ node }) => {
    const id = textOf(node, 'ListID');
    const name = textOf(node, 'FullName') ?? textOf(node, 'Name');
    const kind = kinds[textOf(node, 'AccountType') ?? ''];
    if (id === undefined || name === undefined || kind === undefined) return [];
    return [{ id, name, kind, usual: usual.has(textOf(node, 'SpecialAccountType') ?? '') }];
  });

/** What a complete sync brought beside the lists. */
export async function facts(ctx: ConnectorContext): Promise<AccountFacts> {
  const found = await answerOf(queueOf(ctx), ACCOUNTS);
  if (!found)
    throw new ConnectorError('unavailable', sentence('qbd.noAccounts', 'QuickBooks has not told its accounts.'));
  return {
    country: null,
    homeCurrency: null,
    multiCurrency: null,
    customNumbers: null,
    salesTax: null,
    automatedSalesTax: null,
    ledgerAccounts: found.answer as LedgerAccount[],
  };
}
