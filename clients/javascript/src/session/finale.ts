import type { ErrorCode } from '../protocol/refusal.js';
import type { Action } from './action.js';
import { Distrust, Stop } from './lie.js';
import { notSigned, type Outcome } from './outcome.js';
import type { Rounds } from './rounds.js';
import type { VerifiedRequest } from './verifiedRequest.js';

/** How a session ends for this signer: once, and with its nonces wiped. */
export class Finale {
  /** From when it is known an end can be told to the others. */
  request: VerifiedRequest | undefined;
  /** From when they are known there may be nonces to wipe. */
  rounds: Rounds | undefined;
  #outcome: Outcome | undefined;

  get outcome(): Outcome | undefined {
    return this.#outcome;
  }

  get isReached(): boolean {
    return this.#outcome !== undefined;
  }

  /** Does a piece of work that may find that the session cannot go on. */
  guard(actions: Action[], work: () => void): void {
    try {
      work();
    } catch (error) {
      if (error instanceof Distrust) this.distrust(error, actions);
      else if (error instanceof Stop) this.stop(error, actions);
      else throw error;
    }
  }

  /** This signer cannot go on. */
  stop(found: Stop, actions: Action[]): void {
    if (this.isReached) return;
    actions.push({ do: 'abort', code: found.code, reason: found.message });
    const by = this.request === undefined ? {} : { abortedBy: this.request.signerIndex };
    this.reach(notSigned('ABORTED', found.code, found.message, by), actions);
  }

  /** The services were caught. */
  distrust(found: Distrust, actions: Action[]): void {
    if (this.isReached) return;
    if (this.request !== undefined) {
      actions.push({ do: 'abort', code: found.code, reason: found.message });
    }
    actions.push({ do: 'expose', lie: found.lie, detail: found.message });
    this.reach(notSigned('FAILED', found.code, found.message), actions);
  }

  /** Nothing more is to be expected. */
  giveUp(code: ErrorCode, message: string, actions: Action[]): void {
    this.reach(notSigned('EXPIRED', code, message), actions);
  }

  reach(outcome: Outcome, actions: Action[]): void {
    if (this.isReached) return;
    this.#outcome = outcome;
    this.rounds?.release();
    actions.push({ do: 'finish', outcome });
  }
}
