import { useRef, useState } from 'react';
import type { FieldRole, WritePlan } from '../../../../server/src/contracts';
import {
  useCrosswalkPreviewWritesQuery,
  useCrosswalkWriteExternalMutation,
  useCrosswalkWriteLocalMutation,
} from '../../services/crosswalk';
import { errorDetails } from '../../utils/errors';
import { type Edits, isUpdate, targetKey, type WriteSubject, type WriteTarget } from './types';

const PAGE_SIZE = 25;

/** Records that the server refused, with the reason of each. */
export interface Refused {
  id: string;
  locale: string;
  label: string;
  problems: WritePlan['problems'];
}

const editsOf = (targets: readonly WriteTarget[]): Edits =>
  Object.fromEntries(targets.flatMap((target) => (target.edits ? [[targetKey(target), target.edits]] : [])));

/** The preview of a selection, page by page, what was changed in it, and the start of its run. */
export function useWritePreview(subject: WriteSubject, first: readonly WriteTarget[]) {
  const { mapping, act } = subject;
  const [targets, setTargets] = useState<readonly WriteTarget[]>(first);
  const [page, setPage] = useState(0);
  const [edits, setEdits] = useState<Edits>(() => editsOf(first));
  const [roles, setRoles] = useState<readonly FieldRole[] | null>(subject.roles ?? null);
  const [choices, setChoices] = useState<Readonly<Record<string, string>>>({});
  const [refused, setRefused] = useState<readonly Refused[]>([]);
  const [error, setError] = useState<unknown>(null);

  const isOf = (plan: { id: string; locale: string }, target: WriteTarget): boolean =>
    plan.id === target.id && (isUpdate(act) || plan.locale === target.locale);
  const pages = Math.max(1, Math.ceil(targets.length / PAGE_SIZE));
  const current = Math.min(page, pages - 1);
  const shown = targets.slice(current * PAGE_SIZE, (current + 1) * PAGE_SIZE);
  const recordOf = (target: WriteTarget) => {
    const own = edits[targetKey(target)];
    return { id: target.id, locale: isUpdate(act) ? '' : target.locale, ...(own ? { edits: own } : {}) };
  };
  const rest = { choices: { ...choices }, ...(roles && roles.length > 0 ? { roles: [...roles] } : {}) };
  const noRoles = roles !== null && roles.length === 0;
  const preview = useCrosswalkPreviewWritesQuery(
    { params: { id: mapping.id }, body: { act, records: shown.map(recordOf), ...rest } },
    { skip: shown.length === 0 || noRoles, refetchOnMountOrArgChange: true },
  );
  // While a change is looked at, what was shown before stays, so that nothing jumps.
  const data = preview.data?.data;
  const fields = useRef<NonNullable<typeof data>['fields']>([]);
  if (data) fields.current = data.fields;
  const plans = noRoles ? [] : (data?.records ?? []).filter((plan) => shown.some((target) => isOf(plan, target)));

  const [toExternal, sendingOut] = useCrosswalkWriteExternalMutation();
  const [toLocal, sendingIn] = useCrosswalkWriteLocalMutation();

  async function start(): Promise<string | null> {
    setError(null);
    setRefused([]);
    const records = targets.map((target) => {
      const plan = plans.find((candidate) => isOf(candidate, target));
      const record = recordOf(target);
      // What was seen is what is written: other values by then are refused.
      return plan && isUpdate(act)
        ? {
            ...record,
            edits: { ...record.edits, ...Object.fromEntries(plan.values.map(({ role, value }) => [role, value])) },
            before: Object.fromEntries(plan.values.map(({ role, before }) => [role, before ?? ''])),
          }
        : record;
    });
    try {
      const params = { id: mapping.id };
      const { data: started } =
        act === 'create_external' || act === 'update_external' || act === 'write_anchor'
          ? await toExternal({ params, body: { act, records, ...rest } }).unwrap()
          : await toLocal({ params, body: { act, records, ...rest } }).unwrap();
      return started.run.id;
    } catch (failed) {
      const details = errorDetails(failed);
      if (typeof details === 'object' && details !== null && 'blocked' in details)
        setRefused(details.blocked as Refused[]);
      else setError(failed);
      return null;
    }
  }

  const drop = (some: ReadonlyArray<{ id: string; locale: string }>) => {
    const gone = (target: WriteTarget) => some.some((plan) => isOf(plan, target));
    setTargets((before) => before.filter((target) => !gone(target)));
    setRefused((before) => before.filter((plan) => !some.includes(plan)));
  };

  return {
    targets,
    shown,
    isOf,
    plans,
    preview,
    choices: data?.choices ?? [],
    choose: (name: string, value: string) => setChoices((before) => ({ ...before, [name]: value })),
    fields: fields.current,
    unsent: data?.unsent ?? [],
    roles,
    setRoles,
    edit: (target: WriteTarget, role: FieldRole, value: string) =>
      setEdits((before) => ({
        ...before,
        [targetKey(target)]: { ...before[targetKey(target)], [role]: value },
      })),
    drop,
    page: { current, pages, from: current * PAGE_SIZE + 1, to: current * PAGE_SIZE + shown.length, set: setPage },
    start,
    starting: sendingOut.isLoading || sendingIn.isLoading,
    refused,
    error,
  };
}

export type PreviewState = ReturnType<typeof useWritePreview>;
