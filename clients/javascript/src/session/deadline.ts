import type { SigningRequest } from '../protocol/request.js';
import { Distrust } from './lie.js';

/**
 * Until when the current phase may last, by this signer's own clock and limits: what the services
 * say about deadlines is not needed to end.
 */
export class Deadline {
  at = Number.MAX_SAFE_INTEGER;
  readonly #phaseTimeout: number;
  readonly #grace: number;

  constructor(phaseTimeout: number, grace: number) {
    this.#phaseTimeout = phaseTimeout;
    this.#grace = grace;
  }

  /** Sets the first deadline, when the session is first heard of. */
  isPassed(now: number): boolean {
    if (this.at === Number.MAX_SAFE_INTEGER) this.at = now + this.#phaseTimeout + this.#grace;
    return now > this.at;
  }

  /** A new phase begins. */
  extend(request: SigningRequest, now: number): void {
    this.at = now + this.#phaseTimeoutOf(request) + this.#grace;
  }

  /** A session opens before its request's end; so it must still be in its first phase. */
  requireAlive(request: SigningRequest, now: number): void {
    Distrust.unless(now <= request.expiresAt + this.#phaseTimeoutOf(request), 'REQUEST_EXPIRED');
  }

  #phaseTimeoutOf(request: SigningRequest): number {
    return Math.min(request.options?.phaseTimeout ?? this.#phaseTimeout, this.#phaseTimeout);
  }
}
