import { Box, Flex, TextButton, Typography } from '@strapi/design-system';
import { useId } from 'react';
import type { Evidence, Link } from '../../../../server/src/contracts';
import { PairTable } from './PairTable';
import { useEvidenceText } from './useEvidenceText';
import { Vetoes } from './Vetoes';

interface ExplanationProps {
  link: Link;
  evidence: Evidence;
  /** Probability at which a pair is proposed; null: not known. */
  threshold: number | null;
  numbers: boolean;
  onNumbers: (shown: boolean) => void;
  localHead: React.ReactNode;
  externalHead: React.ReactNode;
  evidenceHead: React.ReactNode;
}

/** Why two records may be the same: plain words first, the numbers on demand. */
export function Explanation(props: ExplanationProps) {
  const { link, evidence, numbers } = props;
  const say = useEvidenceText();
  const id = useId();
  return (
    <Flex direction="column" alignItems="stretch" gap={2}>
      <Vetoes vetoes={evidence.vetoes} />
      <Box id={id}>
        <PairTable
          evidence={evidence}
          score={link.score}
          threshold={props.threshold}
          numbers={numbers}
          localHead={props.localHead}
          externalHead={props.externalHead}
          evidenceHead={props.evidenceHead}
        />
        {numbers ? (
          <Typography variant="pi" textColor="neutral600" tag="p" style={{ paddingTop: '0.8rem' }}>
            {say('evidence.bits.explained')}{' '}
            {link.modelVersion === null ? '' : say('evidence.model', { version: link.modelVersion })}
          </Typography>
        ) : null}
      </Box>
      <Flex>
        <TextButton aria-expanded={numbers} aria-controls={id} onClick={() => props.onNumbers(!numbers)}>
          {say(numbers ? 'evidence.numbers.hide' : 'evidence.numbers.show')}
        </TextButton>
      </Flex>
    </Flex>
  );
}
