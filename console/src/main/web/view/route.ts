/** The views, in the order of the navigation. */
export const VIEW_NAMES = ['signers', 'requests', 'sessions', 'sign', 'cluster'] as const;

export type ViewName = (typeof VIEW_NAMES)[number];

/** The view that a link names; undefined for a link to something else. */
export function viewOf(hash: string): ViewName | undefined {
  if (hash === '' || hash === '#/') return VIEW_NAMES[0];
  return VIEW_NAMES.find((name) => hash === `#/${name}`);
}
