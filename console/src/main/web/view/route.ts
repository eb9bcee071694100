import type { Hex } from '@tutti/client';

/** The views, in the order of the navigation. */
export const VIEW_NAMES = ['signers', 'requests', 'sessions', 'sign', 'cluster'] as const;

export type ViewName = (typeof VIEW_NAMES)[number];

/** A view, and what is looked for in it. */
export interface Place {
  readonly view: ViewName;
  readonly id?: Hex;
}

/** The place that a link names; undefined for a link to something else. */
export function placeOf(hash: string): Place | undefined {
  if (hash === '' || hash === '#/') return { view: VIEW_NAMES[0] };
  const [, named, id] = /^#\/([a-z]+)(?:\/([0-9a-f]{64}))?$/.exec(hash) ?? [];
  const view = VIEW_NAMES.find((name) => name === named);
  if (view === undefined) return undefined;
  return id === undefined ? { view } : { view, id };
}

/** The heading of a request or a session. */
export function headingOf(id: Hex): string {
  return `about-${id}`;
}
