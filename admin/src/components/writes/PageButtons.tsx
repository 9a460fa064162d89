import { Button, Flex } from '@strapi/design-system';
import { useWriteText } from './useWriteText';

interface PageButtonsProps {
  /** From 1. */
  page: number;
  pages: number;
  onPage: (page: number) => void;
}

/** Back and on, in a drawer that is paged by itself. */
export function PageButtons({ page, pages, onPage }: PageButtonsProps) {
  const text = useWriteText();
  return (
    <Flex gap={2}>
      <Button size="S" variant="tertiary" disabled={page === 1} onClick={() => onPage(page - 1)}>
        {text('writes.page.previous')}
      </Button>
      <Button size="S" variant="tertiary" disabled={page >= pages} onClick={() => onPage(page + 1)}>
        {text('writes.page.next')}
      </Button>
    </Flex>
  );
}
