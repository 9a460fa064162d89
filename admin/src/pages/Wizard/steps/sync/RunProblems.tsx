import { Box, Flex, TextButton, Typography } from '@strapi/design-system';
import { WarningCircle } from '@strapi/icons';
import { useState } from 'react';
import type { Run } from '../../../../../../server/src/contracts';
import { useWizardText } from '../../../../components/review/useWizardText';
import { useServerText } from '../../../../hooks/useServerText';

const SHOWN_AT_FIRST = 5;

/** Records that could not be taken, each with its line or id. The others are imported. */
export function RunProblems({ run }: { run: Run }) {
  const text = useWizardText();
  const [all, setAll] = useState(false);
  const said = useServerText();
  const { problems, counts } = run.progress;
  if (problems.length === 0) return null;
  const failed = Math.max(counts.failed, problems.length);
  const shown = all ? problems : problems.slice(0, SHOWN_AT_FIRST);
  return (
    <Box background="neutral0" borderColor="neutral200" hasRadius padding={5}>
      <Flex gap={2} paddingBottom={3}>
        <WarningCircle fill="warning600" aria-hidden width="1.6rem" height="1.6rem" />
        <Typography variant="delta" tag="h3" textColor="neutral800">
          {text('wizard.problems', { count: failed })}
        </Typography>
      </Flex>
      <Flex tag="ul" direction="column" alignItems="stretch" gap={2}>
        {shown.map((problem, index) => (
          <Typography tag="li" key={index} textColor="neutral800">
            {problem.line !== null
              ? text('wizard.problem.line', { line: problem.line, message: said(problem.message, problem.words) })
              : problem.recordId !== null
                ? text('wizard.problem.record', { id: problem.recordId, message: said(problem.message, problem.words) })
                : said(problem.message, problem.words)}
          </Typography>
        ))}
      </Flex>
      {!all && problems.length > SHOWN_AT_FIRST ? (
        <Box paddingTop={3}>
          <TextButton onClick={() => setAll(true)}>
            {text('wizard.problems.all', { count: problems.length })}
          </TextButton>
        </Box>
      ) : null}
      {all && failed > problems.length ? (
        <Box paddingTop={3}>
          <Typography variant="pi" textColor="neutral600">
            {text('wizard.problems.more', { count: failed - problems.length })}
          </Typography>
        </Box>
      ) : null}
    </Box>
  );
}
