import type { Connection, Mapping } from '../../../../../server/src/contracts';
import type { Wizard } from '../useWizard';

/** What every step of the wizard gets. */
export interface StepProps {
  connection: Connection;
  wizard: Wizard;
  /** Empty until they are loaded. */
  mappings: readonly Mapping[];
  canReview: boolean;
  canConfigure: boolean;
  /** May create and update records in the external system. */
  canWrite: boolean;
}
