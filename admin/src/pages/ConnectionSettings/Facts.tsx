import { Flex, Typography } from '@strapi/design-system';
import type { Connection } from '../../../../server/src/contracts';
import { type TextKey, useText } from '../../hooks/useText';

/** What the account is set to, as far as it bears on links and invoices. */
export function Facts({ connection: { facts, accountName } }: { connection: Connection }) {
  const t = useText();
  if (!facts) return null;
  const words = (key: 'multiCurrency' | 'customNumbers' | 'salesTax' | 'automatedSalesTax'): string[] => {
    const value = facts[key];
    return value === null ? [] : [t(`facts.${key}.${value ? 'on' : 'off'}` satisfies TextKey)];
  };
  const said = [
    ...(facts.country ? [facts.country] : []),
    ...(facts.homeCurrency ? [t('facts.currency', { currency: facts.homeCurrency })] : []),
    ...words('multiCurrency'),
    ...words('customNumbers'),
    ...(facts.salesTax ? words('automatedSalesTax') : words('salesTax')),
  ];
  return (
    <Flex direction="column" alignItems="stretch" gap={1}>
      {accountName ? (
        <Typography fontWeight="bold" tag="p">
          {accountName}
        </Typography>
      ) : null}
      <Typography variant="pi" textColor="neutral600" tag="p">
        {said.join(' · ')}
      </Typography>
    </Flex>
  );
}
