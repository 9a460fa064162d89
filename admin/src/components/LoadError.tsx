import { Box, Button, Flex, Typography } from '@strapi/design-system';
import { WarningCircle } from '@strapi/icons';
import { useText } from '../hooks/useText';

/** Says in place what could not be loaded, and lets the reader try again. */
export function LoadError({ message, onRetry }: { message: string; onRetry: () => void }) {
  const t = useText();
  return (
    <Box role="alert" background="neutral0" borderColor="danger600" hasRadius padding={4}>
      <Flex gap={3} wrap="wrap">
        <WarningCircle fill="danger600" aria-hidden width="1.6rem" height="1.6rem" />
        <Box flex="1" minWidth="16rem">
          <Typography textColor="neutral800">{message}</Typography>
        </Box>
        <Button variant="tertiary" onClick={onRetry}>
          {t('tryAgain')}
        </Button>
      </Flex>
    </Box>
  );
}
