import { styled } from 'styled-components';
import type { Piece } from './differences';

/** A value with the stretches that differ marked; underlined, so that it does not need colour. */
export function Marked({ pieces }: { pieces: Piece[] }) {
  return (
    <>
      {pieces.map((piece, index) => {
        const differing = piece.differs ? piece.text.trim() : '';
        if (differing === '') return <span key={index}>{piece.text}</span>;
        const start = piece.text.indexOf(differing);
        return (
          <span key={index}>
            {piece.text.slice(0, start)}
            <Mark>{differing}</Mark>
            {piece.text.slice(start + differing.length)}
          </span>
        );
      })}
    </>
  );
}

const Mark = styled.mark`
  background: ${({ theme }) => theme.colors.warning100};
  color: inherit;
  box-shadow: inset 0 -2px ${({ theme }) => theme.colors.warning600};
`;
