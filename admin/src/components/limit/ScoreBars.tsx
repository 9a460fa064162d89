import { Flex } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import { styled } from 'styled-components';
import type { ThresholdPoint } from '../../../../server/src/contracts';
import { Limits, Most, Plot, StripHead } from './LimitStrip';
import { type Scale, scoreBars } from './scale';

interface ScoreBarsProps {
  title: string;
  now: React.ReactNode;
  points: readonly ThresholdPoint[];
  scale: Scale;
  chosen: number;
  present: number;
}

/** How the scores of the best candidates are distributed; what is under the chosen limit is drawn pale. */
export function ScoreBars({ title, now, points, scale, chosen, present }: ScoreBarsProps) {
  const intl = useIntl();
  const bars = scoreBars(points, scale);
  const most = Math.max(...bars.map(({ count }) => count), 0);
  const height = (count: number) => (most === 0 ? 0 : (count / most) * 68);
  const limit = scale.place(chosen) * 100;
  return (
    <Flex direction="column" alignItems="stretch" gap={1}>
      <StripHead title={title} now={now} />
      <Plot aria-hidden>
        <svg viewBox="0 0 100 100" preserveAspectRatio="none">
          {bars.map(({ from, to, count }) => (
            <Bar
              key={from}
              $over={from * 100 >= limit - 1e-6}
              x={from * 100 + 0.2}
              width={Math.max(0, (to - from) * 100 - 0.4)}
              y={100 - height(count)}
              height={height(count)}
            />
          ))}
        </svg>
        <Most>{intl.formatNumber(most)}</Most>
        <Limits scale={scale} chosen={chosen} present={present} />
      </Plot>
    </Flex>
  );
}

const Bar = styled.rect<{ $over: boolean }>`
  fill: ${({ theme, $over }) => ($over ? theme.colors.primary600 : theme.colors.neutral500)};
`;
