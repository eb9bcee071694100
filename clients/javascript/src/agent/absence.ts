import type { Context } from './context.js';

const LEAST_TIMES = 3;

/**
 * How long the services have been saying that they do not know something that they knew. While their
 * members change places they may not find it for some seconds, so only what stays is believed.
 */
export class Absence {
  #since: number | undefined;
  #times = 0;

  /** How long they may not find what they have. */
  static patience({ settings, limits }: Context): number {
    return Math.min(settings.callDeadline, 2 * limits.syncInterval);
  }

  /** They know it. */
  over(): void {
    this.#since = undefined;
    this.#times = 0;
  }

  /** They do not know it; true if they have been saying so for longer than this, and often. */
  lasts(patience: number, now: number): boolean {
    this.#since ??= now;
    this.#times++;
    return this.#times >= LEAST_TIMES && now - this.#since > patience;
  }
}
