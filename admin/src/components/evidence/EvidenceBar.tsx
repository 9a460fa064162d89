import { styled } from 'styled-components';

interface EvidenceBarProps {
  /** In percent of the width. */
  from: number;
  to: number;
  limit: number | null;
  /** The sum of the steps, which is neither for nor against. */
  quiet?: boolean;
}

/**
 * One part of the waterfall, for a table cell with `position: relative`. A picture only: sign, word and number stand
 * beside it.
 */
export function EvidenceBar({ from, to, limit, quiet = false }: EvidenceBarProps) {
  const color = quiet ? 'neutral500' : to >= from ? 'success500' : 'danger500';
  return (
    <span aria-hidden>
      <Track>
        {from === to ? null : (
          <Bar
            $color={color}
            style={{ left: `${Math.min(from, to)}%`, width: `${Math.max(Math.abs(to - from), 0.4)}%` }}
          />
        )}
      </Track>
      {limit === null ? null : (
        <Cell>
          <Limit style={{ left: `${limit}%` }} />
        </Cell>
      )}
    </span>
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

/** The whole height of the table's cell, so that the limits of all rows read as one line. */
const Cell = styled.div`
  position: absolute;
  inset: 0;
`;

const Limit = styled.div`
  position: absolute;
  top: 0;
  bottom: 0;
  border-left: 2px dashed ${({ theme }) => theme.colors.primary600};
`;
