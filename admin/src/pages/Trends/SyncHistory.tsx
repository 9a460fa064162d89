import { Box, Flex, Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import { styled } from 'styled-components';
import type { Run } from '../../../../server/src/contracts';
import { EmptyState } from '../../components/EmptyState';
import { LoadError } from '../../components/LoadError';
import { LoadingRows } from '../../components/LoadingRows';
import { PageNumbers } from '../../components/PageNumbers';
import { Numbers } from '../../components/review/SummaryTable';
import { useUrlState } from '../../hooks/useUrlState';
import { useCrosswalkListRunsQuery } from '../../services/crosswalk';
import { errorMessage } from '../../utils/errors';
import { pageInUrl } from '../../utils/pageInUrl';
import { Most, Picture, Plot } from './Picture';
import { useTrendsText } from './useTrendsText';

const DEFAULTS = { page: '1', pageSize: '25' } as const;
/** In the order in which they are stacked; each has its pattern beside its colour in the key. */
const KINDS = [
  { name: 'created', color: 'success600' },
  { name: 'changed', color: 'primary600' },
  { name: 'removed', color: 'danger600' },
] as const;

/** The records that each sync found new, changed or gone; a page of syncs at a time. */
export function SyncHistory({ scope }: { scope: { connectionId?: string } }) {
  const intl = useIntl();
  const text = useTrendsText();
  const [url] = useUrlState(DEFAULTS);
  const { data, error, refetch } = useCrosswalkListRunsQuery(
    { query: { ...pageInUrl(url), ...scope, kind: 'sync' } },
    { refetchOnMountOrArgChange: true },
  );
  const label = text('trends.syncs.table');
  return (
    <Flex tag="section" direction="column" alignItems="stretch" gap={4}>
      <Typography variant="delta" fontWeight="bold" tag="h2" textColor="neutral800">
        {text('trends.syncs')}
      </Typography>
      {error && !data ? (
        <LoadError
          message={text('trends.syncs.error', { message: errorMessage(error, intl) })}
          onRetry={() => void refetch()}
        />
      ) : !data ? (
        <LoadingRows rows={1} height="22rem" />
      ) : data.data.length === 0 ? (
        <EmptyState text={text('trends.syncs.empty')} />
      ) : (
        <Box background="neutral0" borderColor="neutral200" hasRadius padding={4}>
          <Picture
            label={label}
            tableWidth="64rem"
            picture={<Bars runs={[...data.data].reverse()} />}
            table={<SyncTable label={label} runs={data.data} />}
          />
          {data.meta.pagination.pageCount > 1 ? <PageNumbers pagination={data.meta.pagination} /> : null}
        </Box>
      )}
    </Flex>
  );
}

function SyncTable({ label, runs }: { label: string; runs: readonly Run[] }) {
  const intl = useIntl();
  const text = useTrendsText();
  const columns = ['at', 'state', 'created', 'changed', 'removed', 'proposed', 'took'] as const;
  return (
    <Numbers aria-label={label}>
      <thead>
        <tr>
          {columns.map((column) => (
            <th scope="col" key={column}>
              <Typography variant="sigma" textColor="neutral600">
                {text(`trends.syncs.${column}`)}
              </Typography>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {runs.map(({ id, createdAt, startedAt, finishedAt, state, progress: { counts } }) => {
          const took = startedAt && finishedAt ? Math.max(1, Math.round(between(startedAt, finishedAt) / 1000)) : null;
          const cells = [
            text(`trends.syncs.state.${state}`),
            ...[counts.created, counts.changed, counts.removed, counts.proposed].map((n) => intl.formatNumber(n)),
            took === null ? '–' : text('trends.syncs.seconds', { seconds: took }),
          ];
          return (
            <tr key={id}>
              <th scope="row">
                <Typography variant="pi" textColor="neutral800">
                  {intl.formatDate(startedAt ?? createdAt, { dateStyle: 'short', timeStyle: 'short' })}
                </Typography>
              </th>
              {cells.map((cell, at) => (
                <td key={columns[at + 1]}>
                  <Typography variant="pi" textColor="neutral800">
                    {cell}
                  </Typography>
                </td>
              ))}
            </tr>
          );
        })}
      </tbody>
    </Numbers>
  );
}

const between = (from: string, to: string): number => new Date(to).getTime() - new Date(from).getTime();

/** One bar for each sync, oldest first; a cross stands for one that failed. Square roots, so that small syncs show beside the first. */
function Bars({ runs }: { runs: readonly Run[] }) {
  const intl = useIntl();
  const text = useTrendsText();
  const totals = runs.map(({ progress: { counts } }) => counts.created + counts.changed + counts.removed);
  const most = Math.max(...totals, 1);
  const width = 100 / Math.max(runs.length, 8);
  const height = (count: number) => Math.sqrt(count / most) * 78;
  return (
    <>
      <Plot>
        <svg viewBox="0 0 100 100" preserveAspectRatio="none">
          {runs.map((run, at) => {
            const total = totals[at] ?? 0;
            let below = 0;
            return KINDS.map(({ name, color }) => {
              const count = run.progress.counts[name];
              if (count === 0) return null;
              const [from, to] = [(below / total) * height(total), ((below + count) / total) * height(total)];
              below += count;
              const left = at * width + width * 0.15;
              return (
                <Bar
                  key={`${run.id} ${name}`}
                  $color={color}
                  x={left}
                  width={width * 0.7}
                  y={96 - to}
                  height={to - from}
                />
              );
            });
          })}
        </svg>
        {runs.map((run, at) =>
          run.state === 'failed' ? (
            <Failed key={run.id} style={{ left: `${(at + 0.5) * width}%` }}>
              ×
            </Failed>
          ) : null,
        )}
        <Most>{intl.formatNumber(most)}</Most>
      </Plot>
      <Flex gap={4} wrap="wrap" paddingTop={1}>
        {KINDS.map(({ name, color }) => (
          <Flex key={name} gap={2}>
            <Box width="1rem" height="1rem" background={color} />
            <Typography variant="pi" textColor="neutral600">
              {text(`trends.syncs.${name}`)}
            </Typography>
          </Flex>
        ))}
        <Typography variant="pi" textColor="neutral600">
          × {text('trends.syncs.failed')}
        </Typography>
      </Flex>
    </>
  );
}

const Bar = styled.rect<{ $color: (typeof KINDS)[number]['color'] }>`
  fill: ${({ theme, $color }) => theme.colors[$color]};
`;
const Failed = styled.span`
  position: absolute;
  bottom: 0.4rem;
  transform: translateX(-50%);
  color: ${({ theme }) => theme.colors.danger600};
  font-weight: bold;
`;
