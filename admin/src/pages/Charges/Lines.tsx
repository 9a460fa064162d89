import { Box, Typography } from '@strapi/design-system';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import type { ChargeLine } from '../../../../server/src/contracts';
import { LinkState } from '../../components/charges/LinkState';
import { useAmounts } from '../../components/charges/useAmounts';
import { useChargesText } from '../../components/charges/useChargesText';
import { LoadError } from '../../components/LoadError';
import { LoadingRows } from '../../components/LoadingRows';
import { PageButtons } from '../../components/writes/PageButtons';
import { useCrosswalkListChargeLinesQuery } from '../../services/crosswalk';
import { errorMessage } from '../../utils/errors';
import { decimal } from '../../utils/format';
import { Cells, Heads, Table } from './Heads';

interface LinesProps {
  connectionId: string;
  period: string;
  unlinked: boolean;
  customerId: string | null;
  name: string;
}

/** What is charged for one client, line by line. */
export function Lines({ connectionId, period, unlinked, customerId, name }: LinesProps) {
  const intl = useIntl();
  const text = useChargesText();
  const [page, setPage] = useState(1);
  const { data, error, refetch } = useCrosswalkListChargeLinesQuery({
    params: { id: connectionId },
    query: { period, unlinked: String(unlinked), page, ...(customerId === null ? {} : { customerId }) },
  });
  if (error && !data)
    return (
      <LoadError
        message={text('charges.error', { message: errorMessage(error, intl) })}
        onRetry={() => void refetch()}
      />
    );
  if (!data) return <LoadingRows rows={1} />;
  const { pageCount } = data.meta.pagination;
  return (
    <Box background="neutral100" hasRadius padding={2}>
      <Table aria-label={name}>
        <Heads columns={['line', 'period', 'quantity', 'unitCost', 'cost', 'total']} />
        <tbody>
          {data.data.map((line) => (
            <Line key={line.id} line={line} />
          ))}
        </tbody>
      </Table>
      {pageCount > 1 && <PageButtons page={page} pages={pageCount} onPage={setPage} />}
    </Box>
  );
}

function Line({ line }: { line: ChargeLine }) {
  const { locale } = useIntl();
  const { amountOf, dayOf } = useAmounts();
  const { quantity, currency, startsOn, endsOn } = line;
  const days = [startsOn, endsOn].filter((day) => day !== null).map(dayOf);
  return (
    <tr>
      <th scope="row">
        <Typography textColor="neutral800">{line.description}</Typography>
        <Typography variant="pi" textColor="neutral600" tag="p">
          {[line.sku, line.kind].filter(Boolean).join(' · ')}
        </Typography>
        {line.links && <LinkState links={line.links} />}
      </th>
      <Cells
        values={[
          days.join(' – '),
          quantity === null ? '–' : decimal(quantity, locale),
          amountOf(line.unitCost, currency),
          amountOf(line.cost, currency),
          amountOf(line.total, currency),
        ]}
      />
    </tr>
  );
}
