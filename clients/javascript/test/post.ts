import type { Bus, Identity, Subscription } from '../src/bus/bus.js';
import type { Hex } from '../src/protocol/bytes.js';
import type { Event, EventType } from '../src/protocol/events.js';

export type Body = Record<string, unknown>;
type Hear = (body: unknown) => void;

/** Carries what agents and services say, in one process. */
export class Post {
  /** Everything that was said or shown, as it would be on a wire. */
  readonly wire: string[] = [];
  readonly #inboxes = new Map<string, Set<Hear>>();
  readonly #topics = new Map<string, Set<Hear>>();
  readonly #returns = new Set<() => void>();

  bus(answer: (address: string, body: Body) => unknown): Bus {
    return {
      request: async (address, body) => {
        this.wire.push(JSON.stringify({ address, body }));
        const reply = answer(address, structuredClone(body) as Body);
        this.wire.push(JSON.stringify(reply));
        return reply;
      },
      openInbox: ({ publicKey }: Identity, hear) => listen(this.#inboxes, publicKey, hear),
      subscribe: (topic, hear) => listen(this.#topics, topic, hear),
      onReturn: (listener) => {
        this.#returns.add(listener);
        return () => this.#returns.delete(listener);
      },
      close: () => {},
    };
  }

  /** What was said at an address, as it was said. */
  said(address: string): string[] {
    return this.wire.filter((text) => text.startsWith(`{"address":"${address}"`));
  }

  /** The connection of all buses was lost and is back. */
  comeBack(): void {
    for (const listener of this.#returns) listener();
  }

  publish(topic: string, type: EventType, data: Body): void {
    const event = { id: 'x:1', type, time: 0, subject: 'x', number: 1, data };
    for (const hear of this.#topics.get(topic) ?? []) hear(event);
  }

  deliver(key: Hex, event: Event): void {
    const text = JSON.stringify(event);
    this.wire.push(text);
    for (const hear of this.#inboxes.get(key) ?? []) queueMicrotask(() => hear(JSON.parse(text)));
  }
}

function listen(all: Map<string, Set<Hear>>, address: string, hear: Hear): Promise<Subscription> {
  const listeners = all.get(address) ?? new Set();
  all.set(address, listeners.add(hear));
  return Promise.resolve({ close: async () => void listeners.delete(hear) });
}
