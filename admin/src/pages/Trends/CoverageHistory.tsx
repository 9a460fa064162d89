import { Box, Flex, Link, LinkButton, Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import { NavLink } from 'react-router-dom';
import { styled } from 'styled-components';
import type { Coverage } from '../../../../server/src/contracts';
import { EmptyState } from '../../components/EmptyState';
import { useLinkText } from '../../components/links/useLinkText';
import { LoadError } from '../../components/LoadError';
import { LoadingRows } from '../../components/LoadingRows';
import { Numbers } from '../../components/review/SummaryTable';
import { BASE_PATH } from '../../pluginId';
import { useCrosswalkListCoverageQuery } from '../../services/crosswalk';
import { limitPath } from '../../utils/connectionPaths';
import { errorMessage } from '../../utils/errors';
import { Most, Picture, Plot } from './Picture';
import { useTrendsText } from './useTrendsText';

interface CoverageHistoryProps {
  scope: { connectionId?: string };
  days: number;
}

/** The confirmed links of each mapping, day by day. */
export function CoverageHistory({ scope, days }: CoverageHistoryProps) {
  const intl = useIntl();
  const text = useTrendsText();
  const linkText = useLinkText();
  const { currentData, error, refetch } = useCrosswalkListCoverageQuery(
    { query: { ...scope, days } },
    { refetchOnMountOrArgChange: true },
  );
  const mappings = currentData?.data;
  return (
    <Flex tag="section" direction="column" alignItems="stretch" gap={4}>
      <Typography variant="delta" fontWeight="bold" tag="h2" textColor="neutral800">
        {text('trends.coverage')}
      </Typography>
      {error && !mappings ? (
        <LoadError
          message={text('trends.coverage.error', { message: errorMessage(error, intl) })}
          onRetry={() => void refetch()}
        />
      ) : !mappings ? (
        <LoadingRows rows={2} height="22rem" />
      ) : mappings.length === 0 ? (
        <EmptyState
          text={text('trends.coverage.empty')}
          action={
            <LinkButton tag={NavLink} to={BASE_PATH}>
              {linkText('links.empty.act')}
            </LinkButton>
          }
        />
      ) : (
        mappings.map((coverage) => <OneMapping key={coverage.mappingId} coverage={coverage} />)
      )}
    </Flex>
  );
}

function OneMapping({ coverage }: { coverage: Coverage }) {
  const intl = useIntl();
  const text = useTrendsText();
  const { days, localTotal, mappingId, mappingName, connectionId } = coverage;
  const first = days[0]?.confirmed ?? 0;
  const now = days.at(-1)?.confirmed ?? 0;
  const change = now - first;
  const label = text('trends.coverage.table', { mapping: mappingName });
  return (
    <Box background="neutral0" borderColor="neutral200" hasRadius padding={4}>
      <Flex justifyContent="space-between" gap={4} wrap="wrap" paddingBottom={3}>
        <Box>
          <Typography variant="omega" fontWeight="bold" tag="h3" textColor="neutral800">
            {text('trends.coverage.of', { mapping: mappingName, connection: coverage.connectionName })}
          </Typography>
          <Typography variant="pi" textColor="neutral800" tag="p">
            {text('trends.coverage.now', { confirmed: now, total: localTotal })},{' '}
            {text('trends.coverage.change', { change, sign: change > 0 ? '+' : '', days: days.length })}
          </Typography>
        </Box>
        <Link tag={NavLink} to={limitPath({ id: connectionId }, mappingId)}>
          {text('trends.limit', { mapping: mappingName })}
        </Link>
      </Flex>
      <Picture
        label={label}
        picture={<Line coverage={coverage} />}
        table={
          <Numbers aria-label={label}>
            <thead>
              <tr>
                {(['day', 'confirmed', 'changed'] as const).map((column) => (
                  <th scope="col" key={column}>
                    <Typography variant="sigma" textColor="neutral600">
                      {text(`trends.coverage.${column}`)}
                    </Typography>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {changesOf(days).map(({ day, confirmed, change: by }) => (
                <tr key={day}>
                  <th scope="row">
                    <Typography variant="pi" textColor="neutral800">
                      {intl.formatDate(day, { dateStyle: 'medium', timeZone: 'UTC' })}
                    </Typography>
                  </th>
                  <td>
                    <Typography variant="pi" textColor="neutral800">
                      {intl.formatNumber(confirmed)}
                    </Typography>
                  </td>
                  <td>
                    <Typography variant="pi" textColor="neutral800">
                      {by === null ? '' : intl.formatNumber(by, { signDisplay: 'exceptZero' })}
                    </Typography>
                  </td>
                </tr>
              ))}
            </tbody>
          </Numbers>
        }
      />
    </Box>
  );
}

/** Days on which the number changed, and the first one, newest first. */
export function changesOf(days: Coverage['days']): Array<{ day: string; confirmed: number; change: number | null }> {
  return days
    .map(({ day, confirmed }, at) => ({
      day,
      confirmed,
      change: at === 0 ? null : confirmed - days[at - 1]!.confirmed,
    }))
    .filter(({ change }) => change !== 0)
    .reverse();
}

/** Steps over the days, under a dashed line for all records. */
function Line({ coverage: { days, localTotal } }: { coverage: Coverage }) {
  const intl = useIntl();
  const most = Math.max(localTotal, ...days.map(({ confirmed }) => confirmed), 1);
  const x = (at: number) => ((at / days.length) * 100).toFixed(3);
  const y = (count: number) => (96 - (count / most) * 78).toFixed(3);
  const steps = days.map(({ confirmed }, at) => `L${x(at)} ${y(confirmed)} L${x(at + 1)} ${y(confirmed)}`).join(' ');
  const end = (day: string | undefined) =>
    day ? intl.formatDate(day, { day: 'numeric', month: 'short', timeZone: 'UTC' }) : '';
  return (
    <>
      <Plot>
        <svg viewBox="0 0 100 100" preserveAspectRatio="none">
          <Area d={`M0 96 ${steps} L100 96 Z`} />
          <Edge d={`M${steps.slice(1)}`} />
          <All x1="0" x2="100" y1={y(localTotal)} y2={y(localTotal)} strokeDasharray="5 4" />
        </svg>
        <Most>{intl.formatNumber(most)}</Most>
      </Plot>
      <Flex justifyContent="space-between" paddingTop={1}>
        <Typography variant="pi" textColor="neutral600">
          {end(days[0]?.day)}
        </Typography>
        <Typography variant="pi" textColor="neutral600">
          {end(days.at(-1)?.day)}
        </Typography>
      </Flex>
    </>
  );
}

const Area = styled.path`
  fill: ${({ theme }) => theme.colors.primary600};
  fill-opacity: 0.15;
`;
const Edge = styled.path`
  fill: none;
  stroke: ${({ theme }) => theme.colors.primary600};
  stroke-width: 2;
  vector-effect: non-scaling-stroke;
`;
const All = styled.line`
  stroke: ${({ theme }) => theme.colors.neutral500};
  stroke-width: 1;
  vector-effect: non-scaling-stroke;
`;
