import { Box, Button, Field, Flex, TextButton, TextInput, Typography } from '@strapi/design-system';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import type { Connection, Mapping } from '../../../../server/src/contracts';
import { useAllowed } from '../../hooks/useAllowed';
import { useAct } from '../../hooks/useAct';
import { useCrosswalkMatchConnectionMutation, useCrosswalkUpdateMappingMutation } from '../../services/crosswalk';
import { errorMessage, fieldErrors } from '../../utils/errors';
import { usePercent } from '../../hooks/usePercent';
import { Drawer } from '../Drawer';
import { EmptyState } from '../EmptyState';
import { useEvidenceText } from '../evidence/useEvidenceText';
import { LoadError } from '../LoadError';
import { LoadingRows } from '../LoadingRows';
import { ProgressLine } from '../ProgressLine';
import { useToast } from '../Toasts';
import { LimitChart } from './LimitChart';
import { LimitPairs } from './LimitPairs';
import { useExpected } from './useExpected';
import { useLimit } from './useLimit';

interface LimitDrawerProps {
  connection: Connection;
  mapping: Mapping;
  onClose: () => void;
}

/** The limit from which pairs of a mapping are proposed: tried out with its consequences, then saved. */
export function LimitDrawer({ connection, mapping, onClose }: LimitDrawerProps) {
  const intl = useIntl();
  const say = useEvidenceText();
  const percent = usePercent();
  const toast = useToast();
  const { canConfigure } = useAllowed();
  const limit = useLimit(mapping);
  const [update, saving] = useCrosswalkUpdateMappingMutation();
  const [error, setError] = useState<unknown>(null);
  const editable = canConfigure && !mapping.managedByConfig;
  const { threshold, margin } = limit;

  const save = async () => {
    if (threshold === null || margin === null) return;
    setError(null);
    try {
      await update({ params: { id: mapping.id }, body: { threshold, margin } }).unwrap();
      toast({ tone: 'success', message: say('limit.saved', { name: mapping.name, limit: percent(threshold) }) });
    } catch (reason) {
      setError(reason);
    }
  };
  const errors = fieldErrors(error, intl);
  return (
    <Drawer
      title={say('limit.title', { name: mapping.name })}
      onClose={onClose}
      footer={
        <>
          <Button variant="tertiary" onClick={onClose}>
            {say('limit.close')}
          </Button>
          {editable ? (
            <Button
              loading={saving.isLoading}
              disabled={!limit.changed || threshold === null || margin === null}
              onClick={() => void save()}
            >
              {say('limit.save')}
            </Button>
          ) : null}
        </>
      }
    >
      <Flex direction="column" alignItems="stretch" gap={6}>
        {error ? (
          <Typography role="alert" textColor="danger600">
            {errorMessage(error, intl)}
          </Typography>
        ) : null}
        <Typography textColor="neutral800">{say('limit.explained')}</Typography>
        {mapping.managedByConfig ? <Typography textColor="neutral800">{say('limit.byConfig')}</Typography> : null}
        <Flex gap={4} alignItems="flex-start" wrap="wrap">
          <PercentField
            name="threshold"
            label={say('limit.threshold.typed')}
            value={limit.typed}
            onChange={limit.setTyped}
            error={errors.threshold ?? (threshold === null ? say('limit.threshold.bounds') : undefined)}
            disabled={!editable}
          />
          <PercentField
            name="margin"
            label={say('limit.margin')}
            hint={say('limit.margin.hint')}
            value={limit.typedMargin}
            onChange={limit.setTypedMargin}
            error={errors.margin ?? (margin === null ? say('limit.margin.bounds') : undefined)}
            disabled={!editable}
          />
        </Flex>
        <Applying connection={connection} />
        <Consequences connection={connection} mapping={mapping} limit={limit} editable={editable} />
      </Flex>
    </Drawer>
  );
}

interface PercentFieldProps {
  name: string;
  label: string;
  hint?: string;
  value: string;
  error: string | undefined;
  disabled: boolean;
  onChange: (typed: string) => void;
}

function PercentField({ name, label, hint, value, error, disabled, onChange }: PercentFieldProps) {
  return (
    <Box flex="1" minWidth="20rem">
      <Field.Root name={name} error={error} hint={hint}>
        <Field.Label>{label}</Field.Label>
        <TextInput
          inputMode="decimal"
          autoComplete="off"
          value={value}
          disabled={disabled}
          onChange={(event: React.ChangeEvent<HTMLInputElement>) => onChange(event.target.value)}
        />
        <Field.Hint />
        <Field.Error />
      </Field.Root>
    </Box>
  );
}

