import * as v from 'valibot';
import { Envelope } from './envelope.js';
import {
  atLeast,
  Bytes32,
  Count,
  exactly,
  Index,
  Indexes,
  Metadata,
  Positive,
  PublicKey,
  Reason,
  SafeInteger,
  text,
  Time,
} from './scalars.js';

/** The order n of secp256k1; no key can be tweaked by more. */
const GROUP_ORDER = 'fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141';

export const ItemTweak = exactly({
  tweak: v.pipe(
    Bytes32,
    v.check((value) => value < GROUP_ORDER, 'is not below the group order'),
  ),
  xOnly: v.boolean(),
});
export type ItemTweak = v.InferOutput<typeof ItemTweak>;

export const SigningItem = exactly({
  message: Bytes32,
  tweaks: v.exactOptional(v.pipe(v.array(ItemTweak), v.maxLength(1_000))),
});
export type SigningItem = v.InferOutput<typeof SigningItem>;

export const ElectionMethod = v.picklist([
  'lexicographic',
  'hash-based',
  'first-signer',
  'last-signer',
  'creator',
]);
export type ElectionMethod = v.InferOutput<typeof ElectionMethod>;

export const RequestOptions = exactly({
  nonceCommitments: v.exactOptional(v.boolean()),
  phaseTimeout: v.exactOptional(Positive),
  broadcast: v.exactOptional(v.boolean()),
  broadcastTimeout: v.exactOptional(Positive),
  election: v.exactOptional(ElectionMethod),
  failover: v.exactOptional(v.boolean()),
  maxAttempts: v.exactOptional(Count),
});
export type RequestOptions = v.InferOutput<typeof RequestOptions>;

/** What is to be signed and by whom: the body of `request.announce`. */
export const SigningRequest = v.pipe(
  exactly({
    creator: PublicKey,
    keys: v.pipe(v.array(PublicKey), v.minLength(1), v.maxLength(100_000)),
    keyOrder: v.exactOptional(v.picklist(['sorted', 'given'])),
    suite: v.exactOptional(v.picklist(['bip327', 'lotus'])),
    items: v.pipe(v.array(SigningItem), v.minLength(1), v.maxLength(100_000)),
    scheme: v.exactOptional(v.picklist(['raw'])),
    purpose: v.exactOptional(text(1_000)),
    expiresAt: Time,
    options: v.exactOptional(RequestOptions),
    metadata: v.exactOptional(Metadata),
  }),
  v.check((request) => new Set(request.keys).size === request.keys.length, 'keys names one twice'),
  v.check((request) => request.keys.includes(request.creator), 'creator is not among the keys'),
  v.check(
    (request) => request.suite !== 'lotus' || request.keyOrder !== 'given',
    'keyOrder must be sorted in suite lotus',
  ),
  v.check(
    (request) =>
      request.suite !== 'lotus' ||
      request.items.every((item) => (item.tweaks ?? []).every((tweak) => !tweak.xOnly)),
    'tweaks must be plain in suite lotus',
  ),
);
export type SigningRequest = v.InferOutput<typeof SigningRequest>;

export const Join = exactly({ requestId: Bytes32, signerIndex: Index });
export const Decline = exactly({
  requestId: Bytes32,
  signerIndex: Index,
  reason: v.exactOptional(Reason),
});
export const Cancel = exactly({ requestId: Bytes32, reason: v.exactOptional(Reason) });

export const RequestState = v.picklist(['OPEN', 'READY', 'DECLINED', 'CANCELLED', 'EXPIRED']);
export type RequestState = v.InferOutput<typeof RequestState>;

export const RequestReply = atLeast({
  requestId: Bytes32,
  state: RequestState,
  repeated: v.boolean(),
  awaiting: Indexes,
  sessionId: v.exactOptional(Bytes32),
});
export type RequestReply = v.InferOutput<typeof RequestReply>;

export const RequestView = atLeast({
  requestId: Bytes32,
  state: RequestState,
  request: Envelope,
  awaiting: Indexes,
  declinedBy: v.exactOptional(Index),
  reason: v.exactOptional(v.string()),
  sessionId: v.exactOptional(Bytes32),
  lastEvent: SafeInteger,
});
export type RequestView = v.InferOutput<typeof RequestView>;

export const RequestPage = atLeast({
  requests: v.array(RequestView),
  next: v.exactOptional(v.string()),
});
export type RequestPage = v.InferOutput<typeof RequestPage>;

export interface RequestQuery {
  readonly publicKey: string;
  readonly states?: readonly RequestState[];
  readonly limit?: number;
  readonly after?: string;
}
