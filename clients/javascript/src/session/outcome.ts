import type { Hex } from '../protocol/bytes.js';
import type { Happening } from '../protocol/events.js';
import type { ErrorCode } from '../protocol/refusal.js';
import type { SessionFailure } from '../protocol/session.js';

/** One verified signature per item. */
export interface Signed {
  readonly kind: 'signed';
  readonly signatures: readonly Hex[];
}

/** No signature, and why. */
export interface NotSigned {
  readonly kind: 'not-signed';
  readonly phase: 'FAILED' | 'ABORTED' | 'EXPIRED';
  readonly failure: SessionFailure;
}

/** How a session ended for this signer. */
export type Outcome = Signed | NotSigned;

export function notSigned(
  phase: NotSigned['phase'],
  code: ErrorCode,
  message: string,
  who: Omit<SessionFailure, 'code' | 'message'> = {},
): NotSigned {
  return { kind: 'not-signed', phase, failure: { code, message, ...who } };
}

/** The end that the services tell of; undefined if the session goes on, or is complete. */
export function endingOf({ type, data }: Happening): NotSigned | undefined {
  switch (type) {
    case 'session.failed':
      return notSigned('FAILED', data.code, data.message, { culprit: data.culprit });
    case 'session.aborted': {
      // A signer may end a session without saying why.
      const { code = 'CONFLICT', reason = 'no reason given', abortedBy } = data;
      return notSigned('ABORTED', code, reason, { abortedBy });
    }
    case 'session.expired': {
      const { phase, missing } = data;
      return missing.length > 0
        ? notSigned('EXPIRED', 'TIMEOUT', `${phase} ran past its deadline`, { missing })
        : notSigned('EXPIRED', 'UNAVAILABLE', 'the services have lost the rounds of the session');
    }
    case 'session.closed':
      return notSigned('FAILED', 'NOT_FOUND', 'the session was removed');
    default:
      return undefined;
  }
}
