import { useState } from 'react';
import type { Connection, WizardStep } from '../../../../server/src/contracts';
import { useUrlState } from '../../hooks/useUrlState';
import { useCrosswalkCompleteStepMutation } from '../../services/crosswalk';

export const STEPS: readonly WizardStep[] = ['sync', 'review', 'map', 'create', 'check', 'done'];
const DEFAULTS = { step: '', mapping: '' } as const;

/** Search, page and chosen record belong to one step and tab; changing either leaves them behind. */
const OF_ONE_TAB = { search: '', score: '', sort: '', page: '', pageSize: '', record: '', locale: '', link: '' };
const OF_ONE_STEP = { state: '', side: '' };
const ALL = { ...DEFAULTS, ...OF_ONE_TAB, ...OF_ONE_STEP } as const;

/** A step's place in the order. */
export const orderOf = (step: WizardStep): number => STEPS.indexOf(step);

/**
 * Where the reader is in the wizard: step and mapping in the URL, the furthest step from the server. A step that is
 * not reached yet cannot be opened by its URL.
 */
export function useWizard(connection: Connection) {
  const [url, set] = useUrlState(ALL);
  // Known a moment before the connection is read again.
  const [ahead, setAhead] = useState<WizardStep>('sync');
  const [completeStep, { isLoading: completing }] = useCrosswalkCompleteStepMutation();

  const furthest = orderOf(ahead) > orderOf(connection.wizardStep) ? ahead : connection.wizardStep;
  const asked = STEPS.find((step) => step === url.step);
  const step = asked && orderOf(asked) <= orderOf(furthest) ? asked : furthest;

  const goTo = (next: WizardStep) => set({ ...OF_ONE_TAB, ...OF_ONE_STEP, step: next });
  /** Says on the server that a step is left for the next, and goes there. Rejects with the server's error. */
  const complete = async (done: Exclude<WizardStep, 'done'>) => {
    const { data } = await completeStep({ params: { id: connection.id, step: done } }).unwrap();
    setAhead(data.wizardStep);
    goTo(STEPS[orderOf(done) + 1] ?? 'done');
  };

  return {
    step,
    furthest,
    goTo,
    complete,
    completing,
    mappingId: url.mapping,
    setMapping: (mappingId: string) => set({ ...OF_ONE_TAB, mapping: mappingId }),
  };
}

export type Wizard = ReturnType<typeof useWizard>;
