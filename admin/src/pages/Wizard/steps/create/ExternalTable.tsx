import { Box, Button, Table, Tbody, Td, Th, Thead, Tr, Typography } from '@strapi/design-system';
import { Plus } from '@strapi/icons';
import { styled } from 'styled-components';
import type { listUnlinked, ResponseOf } from '../../../../../../server/src/contracts';
import { RecordName } from '../../../../components/RecordName';
import { useWizardText } from '../../../../components/review/useWizardText';
import { usePercent } from '../../../../hooks/usePercent';

type Unlinked = ResponseOf<typeof listUnlinked>['data'][number];

interface ExternalTableProps {
  records: readonly Unlinked[];
  recordTypeLabel: string;
  localName: string;
  canReview: boolean;
  onCreate: (record: Unlinked) => void;
}

/** Records of the other system without a partner, each with Create. */
export function ExternalTable({ records, recordTypeLabel, localName, canReview, onCreate }: ExternalTableProps) {
  const text = useWizardText();
  const percent = usePercent();
  return (
    <Rows>
      <Table colCount={4} rowCount={records.length + 1}>
        <Thead>
          <Tr>
            <Th>
              <Typography variant="sigma" textColor="neutral600">
                {recordTypeLabel}
              </Typography>
            </Th>
            <Th>
              <Typography variant="sigma" textColor="neutral600">
                {text('wizard.create.column.id')}
              </Typography>
            </Th>
            <Th>
              <Typography variant="sigma" textColor="neutral600">
                {text('wizard.create.column.like')}
              </Typography>
            </Th>
            <Th>
              <Typography variant="sigma" textColor="neutral600">
                {text('wizard.create.column.act')}
              </Typography>
            </Th>
          </Tr>
        </Thead>
        <Tbody>
          {records.map((record) => (
            <Tr key={record.id}>
              <Td>
                <RecordName card={record} />
              </Td>
              <Td>
                <Typography textColor="neutral800">{record.id}</Typography>
              </Td>
              <Td>
                <Typography textColor="neutral800">
                  {record.bestScore === null
                    ? text('wizard.create.nothingLike')
                    : text('wizard.create.best', { score: percent(record.bestScore) })}
                </Typography>
              </Td>
              <Td>
                <Box>
                  {canReview ? (
                    <Button
                      variant="secondary"
                      size="S"
                      startIcon={<Plus />}
                      data-record={record.id}
                      aria-label={text('wizard.create.of', { type: localName, name: record.label })}
                      onClick={() => onCreate(record)}
                    >
                      {text('wizard.create.create', { type: localName })}
                    </Button>
                  ) : null}
                </Box>
              </Td>
            </Tr>
          ))}
        </Tbody>
      </Table>
    </Rows>
  );
}

const Rows = styled.div`
  && th,
  && td {
    height: 5.2rem;
    padding: 0 0.8rem;
    white-space: normal;
  }
  button {
    white-space: nowrap;
  }
`;
