import { Typography } from '@strapi/design-system';
import type { Link } from '../../../../server/src/contracts';
import { percent } from '../../utils/format';
import { useWizardText } from './useWizardText';

/** What came second, or that nothing did. Said in every case: a proposal is only as safe as its distance. */
export function RunnerUp({ link }: { link: Link }) {
  const text = useWizardText();
  const { runnerUp } = link;
  return (
    <Typography variant="pi" textColor="neutral600" tag="p">
      {runnerUp === null ? (
        text('wizard.runnerUp.none')
      ) : (
        <>
          {text('wizard.runnerUp.label')}{' '}
          <Typography variant="pi" fontWeight="semiBold" textColor="neutral800" tag="span">
            {runnerUp.label} {percent(runnerUp.score)}
          </Typography>{' '}
          {runnerUp.sentence}
        </>
      )}
    </Typography>
  );
}
