import {
  Box,
  Flex,
  LinkButton,
  RawTable as Table,
  RawTbody as Tbody,
  RawTd as Td,
  RawTh as Th,
  RawThead as Thead,
  RawTr as Tr,
  Typography,
} from '@strapi/design-system';
import { useEffect, useState } from 'react';
import { useIntl } from 'react-intl';
import { Link } from 'react-router-dom';
import type { matchEntries, ResponseOf } from '../../../server/src/contracts';
import { useShortWhyNotText } from '../components/evidence/useWhyNotText';
import { LoadError } from '../components/LoadError';
import { LoadingRows } from '../components/LoadingRows';
import { PageTexts } from '../components/PageTexts';
import { BASE_PATH } from '../pluginId';
import { useCrosswalkMatchEntriesMutation } from '../services/crosswalk';
import { errorMessage } from '../utils/errors';
import { useCmText } from './useCmText';

interface FoundMatchesProps {
  contentType: string;
  ids: string[];
  locale: string;
}
type Found = ResponseOf<typeof matchEntries>['data'];

/** Matches entries as it opens, then says of each what it is linked with, what is proposed, or why nothing is. */
export default function FoundMatches(props: FoundMatchesProps) {
  return (
    <PageTexts>
      <Matches {...props} />
    </PageTexts>
  );
}

function Matches({ contentType, ids, locale }: FoundMatchesProps) {
  const intl = useIntl();
  const text = useCmText();
  const [match, { data, error, isLoading }] = useCrosswalkMatchEntriesMutation();
  // What was chosen when the dialog opened.
  const [chosen] = useState(ids);
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    if (chosen.length > 0) void match({ params: { contentType }, body: { ids: chosen, locale } });
  }, [attempt, chosen, contentType, locale, match]);

  if (error && !isLoading)
    return (
      <LoadError
        message={text('cm.find.failed', { message: errorMessage(error, intl) })}
        onRetry={() => setAttempt(attempt + 1)}
      />
    );
  const found = data?.data;
  if (!found)
    return (
      <Flex direction="column" alignItems="stretch" gap={4}>
        <Typography role="status">{text('cm.find.working')}</Typography>
        <LoadingRows rows={3} />
      </Flex>
    );
  return (
    <Flex direction="column" alignItems="stretch" gap={5}>
      <Typography role="status" fontWeight="bold">
        {text('cm.find.summary', countsOf(found))}
      </Typography>
      {found.map((of) => (
        <FoundTable key={of.mappingId} of={of} />
      ))}
      <Flex justifyContent="flex-end" gap={2}>
        <LinkButton tag={Link} to={`${BASE_PATH}/review`} variant="default">
          {text('cm.find.review')}
        </LinkButton>
      </Flex>
    </Flex>
  );
}

const countsOf = (found: Found) => {
  const entries = found.flatMap((of) => of.entries);
  const inState = (state: string) => entries.filter(({ link }) => link?.state === state).length;
  return {
    proposed: inState('proposed'),
    linked: inState('confirmed'),
    none: entries.filter(({ link }) => link === null).length,
  };
};

function FoundTable({ of }: { of: Found[number] }) {
  const text = useCmText();
  const why = useShortWhyNotText();
  const label = text('cm.find.table', { connection: of.connectionName, mapping: of.mappingName });
  return (
    <Box>
      <Typography variant="sigma" textColor="neutral600" tag="h3">
        {label}
      </Typography>
      <Table colCount={2} rowCount={of.entries.length + 1} aria-label={label} style={{ width: '100%' }}>
        <Thead>
          <Tr>
            {(['cm.find.entry', 'cm.find.result'] as const).map((key) => (
              <Th key={key} style={{ textAlign: 'left', padding: '0.8rem 0' }}>
                <Typography variant="sigma">{text(key)}</Typography>
              </Th>
            ))}
          </Tr>
        </Thead>
        <Tbody>
          {of.entries.map((entry) => (
            <Tr key={entry.id}>
              <Td style={{ padding: '0.8rem 0' }}>
                <Typography fontWeight="bold">{entry.label}</Typography>
              </Td>
              <Td style={{ padding: '0.8rem 0' }}>
                <Typography>
                  {entry.link
                    ? text(entry.link.state === 'confirmed' ? 'cm.find.linked' : 'cm.find.proposed', {
                        label: entry.link.label,
                      })
                    : entry.why
                      ? why(entry.why)
                      : text('cm.find.noMatch')}
                </Typography>
              </Td>
            </Tr>
          ))}
        </Tbody>
      </Table>
    </Box>
  );
}
