import type { EventData, Happening } from '../protocol/events.js';

/** Who is to broadcast the result of a complete session now, as far as the services said. */
export class BroadcastDuty {
  #order: EventData<'session.should-broadcast'> | undefined;
  #over = false;

  /** The order in force; absent before, between coordinators, and when it is done. */
  get order(): EventData<'session.should-broadcast'> | undefined {
    return this.#order;
  }

  /** Whether the result is out, or nobody is left to bring it out. */
  get isOver(): boolean {
    return this.#over;
  }

  /** Whether it is this signer's turn. */
  isOn(signerIndex: number): boolean {
    return this.#order?.coordinator === signerIndex;
  }

  /** Follows an event; an order to someone who is never elected is not followed. */
  follow({ type, data }: Happening, priorityList: readonly number[]): void {
    if (type === 'session.should-broadcast') {
      this.#order = priorityList.includes(data.coordinator) ? data : undefined;
    } else if (type === 'session.coordinator-failed') {
      this.#order = undefined;
    } else if (type === 'session.broadcast-confirmed' || type === 'session.failover-exhausted') {
      this.#order = undefined;
      this.#over = true;
    }
  }
}
