import { TextButton, Typography } from '@strapi/design-system';
import type { Link } from '../../../../server/src/contracts';
import { usePercent } from '../../hooks/usePercent';
import { useEvidenceText } from '../evidence/useEvidenceText';
import { useSentence } from '../evidence/useSentence';
import { useWizardText } from './useWizardText';

interface RunnerUpProps {
  link: Link;
  comparing: boolean;
  onCompare: (comparing: boolean) => void;
}

/**
 * What came second, or that nothing did, and the way to both side by side. Said in every case: a proposal is only as
 * safe as its distance.
 */
export function RunnerUp({ link, comparing, onCompare }: RunnerUpProps) {
  const text = useWizardText();
  const say = useEvidenceText();
  const percent = usePercent();
  const sentenceOf = useSentence();
  const { runnerUp } = link;
  if (runnerUp === null) {
    return (
      <Typography variant="pi" textColor="neutral600" tag="p">
        {text('wizard.runnerUp.none')}
      </Typography>
    );
  }
  return (
    <Typography variant="pi" textColor="neutral600" tag="div">
      {text('wizard.runnerUp.label')}{' '}
      <Typography variant="pi" fontWeight="semiBold" textColor="neutral800" tag="span">
        {runnerUp.label} {percent(runnerUp.score)}
      </Typography>{' '}
      {runnerUp.evidence ? sentenceOf(runnerUp.evidence) : runnerUp.sentence}{' '}
      {runnerUp.evidence && link.evidence ? (
        <TextButton
          aria-expanded={comparing}
          aria-label={
            comparing ? undefined : say('evidence.compare.of', { first: link.external.label, second: runnerUp.label })
          }
          onClick={() => onCompare(!comparing)}
          style={{ display: 'inline-flex' }}
        >
          {say(comparing ? 'evidence.compare.hide' : 'evidence.compare')}
        </TextButton>
      ) : null}
    </Typography>
  );
}
