import { Flex, Typography } from '@strapi/design-system';
import { WarningCircle } from '@strapi/icons';
import type { Veto } from '../../../../server/src/contracts';
import { useVetoText } from './useVetoText';

/** What forbids that a pair is linked by itself, in words, with the values that contradict. */
export function Vetoes({ vetoes }: { vetoes: readonly Veto[] }) {
  const vetoText = useVetoText();
  if (vetoes.length === 0) return null;
  return (
    <Flex tag="ul" direction="column" alignItems="stretch" gap={1}>
      {vetoes.map((veto) => (
        <Flex tag="li" gap={2} key={`${veto.kind} ${veto.what} ${veto.left}`} alignItems="flex-start">
          <WarningCircle fill="danger600" width="1.4rem" height="1.4rem" aria-hidden style={{ flexShrink: 0 }} />
          <Typography variant="pi" textColor="neutral800">
            {vetoText(veto)}
          </Typography>
        </Flex>
      ))}
    </Flex>
  );
}
