import { Typography, VisuallyHidden } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import type { ThresholdPoint } from '../../../../server/src/contracts';
import { usePercent } from '../../hooks/usePercent';
import { useEvidenceText } from '../evidence/useEvidenceText';
import { Numbers } from '../review/SummaryTable';
import { nearestPoint, pointsForTable } from './scale';

interface LimitTableProps {
  points: readonly ThresholdPoint[];
  chosen: number;
  present: number;
}

/** The chart's numbers at about a dozen limits. */
export function LimitTable({ points, chosen, present }: LimitTableProps) {
  const intl = useIntl();
  const say = useEvidenceText();
  const percent = usePercent();
  const columns = ['threshold', 'scores', 'proposed', 'wrongOfThem', 'found', 'missed', 'wrong'] as const;
  const shown = pointsForTable(points, [chosen, present]);
  const isPresent = nearestPoint(points, present);
  const isChosen = nearestPoint(points, chosen);
  return (
    <Numbers>
      <caption>
        <VisuallyHidden>{say('limit.table')}</VisuallyHidden>
      </caption>
      <thead>
        <tr>
          {columns.map((column) => (
            <th scope="col" key={column}>
              <Typography variant="sigma" textColor="neutral600">
                {say(`limit.column.${column}`)}
              </Typography>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {shown.map((point, at) => (
          <tr key={point.threshold}>
            <th scope="row">
              <Typography
                variant="pi"
                textColor="neutral800"
                fontWeight={point === isChosen || point === isPresent ? 'bold' : 'regular'}
              >
                {percent(point.threshold)}{' '}
                {point === isPresent ? say('limit.isPresent') : point === isChosen ? say('limit.isChosen') : ''}
              </Typography>
            </th>
            {[
              point.autoLinked - (shown[at + 1]?.autoLinked ?? 0),
              point.autoLinked,
              point.expectedWrong,
              point.found,
              point.missed,
              point.wrong,
            ].map((count, index) => (
              <td key={index}>
                <Typography variant="pi" textColor="neutral800">
                  {intl.formatNumber(count, { maximumFractionDigits: 1 })}
                </Typography>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </Numbers>
  );
}
