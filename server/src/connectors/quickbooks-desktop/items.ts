import type { RoleValues } from '../../contracts/common';
import type { WriteChoice } from '../../contracts/writes';
import type { ConnectorContext, LedgerAccount, ValueConflict, WriteField, WriteForm } from '../contract';
import { ConnectorError } from '../errors';
import { itemAdd, type ItemInput } from './adds';
import type { Element } from './xml';
import { sentence } from '../../utils/sentence';

/** Lengths are those of the vendor's schema, qbxmlops160.xsd; see adds.ts, which holds them once more. */
const fields: WriteField[] = [
  {
    role: 'name',
    label: 'Item name/number',
    required: true,
    maxLength: 31,
    forbidden: { pattern: /[:\t\r\n]/g, words: sentence('writing.colons', 'colons, tabs and line breaks') },
  },
  { role: 'sku', label: "Manufacturer's part number", maxLength: 31 },
  { role: 'description', label: 'Description', maxLength: 4095 },
  {
    role: 'price',
    label: 'Price',
    decimals: 5,
    format: {
      pattern: /^-?\d{1,10}(\.\d+)?$/,
      words: sentence('writing.tenDigits', 'a number of at most 10 digits before the point'),
    },
  },
];

const types = [
  { value: 'Service', label: 'Service' },
  { value: 'NonInventory', label: 'Product, stock not tracked' },
];
/** Begins with nothing in stock. */
const stocked = { value: 'Inventory', label: 'Product with stock in QuickBooks' };

/** What items take, and the accounts of the company file that they need. */
export function itemForm({ facts }: ConnectorContext): WriteForm {
  const accounts = facts?.ledgerAccounts ?? [];
  const of = (kind: LedgerAccount['kind']) => accounts.filter((account) => account.kind === kind);
  const [income, cost, asset] = [of('income'), of('cost'), of('asset')];
  if (income.length === 0)
    throw new ConnectorError(
      'rejected',
      facts?.ledgerAccounts
        ? sentence(
            'qbd.noIncomeAccount',
            'The company file has no active income account, which every item needs. Make one in QuickBooks, then start a full sync.',
          )
        : sentence(
            'qbd.accountsUnknown',
            'The accounts of the company file are not known yet, and every item needs one. Start a full sync, and let the Web Connector visit.',
          ),
    );
  const canStock = cost.length > 0 && asset.length > 0;
  return {
    fields,
    choices: [
      {
        name: 'type',
        label: 'Type of the new items',
        value: 'Service',
        options: canStock ? [...types, stocked] : types,
      },
      accountChoice('incomeAccount', 'Income account', income),
      ...(canStock
        ? [
            accountChoice('cogsAccount', 'Cost of goods account (products with stock only)', cost),
            accountChoice('assetAccount', 'Asset account (products with stock only)', asset),
          ]
        : []),
    ],
  };
}

/** The one that QuickBooks itself takes is proposed, and the only one; else somebody chooses. */
function accountChoice(name: string, label: string, accounts: LedgerAccount[]): WriteChoice {
  const proposed = accounts.find(({ usual }) => usual) ?? (accounts.length === 1 ? accounts[0] : undefined);
  return {
    name,
    label,
    value: proposed?.id ?? null,
    options: accounts.map((account) => ({ value: account.id, label: account.name })),
  };
}

/** A service has no part number in QuickBooks. */
export const itemConflicts = (values: RoleValues, choices: Record<string, string>): ValueConflict[] =>
  choices.type === 'Service' && values.sku
    ? [
        {
          role: 'sku',
          ...sentence(
            'qbd.serviceNoPart',
            "A service has no manufacturer's part number in QuickBooks. Choose a product, or leave it out.",
          ),
        },
      ]
    : [];

/** The request that creates the item. @throws FieldError where QuickBooks would refuse or cut a value */
export function itemRequest(values: RoleValues, choices: Record<string, string>): Element {
  const type = (choices.type ?? 'Service') as ItemInput['type'];
  return itemAdd({
    type,
    Name: values.name ?? '',
    incomeAccountId: choices.incomeAccount ?? '',
    ...(values.sku ? { ManufacturerPartNumber: values.sku } : {}),
    ...(values.description ? { description: values.description } : {}),
    ...(values.price ? { price: values.price } : {}),
    ...(type === 'Inventory'
      ? { cogsAccountId: choices.cogsAccount ?? '', assetAccountId: choices.assetAccount ?? '' }
      : {}),
  });
}
