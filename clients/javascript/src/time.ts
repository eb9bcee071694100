import { Refusal } from './protocol/refusal.js';

/** What an agent takes of time and chance; nothing secret comes of the chance. */
export interface Time {
  /** Milliseconds since 1970. */
  now(): number;
  /** Runs work once after so many milliseconds; the result takes it back. */
  after(millis: number, work: () => void): () => void;
  /** Any number from 0 up to, not including, 1. */
  chance(): number;
}

/** Timers cannot be set further ahead than this. */
const LONGEST_TIMER = 2 ** 31 - 1;

export const SYSTEM_TIME: Time = {
  now: () => Date.now(),
  after: (millis, work) => {
    const timer = setTimeout(work, Math.min(millis, LONGEST_TIMER));
    return () => clearTimeout(timer);
  },
  chance: () => Math.random(),
};

/** How long somebody waits. Who stops waiting takes nothing back that was said. */
export interface Wait {
  /** Fails with the signal's reason when it is aborted. */
  readonly signal?: AbortSignal;
  /** Fails with `TIMEOUT` after so many milliseconds. */
  readonly timeout?: number;
}

/** The result of the work, unless the waiting ends before. */
export function within<T>(time: Time, work: Promise<T>, wait: Wait): Promise<T> {
  const { signal, timeout } = wait;
  if (signal === undefined && timeout === undefined) return work;
  return new Promise<T>((resolve, reject) => {
    const stopped = () => end(() => reject(signal?.reason));
    const late = () => end(() => reject(new Refusal('TIMEOUT', 'no answer in time')));
    const cancel = timeout === undefined ? () => {} : time.after(timeout, late);
    const end = (settle: () => void) => {
      cancel();
      signal?.removeEventListener('abort', stopped);
      settle();
    };
    signal?.addEventListener('abort', stopped);
    if (signal?.aborted) stopped();
    work.then(
      (value) => end(() => resolve(value)),
      (error: unknown) => end(() => reject(error)),
    );
  });
}

/**
 * Lets everything else have its turn: what was typed is heard, the page is drawn. Timers would do, but
 * browsers slow them down on pages that nobody looks at.
 */
export function turn(): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}

/** A promise that is settled from outside; a failure that nobody waits for is no error. */
export class Deferred<T> {
  readonly promise: Promise<T>;
  resolve!: (value: T | PromiseLike<T>) => void;
  reject!: (reason: unknown) => void;

  constructor() {
    this.promise = new Promise<T>((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
    this.promise.catch(() => {});
  }
}

/** Leaves work to itself, whose last step has taken care of failures. */
export function detach(work: Promise<unknown>): void {
  work.catch(() => {});
}
