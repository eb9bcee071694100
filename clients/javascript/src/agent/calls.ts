import type { Bus } from '../bus/bus.js';
import { read } from '../protocol/envelope.js';
import type { Operation } from '../protocol/operations.js';
import { Refusal } from '../protocol/refusal.js';
import type { Time } from '../time.js';

const FIRST_PAUSE = 50;
const LONGEST_PAUSE = 2_000;

/** Where there is too much to do, everybody who comes again makes it more. */
const LONGEST_PAUSE_OF_MANY = 16_000;

/** A bus that never answers at all is treated as one that lost the message. */
const ATTEMPT_TIMEOUT = 10_000;

/**
 * Asks until there is an answer or the deadline: every message is safe to repeat, and the very same
 * one is repeated.
 */
export class Calls {
  readonly #bus: Bus;
  readonly #time: Time;
  readonly #closing = new AbortController();

  constructor(bus: Bus, time: Time) {
    this.#bus = bus;
    this.#time = time;
  }

  /** The reply, or a failure with a `Refusal`, or with the signal's reason. */
  async call<Q, R>(
    operation: Operation<Q, R>,
    query: Q,
    deadline: number,
    signal?: AbortSignal,
  ): Promise<R> {
    for (let pause = FIRST_PAUSE; ; ) {
      signal?.throwIfAborted();
      this.#closing.signal.throwIfAborted();
      try {
        return read(operation.reply, await this.#ask(operation.address, query, deadline, signal));
      } catch (error) {
        signal?.throwIfAborted();
        const refusal = Refusal.from(error);
        const again = refusal.retryable && refusal.code !== 'RATE_LIMITED';
        const many = refusal.code === 'OVERLOADED';
        const hint = refusal.retryAfter ?? 0;
        const span = many ? Math.max(pause, hint) : pause;
        const least = Math.max(hint, span / 2);
        if (!again || this.#time.now() + Math.max(least, span) >= deadline) throw refusal;
        // Not all at the same moment after a failure that hit all.
        await this.#pause(least + this.#time.chance() * span, signal);
        pause = Math.min(span * 2, many ? LONGEST_PAUSE_OF_MANY : LONGEST_PAUSE);
      }
    }
  }

  /** Nothing is asked any more, and what is under way is not waited for. */
  close(): void {
    this.#closing.abort(new Refusal('UNAVAILABLE', 'the agent was closed'));
  }

  #ask(
    address: string,
    query: unknown,
    deadline: number,
    signal: AbortSignal | undefined,
  ): Promise<unknown> {
    const timeout = Math.min(ATTEMPT_TIMEOUT, Math.max(1, deadline - this.#time.now()));
    const giveUp = new AbortController();
    return this.#until(
      timeout,
      () => new Refusal('TIMEOUT', 'no answer in time'),
      this.#bus.request(address, query, giveUp.signal),
      signal,
    ).finally(() => giveUp.abort());
  }

  #pause(millis: number, signal: AbortSignal | undefined): Promise<unknown> {
    return this.#until(millis, () => undefined, new Promise(() => {}), signal);
  }

  /** The work; or, after so long, a failure, or nothing; or what ended the waiting. */
  #until(
    millis: number,
    late: () => Refusal | undefined,
    work: Promise<unknown>,
    signal: AbortSignal | undefined,
  ): Promise<unknown> {
    const closing = this.#closing.signal;
    return new Promise((resolve, reject) => {
      const closed = () => end(() => reject(closing.reason));
      const stopped = () => end(() => reject(signal?.reason));
      const cancel = this.#time.after(millis, () => {
        const failure = late();
        end(() => (failure === undefined ? resolve(undefined) : reject(failure)));
      });
      const end = (settle: () => void) => {
        cancel();
        closing.removeEventListener('abort', closed);
        signal?.removeEventListener('abort', stopped);
        settle();
      };
      closing.addEventListener('abort', closed);
      signal?.addEventListener('abort', stopped);
      work.then(
        (value) => end(() => resolve(value)),
        (error: unknown) => end(() => reject(error)),
      );
    });
  }
}
