import * as v from 'valibot';
import { Envelope } from './envelope.js';
import {
  atLeast,
  Bytes32,
  Code,
  Count,
  exactly,
  Index,
  Indexes,
  PublicNonce,
  Reason,
  SafeInteger,
  Signature,
  Time,
} from './scalars.js';

export const SessionPhase = v.picklist([
  'NONCE_COMMITMENT',
  'NONCE_EXCHANGE',
  'PARTIAL_SIGNATURE_EXCHANGE',
  'COMPLETE',
  'FAILED',
  'ABORTED',
  'EXPIRED',
]);
export type SessionPhase = v.InferOutput<typeof SessionPhase>;

export function hasEnded(phase: SessionPhase): boolean {
  return SessionPhase.options.indexOf(phase) >= SessionPhase.options.indexOf('COMPLETE');
}

/** A contribution has at most so many entries, one per item. */
const perItem = <S extends v.GenericSchema>(entry: S) =>
  v.pipe(v.array(entry), v.minLength(1), v.maxLength(1_000));

const contributor = {
  sessionId: Bytes32,
  attempt: Count,
  signerIndex: Index,
  resumed: v.exactOptional(v.boolean()),
};

/** Round 0. */
export const CommitNonce = exactly({ ...contributor, commitments: perItem(Bytes32) });
export type CommitNonce = v.InferOutput<typeof CommitNonce>;

/** Round 1. */
export const ShareNonce = exactly({
  ...contributor,
  pubnonces: perItem(PublicNonce),
  commitmentsHash: v.exactOptional(Bytes32),
});
export type ShareNonce = v.InferOutput<typeof ShareNonce>;

/** Round 2. */
export const SharePartialSignature = exactly({
  ...contributor,
  partialSigs: perItem(Bytes32),
  noncesHash: Bytes32,
});
export type SharePartialSignature = v.InferOutput<typeof SharePartialSignature>;

const participant = { sessionId: Bytes32, signerIndex: Index };
export const Abort = exactly({
  ...participant,
  code: v.exactOptional(Code),
  reason: v.exactOptional(Reason),
});
export const Close = exactly(participant);
export const Retry = exactly({
  ...participant,
  attempt: v.pipe(Count, v.minValue(2)),
});

export const SessionReply = atLeast({
  sessionId: Bytes32,
  phase: SessionPhase,
  repeated: v.boolean(),
  awaiting: Indexes,
});
export type SessionReply = v.InferOutput<typeof SessionReply>;

export const SessionFailure = atLeast({
  code: Code,
  message: v.string(),
  culprit: v.exactOptional(Index),
  abortedBy: v.exactOptional(Index),
  missing: v.exactOptional(Indexes),
});
export type SessionFailure = v.InferOutput<typeof SessionFailure>;

export const BroadcastView = atLeast({
  state: v.picklist(['AWAITING_BROADCAST', 'BROADCAST_CONFIRMED', 'FAILOVER_EXHAUSTED']),
  coordinator: Index,
  deadline: v.exactOptional(Time),
  failed: Indexes,
  reference: v.exactOptional(v.string()),
});

export const SessionStatus = atLeast({
  sessionId: Bytes32,
  requestId: Bytes32,
  attempt: Count,
  phase: SessionPhase,
  deadline: v.exactOptional(Time),
  signers: Count,
  awaiting: Indexes,
  coordinator: Index,
  signatures: v.exactOptional(v.array(Signature)),
  broadcast: v.exactOptional(BroadcastView),
  failure: v.exactOptional(SessionFailure),
  nextSessionId: v.exactOptional(Bytes32),
  lastEvent: SafeInteger,
});
export type SessionStatus = v.InferOutput<typeof SessionStatus>;

export const SessionDescriptor = atLeast({
  sessionId: Bytes32,
  requestId: Bytes32,
  attempt: Count,
  request: Envelope,
  previousSessionId: v.exactOptional(Bytes32),
});

export const ContributionKind = v.picklist([
  'joins',
  'nonce-commitments',
  'nonces',
  'partial-signatures',
]);
export type ContributionKind = v.InferOutput<typeof ContributionKind>;

export const ContributionsPage = atLeast({
  contributions: v.array(Envelope),
  next: v.exactOptional(Index),
});

export const Evidence = atLeast({
  sessionId: Bytes32,
  attempt: Count,
  code: Code,
  signerIndex: Index,
  request: Envelope,
  statements: v.pipe(v.array(Envelope), v.minLength(1), v.maxLength(2)),
  pubnonces: v.exactOptional(v.array(v.array(PublicNonce))),
});
export type Evidence = v.InferOutput<typeof Evidence>;
