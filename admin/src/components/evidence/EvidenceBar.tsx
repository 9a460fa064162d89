import { styled } from 'styled-components';

interface EvidenceBarProps {
  /** In percent of the width. */
  from: number;
  to: number;
  limit: number | null;
  /** The sum of the steps, which is neither for nor against. */
  quiet?: boolean;
}

/** One part of the waterfall. A picture only: sign, word and number stand beside it. */
export function EvidenceBar({ from, to, limit, quiet = false }: EvidenceBarProps) {
  const color = quiet ? 'neutral500' : to >= from ? 'success500' : 'danger500';
  return (
    <Track aria-hidden>
      {from === to ? null : (
        <Bar
          $color={color}
          style={{ left: `${Math.min(from, to)}%`, width: `${Math.max(Math.abs(to - from), 0.4)}%` }}
        />
      )}
      {limit === null ? null : <Limit style={{ left: `${limit}%` }} />}
    </Track>
  );
}

const Track = styled.div`
  position: relative;
  height: 1.8rem;
  background: ${({ theme }) => theme.colors.neutral100};
`;

const Bar = styled.div<{ $color: 'neutral500' | 'success500' | 'danger500' }>`
  position: absolute;
  top: 0.5rem;
  height: 0.8rem;
  border-radius: 2px;
  background: ${({ theme, $color }) => theme.colors[$color]};
`;

/** Reaches over the gaps between the rows, so that it reads as one line. */
const Limit = styled.div`
  position: absolute;
  top: -0.6rem;
  bottom: -0.6rem;
  border-left: 2px dashed ${({ theme }) => theme.colors.primary600};
`;
