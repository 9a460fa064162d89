import { Box, Flex, Typography, VisuallyHidden } from '@strapi/design-system';
import { Check } from '@strapi/icons';
import { Link, useLocation } from 'react-router-dom';
import { styled } from 'styled-components';
import type { WizardStep } from '../../../../server/src/contracts';
import { useWizardText } from '../../components/review/useWizardText';
import { orderOf, STEPS } from './useWizard';

interface StepTrackerProps {
  step: WizardStep;
  furthest: WizardStep;
  /** How much is left in the present step. */
  left: number | null;
}

/** The steps in order. Those that are reached are links, the present one is `aria-current`. */
export function StepTracker({ step, furthest, left }: StepTrackerProps) {
  const text = useWizardText();
  return (
    <nav aria-label={text('wizard.steps')}>
      <Steps>
        {STEPS.map((name, index) => {
          const current = name === step;
          const reached = index <= orderOf(furthest);
          const done = index < orderOf(furthest) || furthest === 'done';
          return (
            <li key={name} aria-current={current ? 'step' : undefined}>
              <Circle $current={current} $reached={reached} aria-hidden>
                {done && !current ? <Check width="1.2rem" height="1.2rem" /> : index + 1}
              </Circle>
              {reached && !current ? (
                <StepLink step={name}>{text(`wizard.step.${name}`)}</StepLink>
              ) : (
                <Typography fontWeight={current ? 'bold' : 'regular'} textColor={current ? 'primary600' : 'neutral600'}>
                  {text(`wizard.step.${name}`)}
                </Typography>
              )}
              <VisuallyHidden>
                {text(current ? 'wizard.step.isCurrent' : done ? 'wizard.step.isDone' : 'wizard.step.isLater')}
              </VisuallyHidden>
              {current && left ? (
                <Typography variant="pi" textColor="neutral600">
                  {text('wizard.left', { count: left })}
                </Typography>
              ) : null}
              {index < STEPS.length - 1 ? <Line $reached={index < orderOf(furthest)} aria-hidden /> : null}
            </li>
          );
        })}
      </Steps>
    </nav>
  );
}

function StepLink({ step, children }: { step: WizardStep; children: string }) {
  const { pathname, search } = useLocation();
  const mapping = new URLSearchParams(search).get('mapping');
  const query = new URLSearchParams({ step, ...(mapping ? { mapping } : {}) });
  return (
    <Box tag="span">
      <PlainLink to={{ pathname, search: query.toString() }}>{children}</PlainLink>
    </Box>
  );
}

const PlainLink = styled(Link)`
  color: ${({ theme }) => theme.colors.neutral800};
  font-size: ${({ theme }) => theme.fontSizes[2]};
  text-decoration: underline;
  text-underline-offset: 3px;
`;

const Steps = styled.ol`
  display: flex;
  flex-wrap: wrap;
  gap: ${({ theme }) => theme.spaces[3]};
  padding: 0;
  list-style: none;
  li {
    display: flex;
    align-items: center;
    gap: ${({ theme }) => theme.spaces[2]};
    flex: 1 0 auto;
    &:last-child {
      flex: 0 0 auto;
    }
  }
  @media (max-width: 900px) {
    li {
      flex: 0 0 auto;
    }
  }
`;

const Circle = styled(Flex)<{ $current: boolean; $reached: boolean }>`
  flex-shrink: 0;
  justify-content: center;
  width: 2.4rem;
  height: 2.4rem;
  border: 1px solid ${({ theme, $reached }) => ($reached ? theme.colors.primary600 : theme.colors.neutral300)};
  border-radius: 50%;
  background: ${({ theme, $current }) => ($current ? theme.colors.buttonPrimary600 : 'transparent')};
  color: ${({ theme, $current, $reached }) =>
    $current ? theme.colors.buttonNeutral0 : $reached ? theme.colors.primary600 : theme.colors.neutral600};
  font-size: ${({ theme }) => theme.fontSizes[1]};
  font-weight: ${({ theme }) => theme.fontWeights.bold};
`;

const Line = styled.span<{ $reached: boolean }>`
  flex: 1;
  min-width: 1.6rem;
  height: 2px;
  background: ${({ theme, $reached }) => ($reached ? theme.colors.primary600 : theme.colors.neutral200)};
`;
