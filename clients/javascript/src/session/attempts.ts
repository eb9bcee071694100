import type { Hex } from '../protocol/bytes.js';

/** Requests do not live for ever; the ones heard of first are forgotten first. */
const MAX_REQUESTS = 100_000;

/**
 * What one signer remembers about its requests across their sessions: the newest attempt that it was
 * led into, which only grows, and whether its consent still stands.
 */
export class Attempts {
  readonly #newest = new Map<Hex, number>();
  readonly #withdrawn = new Set<Hex>();

  /** The signer has said no: it only watches further sessions of the request. */
  withdraw(request: Hex): void {
    this.#withdrawn.add(request);
    forgetOldest(this.#withdrawn);
  }

  /** The application itself says yes again; nobody else can. */
  consent(request: Hex): void {
    this.#withdrawn.delete(request);
  }

  isWithdrawn(request: Hex): boolean {
    return this.#withdrawn.has(request);
  }

  /**
   * Records an attempt; false if it, or a later one, was there before. So a session that was
   * forgotten since is not taken part in again: two sets of nonces in one session would look like a
   * signer that contradicts itself.
   */
  admit(request: Hex, attempt: number): boolean {
    const last = this.#newest.get(request);
    if (last !== undefined && last >= attempt) return false;
    this.#newest.set(request, attempt);
    forgetOldest(this.#newest);
    return true;
  }
}

function forgetOldest(known: Map<Hex, unknown> | Set<Hex>): void {
  if (known.size <= MAX_REQUESTS) return;
  for (const oldest of known.keys()) {
    known.delete(oldest);
    return;
  }
}
