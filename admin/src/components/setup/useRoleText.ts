import { useCallback } from 'react';
import type { FieldRole } from '../../../../server/src/contracts';
import { useText } from '../../hooks/useText';

/** A field role as people call it: `Tax id`, `Postal code`. */
export function useRoleText(): (role: FieldRole) => string {
  const t = useText();
  return useCallback((role) => t(`setup.role.${role}`), [t]);
}
