import {
  Box,
  Button,
  Checkbox,
  Field,
  Flex,
  SingleSelect,
  SingleSelectOption,
  Typography,
} from '@strapi/design-system';
import { useIntl } from 'react-intl';
import type { FieldRole } from '../../../../server/src/contracts';
import { useLabel } from '../../hooks/useLabel';
import { errorMessage } from '../../utils/errors';
import { Drawer } from '../Drawer';
import { EmptyState } from '../EmptyState';
import { LoadError } from '../LoadError';
import { LoadingRows } from '../LoadingRows';
import { useRoleText } from '../setup/useRoleText';
import { PlanItem } from './PlanItem';
import { isUpdate, targetKey, type WriteSubject, type WriteTarget } from './types';
import { type PreviewState, useWritePreview } from './useWritePreview';
import { PageButtons } from './PageButtons';
import { useWriteText } from './useWriteText';
import { ServerText } from '../ServerText';

interface WritePreviewProps {
  subject: WriteSubject;
  targets: readonly WriteTarget[];
  onStarted: (runId: string) => void;
  /** Looks for a partner of this name instead; null where that leads nowhere. */
  onFind: ((name: string) => void) | null;
  /** To the selection; null where there was none. */
  onBack: (() => void) | null;
  onClose: () => void;
}

/** Exactly what will be written, record by record, with what stands in the way and the choices that mend it. */
export function WritePreview({ subject, targets, onStarted, onFind, onBack, onClose }: WritePreviewProps) {
  const text = useWriteText();
  const intl = useIntl();
  const roleText = useRoleText();
  const state = useWritePreview(subject, targets);
  const { plans, preview, fields, unsent, choices, roles } = state;
  const { act, system } = subject;
  const creating = !isUpdate(act);
  const keys = act === 'write_anchor';
  const same = plans.filter(({ problems }) => problems.some(({ kind }) => kind === 'nothing')).length;
  const blocked = plans.filter(({ problems }) => problems.some(({ kind }) => kind !== 'nothing')).length;
  const count = state.targets.length - same;
  const open = choices.some(({ value }) => value === null);
  const [first] = state.targets;
  const single = targets.length === 1;

  const send = async () => {
    const run = await state.start();
    if (run !== null) onStarted(run);
  };

  return (
    <Drawer
      wide
      title={
        creating
          ? single
            ? text('writes.create.title', { name: first?.label ?? '', system })
            : text('writes.create.titleMany', { count: state.targets.length, system })
          : keys
            ? text('writes.keys.title', { system })
            : text('writes.update.title', { target: system })
      }
      onClose={onClose}
      footer={
        <Flex justifyContent="space-between" gap={3} width="100%" wrap="wrap">
          <Button variant="tertiary" onClick={onBack ?? onClose}>
            {text(onBack ? 'writes.back' : 'writes.cancel')}
          </Button>
          <Flex gap={3} wrap="wrap">
            {blocked > 0 ? (
              <Typography textColor="neutral800" role="status">
                {text('writes.blocked', { count: blocked })}
              </Typography>
            ) : null}
            <Button
              loading={state.starting}
              disabled={count < 1 || blocked > 0 || open || preview.isFetching || preview.data === undefined}
              onClick={() => void send()}
            >
              {text(creating ? 'writes.do.create' : 'writes.do.update', { count: Math.max(0, count) })}
            </Button>
          </Flex>
        </Flex>
      }
    >
      <Flex direction="column" alignItems="stretch" gap={4}>
        <Typography textColor="neutral800" tag="p">
          {text(creating ? 'writes.create.intro' : keys ? 'writes.keys.intro' : 'writes.update.intro', { system })}
        </Typography>
        {unsent.length > 0 && creating ? (
          <Typography variant="pi" textColor="neutral600" tag="p">
            {text('writes.unsent', { system, roles: unsent.map(roleText).join(', ') })}
          </Typography>
        ) : null}
        {!creating && !keys && fields.length > 0 ? <Roles state={state} /> : null}
        {choices.length > 0 ? <Choices state={state} /> : null}
        {state.error ? <LoadError message={errorMessage(state.error, intl)} onRetry={() => void send()} /> : null}
        {state.refused.length > 0 ? <Refusals state={state} /> : null}
        {preview.error ? (
          <LoadError
            message={text('writes.loadError', { message: errorMessage(preview.error, intl) })}
            onRetry={() => void preview.refetch()}
          />
        ) : null}
        {preview.isFetching && plans.length === 0 ? (
          <Box role="status" aria-label={text('writes.loading')}>
            <LoadingRows rows={single ? 4 : 8} />
          </Box>
        ) : null}
        {state.targets.length === 0 || (roles !== null && roles.length === 0) ? (
          <EmptyState text={text('writes.none')} />
        ) : null}
        <Flex tag="ol" direction="column" alignItems="stretch" gap={3} aria-busy={preview.isFetching}>
          {plans.map((plan) => {
            const target = state.shown.find((candidate) => state.isOf(plan, candidate));
            return target ? (
              <PlanItem
                key={targetKey(plan)}
                plan={plan}
                creating={creating}
                fixed={keys}
                open={single || !creating}
                onDrop={single ? null : () => state.drop([plan])}
                onEdit={(role, value) => state.edit(target, role, value)}
                onFind={onFind}
              />
            ) : null;
          })}
        </Flex>
        {state.page.pages > 1 ? <Pages state={state} /> : null}
      </Flex>
    </Drawer>
  );
}

