import * as v from 'valibot';
import type { Bus } from '../src/bus/bus.js';
import type { Hex } from '../src/protocol/bytes.js';
import { sameJson } from '../src/protocol/canonical.js';
import { holdElection, orderedKeys } from '../src/protocol/election.js';
import { Envelope, isSignedBySigner } from '../src/protocol/envelope.js';
import type { Event, EventData, EventType } from '../src/protocol/events.js';
import { type ErrorCode, Refusal } from '../src/protocol/refusal.js';
import type { RequestState, SigningRequest } from '../src/protocol/request.js';
import { hasEnded, type SessionPhase } from '../src/protocol/session.js';
import { requestIdOf, sessionIdOf } from '../src/protocol/terms.js';
import { commitmentsHash, noncesHash } from '../src/protocol/transcript.js';
import { aggregatesOf, signaturesOf } from './arithmetic.js';
import { type Body, Post } from './post.js';

const ROUNDS: Readonly<Record<string, SessionPhase>> = {
  'tutti.session.commit-nonce': 'NONCE_COMMITMENT',
  'tutti.session.share-nonce': 'NONCE_EXCHANGE',
  'tutti.session.share-partial-signature': 'PARTIAL_SIGNATURE_EXCHANGE',
};

/** One request and its newest session, as services keep them: enough to see what agents do. */
export class Services {
  readonly post = new Post();
  /** Refuses what is said at an address, so many times. */
  readonly refusals = new Map<string, { code: ErrorCode; times: number }>();
  /** Events that do not arrive at the inboxes. */
  readonly lost = new Set<EventType>();
  /** Changes what is shown. */
  tamper: (type: EventType, data: Body) => Body = (_, data) => data;
  phase: SessionPhase = 'NONCE_COMMITMENT';
  state: RequestState = 'OPEN';
  attempt = 1;
  readonly aborts: Body[] = [];
  readonly events: Event[] = [];
  #announcement: Envelope | undefined;
  #joins: Envelope[] = [];
  #said = new Map<string, Map<number, Envelope>>();

  /** A bus to these services. */
  bus(): Bus {
    return this.post.bus((address, body) => this.#answer(address, body));
  }

  get request(): SigningRequest {
    if (this.#announcement === undefined) throw new Refusal('NOT_FOUND', 'no request');
    return this.#announcement.body as unknown as SigningRequest;
  }

  get requestId(): Hex {
    return requestIdOf(this.#announcement?.body ?? {});
  }

  get sessionId(): Hex {
    return sessionIdOf(this.requestId, this.request, this.attempt);
  }

  /** Tells every participant. */
  emit<T extends EventType>(type: T, data: Omit<EventData<T>, 'sessionId'>): void {
    const number = this.events.length + 1;
    const subject = this.sessionId;
    const shown = this.tamper(type, { sessionId: subject, ...data });
    const event = {
      id: `${subject}:${number}`,
      type,
      time: 0,
      subject,
      number,
      data: shown,
    } as Event;
    this.events.push(event);
    if (!this.lost.has(type)) for (const key of this.request.keys) this.post.deliver(key, event);
  }

  /** Opens the next session of the request. */
  open(): void {
    this.state = 'READY';
    this.events.length = 0;
    this.#said = new Map();
    const { coordinator, proof } = holdElection(this.request);
    this.phase =
      (this.request.options?.nonceCommitments ?? true) ? 'NONCE_COMMITMENT' : 'NONCE_EXCHANGE';
    const { phase, requestId, attempt } = this;
    const request = this.#announcement as Envelope;
    this.emit('session.ready', {
      requestId,
      attempt,
      phase,
      deadline: 0,
      coordinator,
      electionProof: proof,
      request,
      joins: this.#joins,
    });
  }

  #answer(address: string, body: Body): unknown {
    const refusal = this.refusals.get(address);
    if (refusal !== undefined && refusal.times-- > 0) throw new Refusal(refusal.code, 'scripted');
    if ('signature' in body) return this.#hear(address, v.parse(Envelope, body));
    switch (address) {
      case 'tutti.request.find': {
        const states = body['states'] as RequestState[];
        const found = this.#announcement !== undefined && states.includes(this.state);
        return { requests: found ? [this.#view()] : [] };
      }
      case 'tutti.request.get':
        return this.#view();
      case 'tutti.session.status':
        return this.#status(body['sessionId'] as Hex);
      case 'tutti.session.events':
        return { events: this.events.slice(body['after'] as number), last: this.events.length };
      default:
        throw new Refusal('NOT_FOUND', address);
    }
  }

  #hear(address: string, said: Envelope): unknown {
    if (!isSignedBySigner(said)) throw new Refusal('INVALID_SIGNATURE', 'forged');
    if (ROUNDS[address] !== undefined) return this.#contribute(address, said);
    const { body } = said;
    switch (address) {
      case 'tutti.request.announce':
        return this.#announce(said);
      case 'tutti.request.join':
        return this.#join(said);
      case 'tutti.request.decline':
        this.state = 'DECLINED';
        this.#toAll('request.declined', { ...body });
        return this.#requestReply(false);
      case 'tutti.session.abort':
        this.aborts.push(body);
        if (!hasEnded(this.phase)) {
          this.phase = 'ABORTED';
          const abortedBy = body['signerIndex'] as number;
          this.emit('session.aborted', {
            abortedBy,
            code: body['code'] as never,
            reason: body['reason'] as string,
          });
        }
        return this.#reply(false);
      case 'tutti.session.retry': {
        const ended = this.#reply(false);
        this.attempt++;
        this.open();
        return { ...ended, sessionId: this.sessionId };
      }
      default:
        return this.#reply(false);
    }
  }

  #announce(said: Envelope): unknown {
    const repeated = this.#announcement !== undefined;
    this.#announcement ??= said;
    this.#joins.push(said);
    for (const key of this.request.keys) {
      if (key !== said.signer)
        this.#tell(key, 'request.received', { requestId: this.requestId, request: said });
    }
    if (this.request.keys.length === 1) this.open();
    return this.#requestReply(repeated);
  }

  #join(said: Envelope): unknown {
    const repeated = this.#joins.some((join) => join.signer === said.signer);
    if (!repeated) this.#joins.push(said);
    if (this.#joins.length === this.request.keys.length && this.state === 'OPEN') this.open();
    return this.#requestReply(repeated);
  }

  #toAll(type: EventType, data: Body): void {
    for (const key of this.request.keys) this.#tell(key, type, data);
  }

  #tell(key: Hex, type: EventType, data: Body): void {
    const subject = this.requestId;
    const shown = this.tamper(type, data);
    this.post.deliver(key, {
      id: `${subject}:${type}`,
      type,
      time: 0,
      subject,
      number: type.length,
      data: shown,
    } as Event);
  }

