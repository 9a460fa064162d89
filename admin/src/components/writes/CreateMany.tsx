import { Box, Button, Checkbox, Flex, Typography } from '@strapi/design-system';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import { styled } from 'styled-components';
import type { Mapping } from '../../../../server/src/contracts';
import { useCrosswalkListUnlinkedQuery } from '../../services/crosswalk';
import { errorMessage } from '../../utils/errors';
import { usePercent } from '../../hooks/usePercent';
import { Drawer } from '../Drawer';
import { EmptyState } from '../EmptyState';
import { LoadError } from '../LoadError';
import { LoadingRows } from '../LoadingRows';
import { RecordName } from '../RecordName';
import { SearchText } from '../review/ReviewFilters';
import { targetKey, type WriteTarget } from './types';
import { PageButtons } from './PageButtons';
import { useWriteText } from './useWriteText';
import { WriteDrawer } from './WriteDrawer';

const PAGE_SIZE = 25;
/** The server's limit for one run. */
const MOST = 1000;

interface CreateManyProps {
  mapping: Mapping;
  act: 'create_external' | 'create_local';
  system: string;
  runId: string;
  onRun: (runId: string) => void;
  onClose: () => void;
}

/** Chooses among the records without a partner, then previews and creates the partners that are missing. */
export function CreateMany({ mapping, act, system, runId, onRun, onClose }: CreateManyProps) {
  const intl = useIntl();
  const text = useWriteText();
  const percent = usePercent();
  const [chosen, setChosen] = useState<ReadonlyMap<string, WriteTarget>>(new Map());
  const [previewing, setPreviewing] = useState(false);
  const [search, setSearch] = useState('');
  const [page, setPage] = useState(1);
  const list = useCrosswalkListUnlinkedQuery(
    {
      params: { id: mapping.id },
      query: {
        side: act === 'create_external' ? 'local' : 'external',
        page,
        pageSize: PAGE_SIZE,
        ...(search ? { search } : {}),
      },
    },
    { skip: previewing || runId !== '' },
  );

  if (previewing || runId !== '') {
    return (
      <WriteDrawer
        subject={{ mapping, act, system }}
        targets={[...chosen.values()]}
        runId={runId}
        onRun={onRun}
        onBack={() => setPreviewing(false)}
        onClose={onClose}
      />
    );
  }
  const records = (list.currentData?.data ?? []).filter(({ active }) => active);
  const pagination = list.currentData?.meta.pagination;
  const here = records.filter((record) => chosen.has(targetKey(record))).length;
  const toggle = (some: typeof records, on: boolean) =>
    setChosen((before) => {
      const next = new Map(before);
      for (const record of some) {
        const { id, locale, label } = record;
        if (!on) next.delete(targetKey(record));
        else if (next.size < MOST) next.set(targetKey(record), { id, locale, label });
      }
      return next;
    });

  return (
    <Drawer
      wide
      title={text('writes.many.title', { system })}
      onClose={onClose}
      footer={
        <Flex justifyContent="space-between" gap={3} width="100%" wrap="wrap">
          <Button variant="tertiary" onClick={onClose}>
            {text('writes.cancel')}
          </Button>
          <Flex gap={3}>
            <Typography textColor="neutral800" aria-live="polite">
              {chosen.size >= MOST
                ? text('writes.many.most', { most: MOST })
                : text('writes.many.chosen', { count: chosen.size })}
            </Typography>
            <Button disabled={chosen.size === 0} onClick={() => setPreviewing(true)}>
              {text('writes.many.preview', { count: chosen.size })}
            </Button>
          </Flex>
        </Flex>
      }
    >
      <Flex direction="column" alignItems="stretch" gap={4}>
        <Typography textColor="neutral800" tag="p">
          {text('writes.many.intro')}
        </Typography>
        <Box maxWidth="36rem">
          <SearchText
            initial=""
            label={text('writes.many.record')}
            onSearch={(next) => {
              setSearch(next);
              setPage(1);
            }}
          />
        </Box>
        {list.error && !list.currentData ? (
          <LoadError
            message={text('writes.loadError', { message: errorMessage(list.error, intl) })}
            onRetry={() => void list.refetch()}
          />
        ) : null}
        {!list.error && !list.currentData ? <LoadingRows rows={8} /> : null}
        {list.currentData && records.length === 0 ? <EmptyState text={text('writes.many.empty')} /> : null}
        {records.length > 0 ? (
          <Rows aria-busy={list.isFetching}>
            <thead>
              <tr>
                <th scope="col">
                  <Checkbox
                    aria-label={text('writes.many.selectPage')}
                    checked={here === 0 ? false : here === records.length ? true : 'indeterminate'}
                    onCheckedChange={() => toggle(records, here !== records.length)}
                  />
                </th>
                <th scope="col">
                  <Typography variant="sigma" textColor="neutral600">
                    {text('writes.many.record')}
                  </Typography>
                </th>
                <th scope="col">
                  <Typography variant="sigma" textColor="neutral600">
                    {text('writes.many.like')}
                  </Typography>
                </th>
              </tr>
            </thead>
            <tbody>
              {records.map((record) => (
                <tr key={targetKey(record)}>
                  <td>
                    <Checkbox
                      aria-label={text('writes.many.select', { name: record.label })}
                      checked={chosen.has(targetKey(record))}
                      onCheckedChange={(on) => toggle([record], on === true)}
                    />
                  </td>
                  <td>
                    <RecordName card={record} />
                  </td>
                  <td>
                    <Typography textColor="neutral800">
                      {record.bestScore === null
                        ? text('writes.many.nothingLike')
                        : text('writes.many.best', { count: record.suggestions, score: percent(record.bestScore) })}
                    </Typography>
                  </td>
                </tr>
              ))}
            </tbody>
          </Rows>
        ) : null}
        {pagination && pagination.pageCount > 1 ? (
          <Flex justifyContent="space-between" gap={2}>
            <Typography variant="pi" textColor="neutral600" aria-live="polite">
              {text('writes.page', {
                from: (page - 1) * PAGE_SIZE + 1,
                to: Math.min(page * PAGE_SIZE, pagination.total),
                total: pagination.total,
              })}
            </Typography>
            <PageButtons page={page} pages={pagination.pageCount} onPage={setPage} />
          </Flex>
        ) : null}
      </Flex>
    </Drawer>
  );
}

const Rows = styled.table`
  width: 100%;
  border-collapse: collapse;
  th,
  td {
    padding: 0.8rem 1.2rem;
    text-align: left;
    border-bottom: 1px solid ${({ theme }) => theme.colors.neutral150};
  }
  th:first-child {
    width: 4rem;
  }
`;