/** The run that decides anew after a limit was saved. */
function Applying({ connection }: { connection: Connection }) {
  const say = useEvidenceText();
  const run = connection.activeRun;
  if (!run) return null;
  const { parts } = run.progress;
  const part = parts.find(({ phase }) => phase !== 'done' && phase !== 'waiting') ?? parts.at(-1);
  return (
    <ProgressLine
      label={say(run.kind === 'sync' ? 'limit.syncing' : 'limit.applying')}
      done={part?.done ?? 0}
      total={part?.total ?? null}
    />
  );
}

interface ConsequencesProps {
  connection: Connection;
  mapping: Mapping;
  limit: ReturnType<typeof useLimit>;
  editable: boolean;
}

function Consequences({ connection, mapping, limit, editable }: ConsequencesProps) {
  const intl = useIntl();
  const say = useEvidenceText();
  const percent = usePercent();
  const expected = useExpected();
  const { inForce, result, point } = limit;
  if (limit.error && !(inForce && result)) {
    return (
      <LoadError message={say('limit.error', { message: errorMessage(limit.error, intl) })} onRetry={limit.retry} />
    );
  }
  if (!inForce || !result || !point) return <LoadingRows rows={3} height="9rem" />;
  if (result.model === null || result.points.length === 0) return <NotMatched connection={connection} />;

  const { decisions } = result;
  const present = { ...inForce.at, threshold: mapping.threshold };
  const counts = {
    limit: percent(point.threshold),
    proposed: intl.formatNumber(point.autoLinked),
    undecided: result.undecided,
    name: mapping.localNamePlural,
    wrong: expected(point.expectedWrong),
  };
  return (
    <Flex direction="column" alignItems="stretch" gap={5}>
      <Box aria-live="polite">
        <Typography textColor="neutral800" tag="p" fontWeight="semiBold">
          {say('limit.sentence', counts)}
        </Typography>
        {decisions.confirmed + decisions.rejected > 0 ? (
          <Typography textColor="neutral800" tag="p">
            {say('limit.sentence.decisions', {
              found: intl.formatNumber(point.found),
              confirmed: decisions.confirmed,
              missed: intl.formatNumber(point.missed),
              wrong: intl.formatNumber(point.wrong),
              rejected: decisions.rejected,
            })}
          </Typography>
        ) : null}
      </Box>
      <LimitChart
        points={result.points}
        chosen={point}
        present={present}
        decisions={decisions}
        matchNow={<MatchNow connection={connection} />}
        editable={editable}
        onChange={limit.setThreshold}
      />
      {limit.changed && editable ? (
        <Flex>
          <TextButton onClick={limit.restore}>{say('limit.restore', { limit: percent(mapping.threshold) })}</TextButton>
        </Flex>
      ) : null}
      <LimitPairs
        busy={!limit.isCurrent}
        lists={{
          added: result.at.added,
          removed: result.at.removed,
          missed: result.at.missedPairs,
          wrong: result.at.wrongPairs,
          found: result.at.foundPairs,
        }}
      />
      <Typography variant="pi" textColor="neutral600" tag="p">
        {say('limit.model', {
          version: result.model.version,
          at: intl.formatDate(result.model.fittedAt, { dateStyle: 'medium', timeStyle: 'short' }),
          count: result.model.confirmed + result.model.rejected,
        })}
      </Typography>
    </Flex>
  );
}

/** Without scores there is nothing to weigh. */
function NotMatched({ connection }: { connection: Connection }) {
  const say = useEvidenceText();
  return <EmptyState text={say('limit.empty')} action={<MatchNow connection={connection} />} />;
}

/** Matches the records of a connection anew; nothing while a run is under way. */
function MatchNow({ connection }: { connection: Connection }) {
  const say = useEvidenceText();
  const act = useAct();
  const { canReview } = useAllowed();
  const [match, { isLoading }] = useCrosswalkMatchConnectionMutation();
  if (!canReview || connection.activeRun) return null;
  const start = () =>
    void act(match({ params: { id: connection.id } }).unwrap(), { done: say('limit.empty.started'), undo: false });
  return (
    <Button variant="secondary" loading={isLoading} onClick={start}>
      {say('limit.empty.act')}
    </Button>
  );
}
