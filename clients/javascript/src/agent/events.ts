import type { Hex } from '../protocol/bytes.js';
import type { EventData, EventType } from '../protocol/events.js';
import type { ErrorCode } from '../protocol/refusal.js';
import type { SigningRequest } from '../protocol/request.js';
import type { Lie } from '../session/lie.js';
import type { Outcome } from '../session/outcome.js';

/** What to broadcast, and until when the next coordinator is not asked yet. */
export interface BroadcastOrder {
  readonly sessionId: Hex;
  readonly request: SigningRequest;
  /** One per item, verified. */
  readonly signatures: readonly Hex[];
  readonly deadline: number;
}

/** What arrives at an inbox by its name in the contract, checked where that can be. */
type Reported = {
  [T in Exclude<EventType, `signer.${string}` | 'request.created' | 'request.received'>]: (
    data: EventData<T>,
  ) => void;
};

/** What an agent tells its application. */
export type AgentEvents = Reported & {
  /** A verified request names this signer. */
  requested: (of: { requestId: Hex; request: SigningRequest; signerIndex: number }) => void;
  /** This signer said no, by its policy, or stays out of a session because it said no before. */
  rejected: (of: { requestId: Hex; sessionId?: Hex; reason: string }) => void;
  /** Something that the services showed is not true. Nothing was signed for it. */
  lie: (of: { requestId?: Hex; sessionId?: Hex; lie: Lie; detail: string }) => void;
  /** A session is over for this signer; always its last event, but for its broadcast. */
  ended: (of: { sessionId: Hex; outcome: Outcome }) => void;
  /** This signer is to broadcast and no broadcaster was given: the application is asked to. */
  broadcast: (order: BroadcastOrder) => void;
  /** Something that this signer wanted to say was refused or not heard in time. */
  unheard: (of: { sessionId?: Hex; what: string; code: ErrorCode; message: string }) => void;
  /** A listener, or the policy, threw. */
  error: (error: unknown) => void;
};
