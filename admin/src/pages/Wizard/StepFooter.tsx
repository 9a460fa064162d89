import { Box, Flex } from '@strapi/design-system';
import { createContext, type ReactNode, useContext, useState } from 'react';
import { createPortal } from 'react-dom';
import { styled } from 'styled-components';

const SlotContext = createContext<HTMLElement | null>(null);

/** A page with a bar at its lower edge that stays on the screen; any step inside fills it with `StepFooter`. */
export function WithFooter({ header, children }: { header: ReactNode; children: ReactNode }) {
  const [slot, setSlot] = useState<HTMLElement | null>(null);
  return (
    <SlotContext.Provider value={slot}>
      <Flex direction="column" alignItems="stretch" minHeight="100vh">
        {header}
        <Box flex="1" padding={8} paddingTop={6}>
          {children}
        </Box>
        <Slot ref={setSlot} />
      </Flex>
    </SlotContext.Provider>
  );
}

/** The bar at the lower edge: hints to the left, how far it is and the step's act to the right. */
export function StepFooter({ hints, children }: { hints?: ReactNode; children: ReactNode }) {
  const slot = useContext(SlotContext);
  if (!slot) return null;
  return createPortal(
    <Bar>
      <Flex justifyContent="space-between" gap={4} wrap="wrap">
        <Box>{hints}</Box>
        <Flex gap={4} marginLeft="auto">
          {children}
        </Flex>
      </Flex>
    </Bar>,
    slot,
  );
}

/** The panel pads its main area at the lower edge (4, 6 or 10 steps by width), and browsers stick inside that padding. */
const Slot = styled.div`
  position: sticky;
  bottom: -${({ theme }) => theme.spaces[4]};
  margin-bottom: -${({ theme }) => theme.spaces[4]};
  z-index: 2;

  ${({ theme }) => theme.breakpoints.medium} {
    bottom: -${({ theme }) => theme.spaces[6]};
    margin-bottom: -${({ theme }) => theme.spaces[6]};
  }

  ${({ theme }) => theme.breakpoints.large} {
    bottom: -${({ theme }) => theme.spaces[10]};
    margin-bottom: -${({ theme }) => theme.spaces[10]};
  }
`;

const Bar = styled.footer`
  padding: ${({ theme }) => `${theme.spaces[3]} ${theme.spaces[8]}`};
  background: ${({ theme }) => theme.colors.neutral0};
  border-top: 1px solid ${({ theme }) => theme.colors.neutral200};
`;
