import { Box, Button, Flex, Typography } from '@strapi/design-system';
import { ChevronLeft, ChevronRight } from '@strapi/icons';
import { useId, useState } from 'react';
import { useCrosswalkListLinksQuery } from '../../services/crosswalk';
import { usePercent } from '../../hooks/usePercent';
import { LoadingRows } from '../LoadingRows';
import type { BatchFilter } from './BatchDrawer';
import { useBatchText } from './useBatchText';
import { useText } from '../../hooks/useText';

const PAGE = 20;

/** Every pair that a batch is about, page by page. */
export function BatchPairs({ filter, state }: { filter: BatchFilter; state: 'proposed' | 'confirmed' }) {
  const t = useText();
  const text = useBatchText();
  const percent = usePercent();
  const headingId = useId();
  const [page, setPage] = useState(1);
  const { data, isFetching } = useCrosswalkListLinksQuery({
    query: { ...filter, state, page, pageSize: PAGE, sort: 'score:asc' },
  });
  const total = data?.meta.pagination.total ?? 0;
  const pages = data?.meta.pagination.pageCount ?? 1;
  return (
    <Box tag="section" aria-labelledby={headingId} aria-busy={isFetching}>
      <Flex justifyContent="space-between" paddingBottom={2}>
        <Typography id={headingId} variant="sigma" textColor="neutral600" tag="h3">
          {text('batch.pairs')}
        </Typography>
        {pages > 1 && (
          <Flex gap={2}>
            <Button
              size="S"
              variant="tertiary"
              startIcon={<ChevronLeft aria-hidden />}
              disabled={page === 1}
              onClick={() => setPage(page - 1)}
            >
              {t('page.before')}
            </Button>
            <Typography variant="pi" textColor="neutral600" aria-live="polite">
              {t('progress.numbers', { done: page, total: pages })}
            </Typography>
            <Button
              size="S"
              variant="tertiary"
              endIcon={<ChevronRight aria-hidden />}
              disabled={page * PAGE >= total}
              onClick={() => setPage(page + 1)}
            >
              {t('page.next')}
            </Button>
          </Flex>
        )}
      </Flex>
      {!data ? (
        <LoadingRows rows={5} height="3.2rem" />
      ) : (
        <Box tag="ul">
          {data.data.map((link) => (
            <Flex key={link.id} tag="li" justifyContent="space-between" gap={3} paddingTop={2} paddingBottom={2}>
              <Typography textColor="neutral800" style={{ overflowWrap: 'anywhere' }}>
                {text('batch.pair', { local: link.local.label, external: link.external.label })}
              </Typography>
              <Typography variant="pi" textColor="neutral600" style={{ fontVariantNumeric: 'tabular-nums' }}>
                {link.score === null ? '–' : percent(link.score)}
              </Typography>
            </Flex>
          ))}
        </Box>
      )}
    </Box>
  );
}
