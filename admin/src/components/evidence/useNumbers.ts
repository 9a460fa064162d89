import { usePersistentState } from '@strapi/strapi/admin';

/** Whether this reader wants the weights of the evidence in numbers; kept in the browser. */
export function useNumbers() {
  return usePersistentState<boolean>('CROSSWALK_NUMBERS', false);
}
