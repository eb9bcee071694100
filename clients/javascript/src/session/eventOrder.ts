import type { Event } from '../protocol/events.js';

/** Beyond this many out of order, the missing ones are fetched and these with them. */
const MAX_EARLY = 1_000;

/** Puts one session's events in order, drops repeats, and says when some are missing. */
export class EventOrder {
  readonly #early = new Map<number, Event>();
  #last = 0;

  /** Number of the last event that was released. */
  get last(): number {
    return this.#last;
  }

  /** Whether a later event is here while an earlier one is not. */
  get hasGap(): boolean {
    return this.#early.size > 0;
  }

  /** Takes an event; gives back those whose turn has come. */
  accept(event: Event): Event[] {
    const isNew = event.number > this.#last && !this.#early.has(event.number);
    if (isNew && this.#early.size < MAX_EARLY) this.#early.set(event.number, event);
    return this.#release();
  }

  /**
   * Stops waiting for what the services no longer have: up to the covered number they have shown
   * everything; what is missing beyond may only be late.
   */
  skipGaps(covered: number): Event[] {
    const released = this.#release();
    while (this.#early.size > 0) {
      const next = Math.min(...this.#early.keys());
      if (next - 1 > covered) break;
      this.#last = next - 1;
      released.push(...this.#release());
    }
    return released;
  }

  #release(): Event[] {
    const released: Event[] = [];
    for (;;) {
      const next = this.#early.get(this.#last + 1);
      if (next === undefined) return released;
      this.#early.delete(next.number);
      this.#last = next.number;
      released.push(next);
    }
  }
}