  #contribute(address: string, said: Envelope): unknown {
    const round = this.#said.get(address) ?? new Map<number, Envelope>();
    this.#said.set(address, round);
    const index = said.body['signerIndex'] as number;
    const before = round.get(index);
    if (before !== undefined) {
      if (sameJson(before.body, said.body)) return this.#reply(true);
      throw new Refusal('EQUIVOCATION', 'twice');
    }
    if (ROUNDS[address] !== this.phase) throw new Refusal('WRONG_PHASE', this.phase);
    round.set(index, said);
    if (round.size === this.request.keys.length) this.#advance();
    return this.#reply(false);
  }

  #advance(): void {
    const deadline = 0;
    if (this.phase === 'NONCE_COMMITMENT') {
      const commitments = this.#set('tutti.session.commit-nonce', 'commitments');
      this.phase = 'NONCE_EXCHANGE';
      const named = commitmentsHash(this.sessionId, commitments);
      this.emit('session.nonce-commitments-complete', {
        commitmentsHash: named,
        commitments,
        deadline,
      });
    } else if (this.phase === 'NONCE_EXCHANGE') {
      const pubnonces = this.#set('tutti.session.share-nonce', 'pubnonces');
      this.phase = 'PARTIAL_SIGNATURE_EXCHANGE';
      const named = noncesHash(this.sessionId, pubnonces);
      const aggnonces = aggregatesOf(this.request, pubnonces);
      this.emit('session.nonces-complete', { noncesHash: named, pubnonces, aggnonces, deadline });
    } else {
      const partials = this.#set('tutti.session.share-partial-signature', 'partialSigs');
      const pubnonces = this.#set('tutti.session.share-nonce', 'pubnonces');
      const signatures = signaturesOf(this.request, pubnonces, partials);
      this.phase = 'COMPLETE';
      this.emit('session.complete', { signatures });
      const { coordinator } = holdElection(this.request);
      this.emit('session.should-broadcast', { coordinator, deadline: Number.MAX_SAFE_INTEGER });
    }
  }

  #set(address: string, member: string): Hex[][] {
    const round = this.#said.get(address) ?? new Map<number, Envelope>();
    return orderedKeys(this.request).map((_, index) => round.get(index)?.body[member] as Hex[]);
  }

  #awaiting(): number[] {
    const address = Object.keys(ROUNDS).find((one) => ROUNDS[one] === this.phase) ?? '';
    const round = this.#said.get(address);
    const all = this.request.keys.map((_, index) => index);
    return hasEnded(this.phase) ? [] : all.filter((index) => !round?.has(index));
  }

  #reply(repeated: boolean): Body {
    return { sessionId: this.sessionId, phase: this.phase, repeated, awaiting: this.#awaiting() };
  }

  #requestReply(repeated: boolean): Body {
    return { requestId: this.requestId, state: this.state, repeated, awaiting: this.#missing() };
  }

  #missing(): number[] {
    const joined = new Set(this.#joins.map((join) => join.signer));
    return orderedKeys(this.request).flatMap((key, index) => (joined.has(key) ? [] : [index]));
  }

  #view(): Body {
    const { requestId, state } = this;
    return {
      requestId,
      state,
      request: this.#announcement,
      awaiting: this.#missing(),
      lastEvent: 1,
    };
  }

  #status(sessionId: Hex): Body {
    if (sessionId !== this.sessionId) throw new Refusal('NOT_FOUND', 'another session');
    return {
      sessionId,
      requestId: this.requestId,
      attempt: this.attempt,
      phase: this.phase,
      signers: this.request.keys.length,
      awaiting: this.#awaiting(),
      coordinator: holdElection(this.request).coordinator,
      lastEvent: this.events.length,
    };
  }
}
