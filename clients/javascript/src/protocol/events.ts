import * as v from 'valibot';
import type { JsonObject } from './canonical.js';
import { Envelope } from './envelope.js';
import {
  atLeast,
  Bytes32,
  Code,
  Count,
  Index,
  Indexes,
  isObject,
  PublicKey,
  PublicNonce,
  SafeInteger,
  Signature,
  Time,
} from './scalars.js';
import { SessionPhase } from './session.js';

/** The frame around everything that happened. */
export const Event = atLeast({
  id: v.string(),
  type: v.string(),
  time: Time,
  subject: v.string(),
  number: SafeInteger,
  data: v.custom<JsonObject>(isObject, 'data must be an object'),
});
export type Event = v.InferOutput<typeof Event>;

const session = { sessionId: Bytes32 };
const request = { requestId: Bytes32 };
const reason = v.exactOptional(v.string());

/** What each type of event says; unknown members are ignored. */
export const EVENT_DATA = {
  'signer.advertised': atLeast({ advertisement: Envelope }),
  'signer.withdrawn': atLeast({ publicKey: PublicKey, reason }),
  'signer.expired': atLeast({ publicKey: PublicKey }),
  'request.created': atLeast({ ...request, request: v.exactOptional(Envelope) }),
  'request.received': atLeast({ ...request, request: v.exactOptional(Envelope) }),
  'participant.joined': atLeast({
    ...request,
    signerIndex: Index,
    publicKey: PublicKey,
    joined: Count,
    signers: Count,
  }),
  'request.declined': atLeast({ ...request, signerIndex: Index, reason }),
  'request.cancelled': atLeast({ ...request, reason }),
  'request.expired': atLeast({ ...request, missing: Indexes }),
  'session.ready': atLeast({
    ...session,
    ...request,
    attempt: Count,
    previousSessionId: v.exactOptional(Bytes32),
    phase: SessionPhase,
    deadline: Time,
    coordinator: Index,
    electionProof: Bytes32,
    request: v.exactOptional(Envelope),
    joins: v.exactOptional(v.array(Envelope)),
  }),
  'session.nonce-commitments-complete': atLeast({
    ...session,
    commitmentsHash: Bytes32,
    commitments: v.exactOptional(v.array(v.array(Bytes32))),
    deadline: Time,
  }),
  'session.nonces-complete': atLeast({
    ...session,
    noncesHash: Bytes32,
    pubnonces: v.exactOptional(v.array(v.array(PublicNonce))),
    aggnonces: v.array(PublicNonce),
    deadline: Time,
  }),
  'session.complete': atLeast({ ...session, signatures: v.array(Signature) }),
  'session.failed': atLeast({ ...session, code: Code, message: v.string(), culprit: Index }),
  'session.aborted': atLeast({
    ...session,
    abortedBy: Index,
    code: v.exactOptional(Code),
    reason,
  }),
  'session.expired': atLeast({ ...session, phase: SessionPhase, missing: Indexes }),
  'session.closed': atLeast(session),
  'session.should-broadcast': atLeast({ ...session, coordinator: Index, deadline: Time }),
  'session.broadcast-confirmed': atLeast({
    ...session,
    coordinator: Index,
    reference: v.exactOptional(v.string()),
  }),
  'session.coordinator-failed': atLeast({
    ...session,
    failed: Index,
    next: v.exactOptional(Index),
    reason,
  }),
  'session.failover-exhausted': atLeast({ ...session, failed: Indexes }),
  'session.retried': atLeast({
    ...session,
    nextSessionId: Bytes32,
    attempt: Count,
    retriedBy: v.exactOptional(Index),
  }),
  'participant.unreachable': atLeast({ ...session, signerIndex: Index, phase: SessionPhase }),
} as const;

export type EventType = keyof typeof EVENT_DATA;

/** The data of one type of event. */
export type EventData<T extends EventType> = v.InferOutput<(typeof EVENT_DATA)[T]>;

/** Something that happened, with its data read. */
export type Happening<T extends EventType = EventType> = {
  [K in T]: { readonly type: K; readonly data: EventData<K> };
}[T];

/** What an event says; absent for a type that only a newer service knows, and for what is none. */
export function happeningOf(event: Event): Happening | undefined {
  if (!Object.hasOwn(EVENT_DATA, event.type)) return undefined;
  const type = event.type as EventType;
  const result = v.safeParse(EVENT_DATA[type] as v.GenericSchema, event.data);
  return result.success ? ({ type, data: result.output } as Happening) : undefined;
}
