import { Box, Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import type { MappingCounts } from '../../../../../../server/src/contracts';
import { Numbers } from '../../../../components/review/SummaryTable';
import { useWizardText } from '../../../../components/review/useWizardText';
import { externalLeftInAll } from '../../counts';

const COLUMNS = ['confirmed', 'proposed', 'localUnlinked', 'externalUnlinked', 'attention'] as const;

/** How far each mapping is, and all of them together. */
export function CountsTable({ counts }: { counts: readonly MappingCounts[] }) {
  const intl = useIntl();
  const text = useWizardText();
  return (
    <Box background="neutral0" borderColor="neutral200" hasRadius padding={4} overflow="auto">
      <Numbers>
        <thead>
          <tr>
            <th scope="col">
              <Typography variant="sigma" textColor="neutral600">
                {text('wizard.mapping')}
              </Typography>
            </th>
            {COLUMNS.map((column) => (
              <th scope="col" key={column}>
                <Typography variant="sigma" textColor="neutral600">
                  {text(`wizard.counts.${column}`)}
                </Typography>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {counts.map((entry) => (
            <tr key={entry.mappingId}>
              <th scope="row">
                <Typography textColor="neutral800">{entry.name}</Typography>
              </th>
              {COLUMNS.map((column) => (
                <td key={column}>
                  <Typography textColor="neutral800">{intl.formatNumber(entry[column])}</Typography>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">
              <Typography fontWeight="bold" textColor="neutral800">
                {text('wizard.inAll')}
              </Typography>
            </th>
            {COLUMNS.map((column) => (
              <td key={column}>
                <Typography fontWeight="bold" textColor="neutral800">
                  {intl.formatNumber(
                    column === 'externalUnlinked'
                      ? externalLeftInAll(counts)
                      : counts.reduce((sum, entry) => sum + entry[column], 0),
                  )}
                </Typography>
              </td>
            ))}
          </tr>
        </tfoot>
      </Numbers>
    </Box>
  );
}