/** Which values are carried over: all of them, or some, or prices alone. */
function Roles({ state: { fields, roles, setRoles } }: { state: PreviewState }) {
  const text = useWriteText();
  const labelOf = useLabel();
  const chosen = (role: FieldRole) => roles === null || roles.includes(role);
  const toggle = (role: FieldRole) =>
    setRoles(fields.map((field) => field.role).filter((other) => (other === role ? !chosen(role) : chosen(other))));
  return (
    <Box tag="fieldset" background="neutral100" borderColor="neutral200" hasRadius padding={4} style={{ margin: 0 }}>
      <Flex justifyContent="space-between" gap={3} paddingBottom={2}>
        <Typography tag="legend" variant="sigma" textColor="neutral600">
          {text('writes.values.all')}
        </Typography>
        {fields.some(({ role }) => role === 'price') ? (
          <Button size="S" variant="tertiary" onClick={() => setRoles(['price'])}>
            {text('writes.values.prices')}
          </Button>
        ) : null}
      </Flex>
      <Flex gap={5} wrap="wrap">
        {fields.map(({ role, label }) => (
          <Checkbox key={role} checked={chosen(role)} onCheckedChange={() => toggle(role)}>
            {labelOf(label)}
          </Checkbox>
        ))}
      </Flex>
    </Box>
  );
}

/** What all new records need beside their values. */
function Choices({ state: { choices, choose } }: { state: PreviewState }) {
  const text = useWriteText();
  const labelOf = useLabel();
  return (
    <Flex gap={4} wrap="wrap" alignItems="flex-end">
      {choices.map(({ name, label, value, options }) => (
        <Box key={name} minWidth="26rem">
          <Field.Root name={`choice-${name}`} required>
            <Field.Label>{labelOf(label)}</Field.Label>
            <SingleSelect
              value={value ?? undefined}
              placeholder={text('writes.choose')}
              onChange={(next) => choose(name, String(next))}
            >
              {options.map((option) => (
                <SingleSelectOption key={option.value} value={option.value}>
                  {labelOf(option.label)}
                </SingleSelectOption>
              ))}
            </SingleSelect>
          </Field.Root>
        </Box>
      ))}
    </Flex>
  );
}

/** Records of other pages that the server refused, before anything was written. */
function Refusals({ state: { refused, drop } }: { state: PreviewState }) {
  const text = useWriteText();
  return (
    <Box role="alert" background="neutral0" borderColor="danger600" hasRadius padding={4}>
      <Flex justifyContent="space-between" gap={3} wrap="wrap">
        <Typography textColor="neutral800">{text('writes.refused', { count: refused.length })}</Typography>
        <Button size="S" variant="tertiary" onClick={() => drop([...refused])}>
          {text('writes.refused.drop', { count: refused.length })}
        </Button>
      </Flex>
      <Box tag="ul" paddingTop={2}>
        {refused.slice(0, 10).map(({ id, label, problems }) => (
          <Typography key={id} tag="li" variant="pi" textColor="neutral800">
            {`${label}: `}
            {problems[0] ? <ServerText message={problems[0].message} words={problems[0].words} /> : null}
          </Typography>
        ))}
      </Box>
    </Box>
  );
}

function Pages({ state: { page, targets } }: { state: PreviewState }) {
  const text = useWriteText();
  return (
    <Flex justifyContent="space-between" gap={3}>
      <Typography variant="pi" textColor="neutral600" aria-live="polite">
        {text('writes.page', { from: page.from, to: page.to, total: targets.length })}
      </Typography>
      <PageButtons page={page.current + 1} pages={page.pages} onPage={(next) => page.set(next - 1)} />
    </Flex>
  );
}
