import { useRBAC } from '@strapi/strapi/admin';
import { ALL_PERMISSIONS } from '../permissions';

/** What the signed-in admin may do. All false while it is being found out. */
export function useAllowed() {
  const { allowedActions, isLoading } = useRBAC(ALL_PERMISSIONS);
  return {
    isLoading,
    canRead: allowedActions.canRead ?? false,
    canReview: allowedActions.canReview ?? false,
    canConfigure: allowedActions.canConfigure ?? false,
    canWrite: allowedActions.canWrite ?? false,
    canInvoice: allowedActions.canInvoice ?? false,
    canCharges: allowedActions.canCharges ?? false,
  };
}
