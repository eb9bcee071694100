import type { Hex } from '../protocol/bytes.js';
import { sessionIdOf } from '../protocol/terms.js';
import type { VerifiedRequest } from '../session/verifiedRequest.js';
import { Absence } from './absence.js';
import type { SessionDriver } from './sessionDriver.js';
import type { SigningFailed } from './signingFailed.js';
import { Deferred } from '../time.js';

/** One verified request that names this signer, and how far this signer is with it. */
export class RequestTracker {
  /** The session that its first attempt has. */
  readonly firstSession: Hex;
  /** How long the services have not known it. */
  readonly absence = new Absence();
  /** Whether its answer is being decided, or under way. */
  isDeciding = false;
  readonly #heard = new Set<number>();
  readonly #first = new Deferred<readonly Hex[]>();
  #settled = false;
  #joined = false;
  #fresh = false;
  #ended = false;
  #attempt = 0;
  #newest: Promise<readonly Hex[]> = this.#first.promise;

  constructor(readonly verified: VerifiedRequest) {
    this.firstSession = sessionIdOf(verified.id, verified.request, 1);
  }

  /** Whether an event is heard for the first time. */
  hears(number: number): boolean {
    if (this.#heard.has(number)) return false;
    this.#heard.add(number);
    return true;
  }

  /** Whether it is time to ask the policy. */
  get isUndecided(): boolean {
    return !this.isDeciding && !this.#joined && !this.#settled && !this.#ended;
  }

  /** The answer stands; the policy is not asked again. */
  settle(): void {
    this.#settled = true;
  }

  /** The join was accepted; `anew`: this process made it, and no other did before. */
  joined(anew: boolean): void {
    this.#fresh ||= anew && !this.#joined;
    this.#joined = true;
  }

  get isJoined(): boolean {
    return this.#joined;
  }

  /** Whether no earlier life of this signer can have contributed to the first session; once. */
  takeFresh(): boolean {
    const taken = this.#fresh;
    this.#fresh = false;
    return taken;
  }

  /** Whether it still waits for signers, as far as is known. */
  get isOpen(): boolean {
    return !this.#ended && this.#attempt === 0;
  }

  /** A session of this request was verified. */
  opened(driver: SessionDriver): void {
    if (this.#attempt < driver.session.attempt) {
      this.#attempt = driver.session.attempt;
      this.#newest = driver.signatures;
    }
    driver.signatures.then(
      (signatures) => this.#first.resolve(signatures),
      (error: unknown) => this.#first.reject(error),
    );
  }

  end(reason: SigningFailed): void {
    this.#ended = true;
    this.#first.reject(reason);
  }

  /** The result of the first session. */
  get firstSignatures(): Promise<readonly Hex[]> {
    return this.#first.promise;
  }

  /** The result of the newest session. */
  get signatures(): Promise<readonly Hex[]> {
    return this.#newest;
  }
}
