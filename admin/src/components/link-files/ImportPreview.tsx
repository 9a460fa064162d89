import type { ReactNode } from 'react';
import { Accordion, Box, Flex, Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import type { ImportChange, ImportChangeKind, ImportIssue, ImportReport } from '../../../../server/src/contracts';
import { useFileText } from './useFileText';
import { ServerText } from '../ServerText';

const KINDS = ['added', 'changed', 'removed', 'confirmed', 'rejected'] as const satisfies ImportChangeKind[];

/** What a file would change, by kind and by name, and the rows that are left out. */
export function ImportPreview({ report }: { report: ImportReport }) {
  const say = useFileText();
  const intl = useIntl();
  const { counts, changes, conflicts, problems } = report;
  const kinds = KINDS.filter((kind) => counts[kind] > 0);
  return (
    <Flex direction="column" alignItems="stretch" gap={5} aria-live="polite">
      <Typography tag="p" textColor="neutral800" style={{ overflowWrap: 'anywhere' }}>
        {say('linkFile.import.read', { file: report.fileName, rows: report.rows, unchanged: report.unchanged })}
      </Typography>
      {kinds.length === 0 ? (
        <Typography tag="p" fontWeight="bold">
          {say('linkFile.import.nothing')}
        </Typography>
      ) : (
        <Box>
          <Typography variant="delta" tag="h3" style={{ paddingBottom: '0.8rem' }}>
            {say('linkFile.import.changes')}
          </Typography>
          <Accordion.Root {...(kinds[0] ? { defaultValue: kinds[0] } : {})}>
            {kinds.map((kind) => (
              <Accordion.Item key={kind} value={kind}>
                <Accordion.Header variant="secondary">
                  <Accordion.Trigger>
                    {`${say(`linkFile.import.kind.${kind}`)} (${intl.formatNumber(counts[kind])})`}
                  </Accordion.Trigger>
                </Accordion.Header>
                <Accordion.Content>
                  <Changes rows={changes.rows.filter((change) => change.kind === kind)} total={counts[kind]} />
                </Accordion.Content>
              </Accordion.Item>
            ))}
          </Accordion.Root>
        </Box>
      )}
      <Issues title={say('linkFile.import.conflicts', { count: conflicts.total })} {...conflicts} />
      <Issues title={say('linkFile.import.problems', { count: problems.total })} {...problems} />
    </Flex>
  );
}

function Changes({ rows, total }: { rows: ImportChange[]; total: number }) {
  const say = useFileText();
  return (
    <Box padding={4}>
      <Flex tag="ul" direction="column" alignItems="stretch" gap={2}>
        {rows.map((change) => (
          <Row key={change.line} where={say('linkFile.import.line', { line: change.line })}>
            {change.previousLabel === null
              ? say('linkFile.import.pair', { local: change.localLabel, external: change.externalLabel })
              : say('linkFile.import.pair.previous', {
                  local: change.localLabel,
                  external: change.externalLabel,
                  previous: change.previousLabel,
                })}
          </Row>
        ))}
      </Flex>
      <More shown={rows.length} total={total} />
    </Box>
  );
}

function Issues({ title, rows, total }: { title: string; rows: ImportIssue[]; total: number }) {
  const say = useFileText();
  if (total === 0) return null;
  return (
    <Box borderColor="warning600" background="neutral0" hasRadius padding={5}>
      <Typography fontWeight="bold" tag="h3">
        {title}
      </Typography>
      <Flex tag="ul" direction="column" alignItems="stretch" gap={2} paddingTop={2}>
        {rows.map(({ line, field, message, words }) => (
          <Row
            key={`${line} ${field}`}
            where={
              field === null
                ? say('linkFile.import.line', { line })
                : say('linkFile.import.line.field', { line, field })
            }
          >
            <ServerText message={message} words={words} />
          </Row>
        ))}
      </Flex>
      <More shown={rows.length} total={total} />
    </Box>
  );
}

function Row({ where, children }: { where: string; children: ReactNode }) {
  return (
    <Flex tag="li" gap={4} alignItems="flex-start">
      <Box width="14rem" shrink={0}>
        <Typography variant="pi" textColor="neutral600">
          {where}
        </Typography>
      </Box>
      <Typography variant="pi" textColor="neutral800" style={{ overflowWrap: 'anywhere' }}>
        {children}
      </Typography>
    </Flex>
  );
}

function More({ shown, total }: { shown: number; total: number }) {
  const say = useFileText();
  const intl = useIntl();
  if (shown >= total) return null;
  return (
    <Typography variant="pi" textColor="neutral600" tag="p" style={{ paddingTop: '0.8rem' }}>
      {say('linkFile.import.more', { shown: intl.formatNumber(shown), total: intl.formatNumber(total) })}
    </Typography>
  );
}
