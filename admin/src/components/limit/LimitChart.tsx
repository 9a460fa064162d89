import { Box, Flex, TextButton, Typography } from '@strapi/design-system';
import { useId, useState } from 'react';
import { useIntl } from 'react-intl';
import { styled } from 'styled-components';
import type { ThresholdPoint } from '../../../../server/src/contracts';
import { useEvidenceText } from '../evidence/useEvidenceText';
import { LimitSlider } from './LimitSlider';
import { LimitStrip } from './LimitStrip';
import { LimitTable } from './LimitTable';
import { scaleOf } from './scale';
import { ScoreBars } from './ScoreBars';
import { useExpected } from './useExpected';

interface LimitChartProps {
  points: readonly ThresholdPoint[];
  chosen: ThresholdPoint;
  /** At the limit and the lead that are in force. */
  present: ThresholdPoint;
  decisions: { confirmed: number; rejected: number };
  /** The act that scores decisions which have no score yet. */
  matchNow: React.ReactNode;
  editable: boolean;
  onChange: (threshold: number) => void;
}

/** What each limit brings, as lines over a common scale, with the slider below and the same as a table on demand. */
export function LimitChart({ points, chosen, present, decisions, matchNow, editable, onChange }: LimitChartProps) {
  const intl = useIntl();
  const say = useEvidenceText();
  const expected = useExpected();
  const [asTable, setAsTable] = useState(false);
  const tableId = useId();
  const scale = scaleOf(points);
  const frame = { points, scale, chosen: chosen.threshold, present: present.threshold };
  const change = (now: number, before: number) => {
    const by = Math.round((now - before) * 10) / 10;
    return by === 0 ? '' : say('limit.change', { by: intl.formatNumber(by, { signDisplay: 'exceptZero' }) });
  };
  return (
    <Flex direction="column" alignItems="stretch" gap={4}>
      <ScoreBars
        {...frame}
        title={say('limit.scores')}
        now={say('limit.scores.over', { count: intl.formatNumber(chosen.autoLinked) })}
      />
      <LimitStrip
        {...frame}
        title={say('limit.proposed')}
        now={`${intl.formatNumber(chosen.autoLinked)} ${change(chosen.autoLinked, present.autoLinked)}`}
        lines={[{ color: 'primary600', value: (point) => point.autoLinked }]}
      />
      <LimitStrip
        {...frame}
        title={say('limit.wrongOfThem')}
        now={`${expected(chosen.expectedWrong)} ${change(chosen.expectedWrong, present.expectedWrong)}`}
        lines={[{ color: 'danger600', value: (point) => point.expectedWrong }]}
      />
      {decisions.confirmed + decisions.rejected > 0 ? (
        <LimitStrip
          {...frame}
          title={say('limit.decisions')}
          now={
            <Flex tag="span" gap={4} wrap="wrap">
              <Key $color="success600">
                {say('limit.key.found', { count: chosen.found, of: decisions.confirmed })}{' '}
                {change(chosen.found, present.found)}
              </Key>
              <Key $color="danger600" $dashed>
                {say('limit.key.wrong', { count: chosen.wrong, of: decisions.rejected })}{' '}
                {change(chosen.wrong, present.wrong)}
              </Key>
            </Flex>
          }
          lines={[
            { color: 'success600', value: (point) => point.found },
            { color: 'danger600', dashed: true, value: (point) => point.wrong },
          ]}
        />
      ) : (
        <Flex gap={4} justifyContent="space-between" wrap="wrap">
          <Box flex="1" minWidth="24rem">
            <Typography variant="pi" textColor="neutral800">
              {say('limit.noDecisions')}
            </Typography>
          </Box>
          {matchNow}
        </Flex>
      )}
      <Box>
        <LimitSlider
          label={say('limit.threshold')}
          points={points}
          scale={scale}
          value={chosen.threshold}
          disabled={!editable}
          onChange={onChange}
        />
        <Marks aria-hidden>
          {scale.marks.map((mark) => (
            <span key={mark} style={{ left: `${scale.place(mark) * 100}%` }}>
              {intl.formatNumber(mark, { style: 'percent', maximumFractionDigits: 1 })}
            </span>
          ))}
        </Marks>
        <Flex justifyContent="space-between" gap={3} paddingTop={2}>
          <Typography variant="pi" textColor="neutral600">
            {say('limit.presentLine')}
          </Typography>
          <TextButton aria-expanded={asTable} aria-controls={tableId} onClick={() => setAsTable(!asTable)}>
            {say(asTable ? 'limit.table.hide' : 'limit.table.show')}
          </TextButton>
        </Flex>
      </Box>
      <Box id={tableId} hidden={!asTable}>
        {asTable ? <LimitTable points={points} chosen={chosen.threshold} present={present.threshold} /> : null}
      </Box>
    </Flex>
  );
}

/** Text with the line it stands for. */
const Key = styled.span<{ $color: 'success600' | 'danger600'; $dashed?: boolean }>`
  &::before {
    content: '';
    display: inline-block;
    width: 1.6rem;
    margin-right: 0.6rem;
    vertical-align: middle;
    border-top: 2px ${({ $dashed }) => ($dashed ? 'dashed' : 'solid')} ${({ theme, $color }) => theme.colors[$color]};
  }
`;

const Marks = styled.div`
  position: relative;
  height: 1.8rem;
  span {
    position: absolute;
    transform: translateX(-50%);
    color: ${({ theme }) => theme.colors.neutral600};
    font-size: ${({ theme }) => theme.fontSizes[1]};
    font-variant-numeric: tabular-nums;
  }
  span:first-child {
    transform: none;
  }
  span:last-child {
    transform: translateX(-100%);
  }
`;
