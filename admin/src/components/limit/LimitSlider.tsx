import { styled } from 'styled-components';
import type { ThresholdPoint } from '../../../../server/src/contracts';
import { usePercent } from '../../hooks/usePercent';
import { nearestPoint, type Scale, stepFrom } from './scale';

const STEPS = 1000;
const PAGE = 10;

interface LimitSliderProps {
  label: string;
  points: readonly ThresholdPoint[];
  scale: Scale;
  value: number;
  disabled: boolean;
  onChange: (threshold: number) => void;
}

/** A slider under the chart, on the same scale. Arrows go from point to point, Page keys by ten, Home and End to the ends. */
export function LimitSlider({ label, points, scale, value, disabled, onChange }: LimitSliderProps) {
  const percent = usePercent();
  const moves: Record<string, number> = {
    ArrowRight: 1,
    ArrowUp: 1,
    ArrowLeft: -1,
    ArrowDown: -1,
    PageUp: PAGE,
    PageDown: -PAGE,
    Home: -points.length,
    End: points.length,
  };
  return (
    <Range
      type="range"
      min={0}
      max={STEPS}
      step={1}
      value={Math.round(scale.place(value) * STEPS)}
      disabled={disabled}
      aria-label={label}
      aria-valuetext={percent(value)}
      onChange={(event) => {
        const point = nearestPoint(points, scale.at(Number(event.target.value) / STEPS));
        if (point) onChange(point.threshold);
      }}
      onKeyDown={(event) => {
        const by = moves[event.key];
        if (by === undefined) return;
        event.preventDefault();
        onChange(stepFrom(points, value, by));
      }}
    />
  );
}

/** Half of the thumb sticks out on either side, so that its middle stands where the chart's line does. */
const Range = styled.input`
  appearance: none;
  display: block;
  width: calc(100% + 1.6rem);
  height: 2.4rem;
  margin: 0 -0.8rem;
  background: transparent;
  cursor: pointer;
  &::-webkit-slider-runnable-track {
    height: 0.4rem;
    border-radius: 2px;
    background: ${({ theme }) => theme.colors.neutral300};
  }
  &::-moz-range-track {
    height: 0.4rem;
    border-radius: 2px;
    background: ${({ theme }) => theme.colors.neutral300};
  }
  &::-webkit-slider-thumb {
    appearance: none;
    width: 1.6rem;
    height: 1.6rem;
    margin-top: -0.6rem;
    border: none;
    border-radius: 50%;
    background: ${({ theme }) => theme.colors.primary600};
  }
  &::-moz-range-thumb {
    width: 1.6rem;
    height: 1.6rem;
    border: none;
    border-radius: 50%;
    background: ${({ theme }) => theme.colors.primary600};
  }
  &:focus-visible {
    outline: 2px solid ${({ theme }) => theme.colors.primary600};
    outline-offset: 2px;
    border-radius: ${({ theme }) => theme.borderRadius};
  }
  &:disabled {
    cursor: not-allowed;
    opacity: 0.6;
  }
`;
