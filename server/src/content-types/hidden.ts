/** Our types are worked on in Crosswalk's own pages, so the Content Manager does not list them. */
export const hidden = {
  'content-manager': { visible: false },
  'content-type-builder': { visible: false },
} as const;
