import type { Hex } from '@tutti/client';

/** The part of the browser's locks that is used. */
export type Locks = Pick<LockManager, 'request'>;

/**
 * Takes a key for this tab alone: two agents with one key would contradict each other, and the
 * signer would be blamed for it.
 *
 * @returns gives it back; undefined if another tab has it
 */
export function takeSoleUse(key: Hex, locks: Locks): Promise<(() => void) | undefined> {
  return new Promise((taken, failed) => {
    const options = { ifAvailable: true } as const;
    locks
      .request(`tutti.signer.${key}`, options, (lock) => {
        if (lock === null) {
          taken(undefined);
          return undefined;
        }
        return new Promise<void>((giveBack) => taken(() => giveBack()));
      })
      .catch(failed);
  });
}
