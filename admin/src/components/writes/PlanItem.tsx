import { Box, Button, Flex, TextButton, Typography } from '@strapi/design-system';
import { WarningCircle } from '@strapi/icons';
import { useState } from 'react';
import { styled } from 'styled-components';
import type { FieldRole, WritePlan, WriteProblem, WriteValue } from '../../../../server/src/contracts';
import { useLabel } from '../../hooks/useLabel';
import { StateTag } from '../StateTag';
import { useWriteText } from './useWriteText';
import { ValueInput } from './ValueInput';
import { ServerText } from '../ServerText';

interface PlanItemProps {
  plan: WritePlan;
  creating: boolean;
  /** Nothing else can be written in the place of these values: keys of entries. */
  fixed: boolean;
  /** Shown with its values from the start. */
  open: boolean;
  /** null: it is the only one, so there is nothing to leave out. */
  onDrop: (() => void) | null;
  onEdit: (role: FieldRole, value: string) => void;
  /** Looks for the record that has the name, to link it. */
  onFind: ((name: string) => void) | null;
}

/** One record as it will be written: each value, what stands in the way, and the choices that mend it. */
export function PlanItem({ plan, creating, fixed, open, onDrop, onEdit, onFind }: PlanItemProps) {
  const text = useWriteText();
  const [shown, setShown] = useState(open);
  const blocked = plan.problems.length > 0;
  const isSame = plan.problems.some(({ kind }) => kind === 'nothing');
  const isGone = blocked && plan.problems.every(({ role }) => role === null);
  const visible = (shown || blocked) && !isGone;
  const values = creating ? plan.values : plan.values.filter(({ before, value }) => before !== value);
  const summary = values
    .filter(({ role, value }) => role !== 'name' && value !== '')
    .map(({ value }) => value)
    .join(' · ');
  return (
    <Box tag="li" background="neutral0" borderColor="neutral200" hasRadius padding={4} data-plan={plan.id}>
      <Flex justifyContent="space-between" gap={3} wrap="wrap">
        <Box minWidth={0} flex="1">
          <Typography fontWeight="bold" textColor="neutral800" tag="h3" style={{ overflowWrap: 'anywhere' }}>
            {plan.target && plan.target !== plan.label ? `${plan.label} → ${plan.target}` : plan.label}
          </Typography>
          {!visible && creating && summary ? (
            <Typography variant="pi" textColor="neutral600" style={{ overflowWrap: 'anywhere' }}>
              {summary}
            </Typography>
          ) : null}
        </Box>
        <Flex gap={3}>
          <StateTag tone={isSame ? 'neutral' : blocked ? 'warning' : 'success'}>
            {text(isSame ? 'writes.same' : blocked ? 'writes.needs' : 'writes.ready')}
          </StateTag>
          {!blocked && !open ? (
            <TextButton
              aria-expanded={shown}
              aria-label={text(shown ? 'writes.hide' : 'writes.show', { name: plan.label })}
              onClick={() => setShown(!shown)}
            >
              {text(shown ? 'writes.hideShort' : 'writes.showShort')}
            </TextButton>
          ) : null}
          {onDrop && !isSame ? (
            <Button
              size="S"
              variant="ghost"
              aria-label={text('writes.leaveOutOf', { name: plan.label })}
              onClick={onDrop}
            >
              {text('writes.leaveOutRecord')}
            </Button>
          ) : null}
        </Flex>
      </Flex>
      {plan.problems
        .filter(({ role, kind }) => role === null && kind !== 'nothing')
        .map((problem) => (
          <ProblemLine key={problem.message} problem={problem} />
        ))}
      {visible && values.length > 0 ? (
        <Values>
          <thead>
            <tr>
              <th scope="col">{text('writes.field')}</th>
              {creating ? null : <th scope="col">{text('writes.before')}</th>}
              <th scope="col">{text('writes.value')}</th>
            </tr>
          </thead>
          <tbody>
            {values.map((value) => (
              <ValueRow
                key={value.role}
                value={value}
                label={plan.label}
                creating={creating}
                fixed={fixed}
                problem={plan.problems.find(({ role }) => role === value.role) ?? null}
                onEdit={(next) => onEdit(value.role, next)}
                onFind={onFind}
              />
            ))}
          </tbody>
        </Values>
      ) : null}
    </Box>
  );
}

interface ValueRowProps {
  value: WriteValue;
  label: string;
  creating: boolean;
  fixed: boolean;
  problem: WriteProblem | null;
  onEdit: (value: string) => void;
  onFind: ((name: string) => void) | null;
}

function ValueRow({ value, label, creating, fixed, problem, onEdit, onFind }: ValueRowProps) {
  const text = useWriteText();
  const field = useLabel()(value.label);
  const canOmit = !value.required && value.value !== '';
  return (
    <tr>
      <th scope="row">
        <Typography textColor="neutral800">{field}</Typography>
      </th>
      {creating ? null : (
        <td>
          <Typography textColor="neutral600" style={{ overflowWrap: 'anywhere' }}>
            {value.before === '' || value.before === null ? text('writes.empty') : value.before}
          </Typography>
        </td>
      )}
      <td>
        <Flex direction="column" alignItems="stretch" gap={2}>
          {fixed ? (
            <Typography textColor="neutral800" style={{ overflowWrap: 'anywhere' }}>
              {value.value}
            </Typography>
          ) : (
            <ValueInput value={value} label={`${field}, ${label}`} isInvalid={problem !== null} onChange={onEdit} />
          )}
          {problem ? <ProblemLine problem={problem} /> : null}
          {problem && !fixed ? (
            <Flex gap={2} wrap="wrap">
              {problem.suggestion !== null ? (
                <Button size="S" variant="secondary" onClick={() => onEdit(problem.suggestion ?? '')}>
                  {text('writes.use', { value: problem.suggestion })}
                </Button>
              ) : null}
              {problem.holder?.active && onFind && problem.suggestion === null ? (
                <Button size="S" variant="secondary" onClick={() => onFind(value.value)}>
                  {text('writes.linkHolder')}
                </Button>
              ) : null}
              {canOmit ? (
                <Button size="S" variant="tertiary" onClick={() => onEdit('')}>
                  {text('writes.leaveOutValue')}
                </Button>
              ) : null}
            </Flex>
          ) : null}
          {!creating && !fixed && !problem ? (
            <TextButton onClick={() => onEdit('')}>{text('writes.leaveOutValue')}</TextButton>
          ) : null}
        </Flex>
      </td>
    </tr>
  );
}

function ProblemLine({ problem }: { problem: WriteProblem }) {
  return (
    <Flex gap={2} alignItems="flex-start" paddingTop={1} role="status">
      <WarningCircle aria-hidden fill="warning600" width="1.6rem" height="1.6rem" style={{ flexShrink: 0 }} />
      <Typography variant="pi" textColor="neutral800" style={{ overflowWrap: 'anywhere' }}>
        <ServerText message={problem.message} words={problem.words} />
      </Typography>
    </Flex>
  );
}

const Values = styled.table`
  width: 100%;
  margin-top: 1.2rem;
  border-collapse: collapse;
  th,
  td {
    padding: 0.8rem 1.2rem 0.8rem 0;
    text-align: left;
    vertical-align: top;
    border-top: 1px solid ${({ theme }) => theme.colors.neutral150};
    width: 36%;
  }
  th:first-child {
    width: 20%;
  }
  thead th {
    border-top: none;
    padding-bottom: 0.4rem;
    font-size: 1.1rem;
    color: ${({ theme }) => theme.colors.neutral600};
  }
`;
