import type { Happening } from '../protocol/events.js';
import type { ErrorCode } from '../protocol/refusal.js';
import type {
  CommitNonce,
  ContributionKind,
  SharePartialSignature,
  ShareNonce,
} from '../protocol/session.js';
import type { Lie } from './lie.js';
import type { Outcome } from './outcome.js';

/** What a signer gives in one round. */
export type Contribution =
  | { readonly round: 'NONCE_COMMITMENT'; readonly body: CommitNonce }
  | { readonly round: 'NONCE_EXCHANGE'; readonly body: ShareNonce }
  | { readonly round: 'PARTIAL_SIGNATURE_EXCHANGE'; readonly body: SharePartialSignature };

export type Round = Contribution['round'];

/** What a session wants done; the answers come back as inputs. */
export type Action =
  /** Ask for the session's status, and give it to `onStatus`. */
  | { readonly do: 'look' }
  | { readonly do: 'fetch-request' }
  | { readonly do: 'fetch-contributions'; readonly kind: ContributionKind }
  /** Sign this, send it, and repeat the very same envelope until it is heard. */
  | { readonly do: 'contribute'; readonly contribution: Contribution }
  /** Tell the application that this session is only watched, since its consent was withdrawn. */
  | { readonly do: 'stay-out'; readonly reason: string }
  /** Ask the policy whether the partial signatures may leave. */
  | { readonly do: 'ask-policy' }
  /** Tell the others that this signer ends the session. */
  | { readonly do: 'abort'; readonly code: ErrorCode; readonly reason: string }
  /** Tell the application what the services reported. */
  | { readonly do: 'report'; readonly happening: Happening }
  /** Tell the application that the services lied. */
  | { readonly do: 'expose'; readonly lie: Lie; readonly detail: string }
  /** The session is over for this signer. */
  | { readonly do: 'finish'; readonly outcome: Outcome };

export type ActionOf<D extends Action['do']> = Extract<Action, { do: D }>;
