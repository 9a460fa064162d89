import { styled } from 'styled-components';

interface EvidenceBarProps {
  /** In percent of the width. */
  from: number;
  to: number;
  limit: number | null;
}

/** One field's part of the waterfall. A picture only: sign, word and number stand beside it. */
export function EvidenceBar({ from, to, limit }: EvidenceBarProps) {
  const gain = to >= from;
  return (
    <Track aria-hidden>
      {from === to ? null : (
        <Bar $gain={gain} style={{ left: `${Math.min(from, to)}%`, width: `${Math.max(Math.abs(to - from), 0.4)}%` }} />
      )}
      {limit === null ? null : <Limit style={{ left: `${limit}%` }} />}
    </Track>
  );
}

const Track = styled.div`
  position: relative;
  height: 1.8rem;
  min-width: 12rem;
  background: ${({ theme }) => theme.colors.neutral100};
`;

const Bar = styled.div<{ $gain: boolean }>`
  position: absolute;
  top: 0.5rem;
  height: 0.8rem;
  border-radius: 2px;
  background: ${({ theme, $gain }) => ($gain ? theme.colors.success500 : theme.colors.danger500)};
`;

/** Reaches over the gaps between the rows, so that it reads as one line. */
const Limit = styled.div`
  position: absolute;
  top: -0.6rem;
  bottom: -0.6rem;
  border-left: 2px dashed ${({ theme }) => theme.colors.primary600};
`;
