import * as v from 'valibot';
import {
  Advertisement,
  AdvertiseReply,
  SignerPage,
  type SignerQuery,
  Withdrawal,
  WithdrawReply,
} from './discovery.js';
import type { Envelope } from './envelope.js';
import { Event } from './events.js';
import {
  Cancel,
  Decline,
  Join,
  RequestPage,
  type RequestQuery,
  RequestReply,
  RequestView,
  SigningRequest,
} from './request.js';
import { atLeast, Bytes32, exactly, Index, Reason, SafeInteger, Time } from './scalars.js';
import {
  Abort,
  Close,
  CommitNonce,
  type ContributionKind,
  ContributionsPage,
  Evidence,
  Retry,
  SessionDescriptor,
  SessionReply,
  SessionStatus,
  SharePartialSignature,
  ShareNonce,
} from './session.js';

/** Something that a service does when it is asked at an address. */
export interface Operation<Q, R> {
  readonly address: string;
  readonly reply: v.GenericSchema<unknown, R>;
  /** Never there: what is asked. */
  readonly asked?: Q;
}

/** An operation that is asked with a signed envelope, whose body has a shape. */
export interface SignedOperation<B, R> extends Operation<Envelope, R> {
  readonly type: string;
  readonly body: v.GenericSchema<unknown, B>;
}

function signed<B, R>(
  type: string,
  body: v.GenericSchema<unknown, B>,
  reply: v.GenericSchema<unknown, R>,
): SignedOperation<B, R> {
  return { type, address: `tutti.${type}`, body, reply };
}

function query<Q, R>(address: string, reply: v.GenericSchema<unknown, R>): Operation<Q, R> {
  return { address, reply };
}

const participant = { sessionId: Bytes32, signerIndex: Index };
const ConfirmBroadcast = exactly({
  ...participant,
  reference: v.exactOptional(v.pipe(v.string(), v.maxLength(500))),
});
const ReportBroadcastFailure = exactly({
  ...participant,
  reason: v.exactOptional(Reason),
});
const EventsPage = atLeast({ events: v.array(Event), last: SafeInteger });

export const DISCOVERY = {
  advertise: signed('discovery.advertise', Advertisement, AdvertiseReply),
  withdraw: signed('discovery.withdraw', Withdrawal, WithdrawReply),
  find: query<SignerQuery, SignerPage>('tutti.discovery.find', SignerPage),
};

export const REQUEST = {
  announce: signed('request.announce', SigningRequest, RequestReply),
  join: signed('request.join', Join, RequestReply),
  decline: signed('request.decline', Decline, RequestReply),
  cancel: signed('request.cancel', Cancel, RequestReply),
  find: query<RequestQuery, RequestPage>('tutti.request.find', RequestPage),
  get: query<{ requestId: string }, RequestView>('tutti.request.get', RequestView),
};

interface SessionQuery {
  readonly sessionId: string;
}

export const SESSION = {
  commitNonce: signed('session.commit-nonce', CommitNonce, SessionReply),
  shareNonce: signed('session.share-nonce', ShareNonce, SessionReply),
  sharePartialSignature: signed(
    'session.share-partial-signature',
    SharePartialSignature,
    SessionReply,
  ),
  abort: signed('session.abort', Abort, SessionReply),
  close: signed('session.close', Close, SessionReply),
  retry: signed('session.retry', Retry, SessionReply),
  confirmBroadcast: signed('session.confirm-broadcast', ConfirmBroadcast, SessionReply),
  reportBroadcastFailure: signed(
    'session.report-broadcast-failure',
    ReportBroadcastFailure,
    SessionReply,
  ),
  status: query<SessionQuery, SessionStatus>('tutti.session.status', SessionStatus),
  get: query<SessionQuery, v.InferOutput<typeof SessionDescriptor>>(
    'tutti.session.get',
    SessionDescriptor,
  ),
  events: query<SessionQuery & { after: number }, v.InferOutput<typeof EventsPage>>(
    'tutti.session.events',
    EventsPage,
  ),
  contributions: query<
    SessionQuery & { kind: ContributionKind; from: number; limit?: number },
    v.InferOutput<typeof ContributionsPage>
  >('tutti.session.contributions', ContributionsPage),
  evidence: query<SessionQuery, Evidence>('tutti.session.evidence', Evidence),
};

const LoginChallenge = atLeast({
  challenge: Bytes32,
  expiresAt: Time,
  /** What a stamp has to be worth here; absent where none is asked for. */
  stampBits: v.exactOptional(Index),
});
const Login = exactly({
  challenge: Bytes32,
  audience: v.pipe(v.string(), v.maxLength(200)),
});
const LoginToken = atLeast({ token: v.pipe(v.string(), v.maxLength(100)), expiresAt: Time });

/** What a gateway answers itself. */
export const GATEWAY = {
  challenge: query<{ publicKey: string }, v.InferOutput<typeof LoginChallenge>>(
    'tutti.gateway.challenge',
    LoginChallenge,
  ),
  login: signed('gateway.login', Login, LoginToken),
};

/** Where the events of signers, of one transaction type, of requests and of one signer arrive. */
export const ADDRESSES = {
  signerEvents: (transactionType?: string) =>
    transactionType === undefined
      ? 'tutti.events.signers'
      : `tutti.events.signers.${transactionType}`,
  requestEvents: 'tutti.events.requests',
  inbox: (publicKey: string) => `tutti.inbox.${publicKey}`,
};
