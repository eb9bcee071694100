import type { Hex } from '../protocol/bytes.js';
import type { SigningRequest } from '../protocol/request.js';
import type { VerifiedRequest } from '../session/verifiedRequest.js';
import type { Context } from './context.js';
import { within } from '../time.js';

/** What a policy decides about. All of it was verified. */
export interface ProposedSigning {
  /** Before the signer joins or announces; or before its partial signatures leave. */
  readonly stage: 'JOIN' | 'SIGN';
  readonly requestId: Hex;
  readonly request: SigningRequest;
  readonly signerIndex: number;
  /** The session, at stage `SIGN`. */
  readonly sessionId?: Hex;
  /** 0 before there is a session. */
  readonly attempt: number;
}

/** Yes, or no with a reason that the other participants are told. */
export type Decision = { readonly approved: true } | { readonly approved: false; reason: string };

export const approve: Decision = { approved: true };
export const reject = (reason: string): Decision => ({ approved: false, reason });

/**
 * Decides what the key may be used for. It is asked twice: before the signer joins and right before
 * its partial signatures leave. No answer in time, or a failure, is a no.
 */
export type Policy = (proposed: ProposedSigning) => Decision | Promise<Decision>;

/** Signs whatever it is asked for: for tests, and for keys that guard nothing. */
export const approveAll: Policy = () => approve;

/** Nobody decided; it is no yes, but it is nobody's no for good either. */
const MISSING = reject('no decision in time');

/** Whether somebody decided, and said no. */
export function isRefusal(decision: Decision): boolean {
  return !decision.approved && decision !== MISSING;
}

export function proposalToJoin(asked: VerifiedRequest): ProposedSigning {
  const { id, request, signerIndex } = asked;
  return { stage: 'JOIN', requestId: id, request, signerIndex, attempt: 0 };
}

/** The policy's decision, for a limited time; never fails, and whatever is not a yes is a no. */
export async function decide(context: Context, proposed: ProposedSigning): Promise<Decision> {
  const { policy, policyTimeout } = context.settings;
  if (policy === undefined) {
    return approve; // the application decides by joining, and the join was checked before
  }
  try {
    const asked = Promise.resolve().then(() => policy(structuredClone(proposed)));
    const answer: unknown = await within(context.time, asked, { timeout: policyTimeout });
    return isDecision(answer) ? answer : MISSING;
  } catch (error) {
    context.tell('error', error);
    return MISSING;
  }
}

function isDecision(answer: unknown): answer is Decision {
  if (typeof answer !== 'object' || answer === null || !('approved' in answer)) return false;
  return answer.approved === true || (answer.approved === false && 'reason' in answer);
}
