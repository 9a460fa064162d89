import { Box, Button, Flex, LinkButton, Typography } from '@strapi/design-system';
import { WarningCircle } from '@strapi/icons';
import { NavLink } from 'react-router-dom';
import type { Run } from '../../../../../../server/src/contracts';
import { useWizardText } from '../../../../components/review/useWizardText';
import { When } from '../../../../components/When';
import { useAct } from '../../../../hooks/useAct';
import { useCrosswalkResumeRunMutation } from '../../../../services/crosswalk';
import { settingsPath } from '../../../../utils/connectionPaths';
import { ServerText } from '../../../../components/ServerText';

interface RunNoticeProps {
  run: Run;
  canConfigure: boolean;
  canReview: boolean;
  onSyncAgain: () => void;
}

/** Why a run stands still, and what can be done: try now, answer its question, or start again. */
export function RunNotice({ run, canConfigure, canReview, onSyncAgain }: RunNoticeProps) {
  const text = useWizardText();
  const act = useAct();
  const [resume, { isLoading }] = useCrosswalkResumeRunMutation();
  if (run.state !== 'waiting' && run.state !== 'asking' && run.state !== 'failed' && run.state !== 'cancelled')
    return null;
  // Without a time to try again it waits for the vendor's program to call.
  const waitsForVisit = run.state === 'waiting' && run.runAfter === null;
  const go = (answer: 'continue' | 'keep') =>
    void act(resume({ params: { id: run.id }, body: { answer } }).unwrap(), {
      done: text('wizard.run.goesOn'),
      undo: false,
    });

  return (
    <Flex
      role={run.state === 'failed' ? 'alert' : 'status'}
      gap={4}
      wrap="wrap"
      background="neutral0"
      borderColor={run.state === 'failed' ? 'danger600' : 'warning600'}
      hasRadius
      padding={5}
    >
      <WarningCircle
        fill={run.state === 'failed' ? 'danger600' : 'warning600'}
        aria-hidden
        width="2rem"
        height="2rem"
      />
      <Box flex="1" minWidth="24rem">
        <Typography fontWeight="bold" tag="p" textColor="neutral800">
          {text(waitsForVisit ? 'wizard.run.visit' : `wizard.run.${run.state}`)}
        </Typography>
        {run.question ? (
          <Typography tag="p" textColor="neutral800">
            {text('wizard.run.removals', { removed: run.question.removed, of: run.question.of })}
          </Typography>
        ) : null}
        {run.message !== null ? (
          <Typography tag="p" textColor="neutral800">
            <ServerText message={run.message} words={run.words} />
          </Typography>
        ) : null}
        {run.state === 'waiting' && run.runAfter !== null ? (
          <Typography tag="p" variant="pi" textColor="neutral600">
            {text('wizard.run.nextTry')} <When at={run.runAfter} />
          </Typography>
        ) : null}
        {!canConfigure && run.state !== 'cancelled' && !waitsForVisit ? (
          <Typography tag="p" variant="pi" textColor="neutral600">
            {text('wizard.run.needsConfigure')}
          </Typography>
        ) : null}
      </Box>
      <Flex gap={2}>
        {run.state === 'asking' && canConfigure ? (
          <>
            <Button variant="secondary" loading={isLoading} onClick={() => go('keep')}>
              {text('wizard.run.keep')}
            </Button>
            <Button variant="danger-light" loading={isLoading} onClick={() => go('continue')}>
              {text('wizard.run.remove')}
            </Button>
          </>
        ) : null}
        {waitsForVisit && canConfigure ? (
          <LinkButton tag={NavLink} variant="secondary" to={settingsPath({ id: run.connectionId })}>
            {text('wizard.run.visitHow')}
          </LinkButton>
        ) : null}
        {((run.state === 'waiting' && !waitsForVisit) || run.state === 'failed') && canConfigure ? (
          <Button loading={isLoading} onClick={() => go('continue')}>
            {text(run.state === 'waiting' ? 'wizard.run.tryNow' : 'wizard.run.resume')}
          </Button>
        ) : null}
        {run.state === 'cancelled' && canReview ? (
          <Button onClick={onSyncAgain}>{text('wizard.sync.again')}</Button>
        ) : null}
      </Flex>
    </Flex>
  );
}
