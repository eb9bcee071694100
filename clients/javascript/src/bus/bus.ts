import type { Hex } from '../protocol/bytes.js';
import type { JsonObject } from '../protocol/canonical.js';
import type { Envelope } from '../protocol/envelope.js';

/** Something that delivers until it is closed. */
export interface Subscription {
  close(): Promise<void>;
}

/** Who can prove that it holds a key, without giving the key away. */
export interface Identity {
  readonly publicKey: Hex;
  sign(type: string, body: JsonObject): Envelope;
}

/**
 * How an agent reaches the services. It is not trusted: it may lose, repeat, reorder and invent.
 */
export interface Bus {
  /**
   * Asks once. Fails with a `Refusal`: what the service said, or `TIMEOUT` or `UNAVAILABLE` where
   * nobody answered. Asking again is the caller's business.
   *
   * @param signal nobody waits for the answer any more
   */
  request(address: string, body: unknown, signal: AbortSignal): Promise<unknown>;

  /**
   * Receives what is sent to one signer; opening it may take a proof of its key.
   *
   * @param signal nobody waits for it to open any more: it is left to others to open it
   */
  openInbox(
    identity: Identity,
    hear: (body: unknown) => void,
    signal?: AbortSignal,
  ): Promise<Subscription>;

  /** Receives what is published on a topic. */
  subscribe(topic: string, hear: (body: unknown) => void): Promise<Subscription>;

  /** Is told whenever the connection was lost and is back: something may have been missed. */
  onReturn(listener: () => void): () => void;

  /** Leaves; what is under way fails. */
  close(): void;
}
