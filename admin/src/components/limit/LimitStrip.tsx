import { Flex, Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import { styled } from 'styled-components';
import type { ThresholdPoint } from '../../../../server/src/contracts';
import { Greatest, Ground } from '../Plot';
import type { Scale } from './scale';

type LineColor = 'primary600' | 'success600' | 'danger600';

export interface Line {
  color: LineColor;
  dashed?: boolean;
  value: (point: ThresholdPoint) => number;
}

/** Of the greatest value, in percent of the strip; above it stands its number. */
const HEIGHT = 68;

interface LimitStripProps {
  title: string;
  /** What it is at the chosen limit, in words. */
  now: React.ReactNode;
  points: readonly ThresholdPoint[];
  scale: Scale;
  lines: Line[];
  chosen: number;
  present: number;
}

/** One quantity over all limits: a line with its greatest value, and both limits. The numbers stand beside it. */
export function LimitStrip({ title, now, points, scale, lines, chosen, present }: LimitStripProps) {
  const intl = useIntl();
  const most = Math.max(...points.flatMap((point) => lines.map((line) => line.value(point))), 0);
  const path = (line: Line) =>
    points
      .map((point, index) => {
        const x = scale.place(point.threshold) * 100;
        const y = 97 - (most === 0 ? 0 : (line.value(point) / most) * HEIGHT);
        return `${index === 0 ? 'M' : 'L'}${x.toFixed(3)} ${y.toFixed(3)}`;
      })
      .join(' ');
  return (
    <Flex direction="column" alignItems="stretch" gap={1}>
      <StripHead title={title} now={now} />
      <Plot aria-hidden>
        <svg viewBox="0 0 100 100" preserveAspectRatio="none">
          {lines.map((line, index) => (
            <Path key={index} d={path(line)} $color={line.color} strokeDasharray={line.dashed ? '5 4' : undefined} />
          ))}
        </svg>
        <Most>{intl.formatNumber(most, { maximumFractionDigits: 1 })}</Most>
        <Limits scale={scale} chosen={chosen} present={present} />
      </Plot>
    </Flex>
  );
}

export function StripHead({ title, now }: Pick<LimitStripProps, 'title' | 'now'>) {
  return (
    <Flex justifyContent="space-between" gap={3} wrap="wrap">
      <Typography variant="pi" fontWeight="bold" textColor="neutral800" tag="h4">
        {title}
      </Typography>
      <Typography variant="pi" textColor="neutral800" style={{ fontVariantNumeric: 'tabular-nums' }}>
        {now}
      </Typography>
    </Flex>
  );
}

/** Where the limit in force and the chosen one stand. */
export function Limits({ scale, chosen, present }: Pick<LimitStripProps, 'scale' | 'chosen' | 'present'>) {
  return (
    <>
      <Present style={{ left: `${scale.place(present) * 100}%` }} />
      <Chosen style={{ left: `${scale.place(chosen) * 100}%` }} />
    </>
  );
}

export const Plot = styled(Ground)`
  height: 7.2rem;
  svg {
    overflow: visible;
  }
`;

const Path = styled.path<{ $color: LineColor }>`
  fill: none;
  stroke: ${({ theme, $color }) => theme.colors[$color]};
  stroke-width: 2;
  stroke-linejoin: round;
  vector-effect: non-scaling-stroke;
`;

export const Most = styled(Greatest)`
  right: 0.4rem;
`;

const Present = styled.div`
  position: absolute;
  top: 0;
  bottom: 0;
  border-left: 2px dashed ${({ theme }) => theme.colors.neutral500};
`;

const Chosen = styled.div`
  position: absolute;
  top: 0;
  bottom: 0;
  border-left: 2px solid ${({ theme }) => theme.colors.primary600};
`;
