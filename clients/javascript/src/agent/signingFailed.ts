import type { Hex } from '../protocol/bytes.js';
import type { ErrorCode } from '../protocol/refusal.js';
import type { SessionFailure } from '../protocol/session.js';

/**
 * How it ended: a signer is at fault or the services lied, a participant ended the session, a
 * deadline passed, a signer declined, the creator took the request back, this agent was closed.
 */
export type Ending = 'FAILED' | 'ABORTED' | 'EXPIRED' | 'DECLINED' | 'CANCELLED' | 'CLOSED';

/** There will be no signature from this session or request, and why. */
export class SigningFailed extends Error {
  override readonly name = 'SigningFailed';

  constructor(
    readonly ending: Ending,
    readonly failure: SessionFailure,
    /** The session that ended; absent if the request ended before. */
    readonly sessionId?: Hex,
  ) {
    super(`${ending}: ${failure.message} (${failure.code})`);
  }

  get code(): ErrorCode {
    return this.failure.code;
  }
}
