import { Flex, Tooltip, VisuallyHidden } from '@strapi/design-system';
import { styled } from 'styled-components';
import type { FieldEvidence } from '../../../../server/src/contracts';
import { useWizardText } from './useWizardText';

export type VerdictKind = FieldEvidence['verdict'];

const SIGN: Record<VerdictKind, string> = { same: '=', close: '≈', different: '≠', missing: '–' };
const COLOR = { same: 'success600', close: 'neutral800', different: 'danger600', missing: 'neutral600' } as const;

/** How two values compare, as one sign. Say it in words beside it, or use `Verdict`. */
export function VerdictSign({ verdict }: { verdict: VerdictKind }) {
  return (
    <Sign aria-hidden $color={COLOR[verdict]}>
      {SIGN[verdict]}
    </Sign>
  );
}

/** The sign in a circle, with its meaning as tooltip and for screen readers. */
export function Verdict({ verdict }: { verdict: VerdictKind }) {
  const text = useWizardText();
  const meaning = text(`wizard.verdict.${verdict}`);
  return (
    <Tooltip description={meaning}>
      <Flex
        tag="span"
        display="inline-flex"
        justifyContent="center"
        width="2.4rem"
        height="2.4rem"
        borderRadius="50%"
        background="neutral150"
      >
        <VerdictSign verdict={verdict} />
        <VisuallyHidden>{meaning}</VisuallyHidden>
      </Flex>
    </Tooltip>
  );
}

const Sign = styled.span<{ $color: (typeof COLOR)[VerdictKind] }>`
  color: ${({ theme, $color }) => theme.colors[$color]};
  font-weight: ${({ theme }) => theme.fontWeights.bold};
  font-size: ${({ theme }) => theme.fontSizes[2]};
`;
