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

const itemMembers = {
  message: Bytes32,
  tweaks: v.exactOptional(v.pipe(v.array(ItemTweak), v.maxLength(1_000))),
};

export const SigningItem = exactly(itemMembers);
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

const members = {
  creator: PublicKey,
  keys: v.pipe(v.array(PublicKey), v.minLength(1), v.maxLength(100_000)),
  keyOrder: v.exactOptional(v.picklist(['sorted', 'given'])),
  suite: v.exactOptional(v.picklist(['bip327', 'lotus'])),
  purpose: v.exactOptional(text(1_000)),
  expiresAt: Time,
  options: v.exactOptional(RequestOptions),
  metadata: v.exactOptional(Metadata),
};

const itemsOf = <T extends v.GenericSchema>(item: T) =>
  v.pipe(v.array(item), v.minLength(1), v.maxLength(100_000));

/** What of a request the rules are about, whatever its scheme. */
interface Ruled {
  readonly creator: string;
  readonly keys: readonly string[];
  readonly keyOrder?: 'sorted' | 'given';
  readonly suite?: 'bip327' | 'lotus';
  readonly items: readonly { readonly tweaks?: readonly ItemTweak[] }[];
}

const isUnique = (keys: readonly string[]) => new Set(keys).size === keys.length;
const hasCreator = ({ creator, keys }: Ruled) => keys.includes(creator);
const hasOrder = ({ suite, keyOrder }: Ruled) => suite !== 'lotus' || keyOrder !== 'given';
const hasTweaks = ({ suite, items }: Ruled) =>
  suite !== 'lotus' || items.every(({ tweaks = [] }) => tweaks.every((tweak) => !tweak.xOnly));

const TWICE = 'keys names one twice';
const NO_CREATOR = 'creator is not among the keys';
const UNSORTED = 'keyOrder must be sorted in suite lotus';
const NOT_PLAIN = 'tweaks must be plain in suite lotus';

/** What is to be signed and by whom: the body of `request.announce`, as this client signs it. */
export const SigningRequest = v.pipe(
  exactly({
    ...members,
    items: itemsOf(SigningItem),
    scheme: v.exactOptional(v.picklist(['raw'])),
  }),
  v.check((request) => isUnique(request.keys), TWICE),
  v.check((request) => hasCreator(request), NO_CREATOR),
  v.check((request) => hasOrder(request), UNSORTED),
  v.check((request) => hasTweaks(request), NOT_PLAIN),
);
export type SigningRequest = v.InferOutput<typeof SigningRequest>;

const KeyedItem = exactly({
  ...itemMembers,
  keys: v.exactOptional(v.pipe(v.array(PublicKey), v.check((keys) => isUnique(keys), TWICE))),
});
export type KeyedItem = v.InferOutput<typeof KeyedItem>;

const LotusSpend = exactly({
  transaction: v.string(),
  spentOutputs: v.array(exactly({ amount: SafeInteger, script: v.string() })),
});

/**
 * The same of every scheme. This client derives no transactions, so it signs none of the others;
 * but who broke a session shows whatever the messages mean.
 */
export const AnnouncedRequest = v.pipe(
  exactly({
    ...members,
    items: itemsOf(KeyedItem),
    scheme: v.exactOptional(v.picklist(['raw', 'psbt', 'lotus'])),
    psbt: v.exactOptional(v.string()),
    lotus: v.exactOptional(LotusSpend),
  }),
  v.check((request) => isUnique(request.keys), TWICE),
  v.check((request) => hasCreator(request), NO_CREATOR),
  v.check((request) => hasOrder(request), UNSORTED),
  v.check((request) => hasTweaks(request), NOT_PLAIN),
  v.check(({ scheme, psbt }) => (psbt !== undefined) === (scheme === 'psbt'), 'psbt'),
  v.check(({ scheme, lotus }) => (lotus !== undefined) === (scheme === 'lotus'), 'lotus'),
  v.check(({ scheme, suite }) => scheme !== 'lotus' || suite === 'lotus', 'suite must be lotus'),
  v.check(
    ({ keys, items }) =>
      items.every((item) => item.keys === undefined || item.keys.length === keys.length),
    'an item must have a key for every signer',
  ),
);
export type AnnouncedRequest = v.InferOutput<typeof AnnouncedRequest>;

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
