import type { Hex } from '../protocol/bytes.js';
import type { Election } from '../protocol/election.js';
import { type Event, happeningOf } from '../protocol/events.js';
import { Refusal } from '../protocol/refusal.js';
import type { SessionReply, SessionStatus } from '../protocol/session.js';
import type { Action, ActionOf, Contribution, Round } from '../session/action.js';
import type { Outcome } from '../session/outcome.js';
import type { SignerSession } from '../session/signerSession.js';
import { BroadcastDesk } from './broadcastDesk.js';
import type { Context } from './context.js';
import { decide, isRefusal } from './policy.js';
import { provenOutcome } from './proofs.js';
import { SessionArchive } from './sessionArchive.js';
import type { SessionDesk } from './sessionDesk.js';
import { SessionOrders } from './sessionOrders.js';
import { SessionSync } from './sessionSync.js';
import { SessionVoice } from './sessionVoice.js';
import { SigningFailed } from './signingFailed.js';
import { Deferred, detach } from '../time.js';

/** Does what a `SignerSession` wants done, and brings it the answers. */
export class SessionDriver {
  readonly session: SignerSession;
  readonly orders: SessionOrders;
  readonly #context: Context;
  readonly #desk: SessionDesk;
  readonly #voice: SessionVoice;
  readonly #archive: SessionArchive;
  readonly #broadcast: BroadcastDesk;
  readonly #sync: SessionSync;
  readonly #signatures = new Deferred<readonly Hex[]>();
  readonly #known = new Deferred<SessionDriver>();
  #endedAt = Number.MAX_SAFE_INTEGER;
  #contributed: Deferred<SessionReply> | undefined;

  constructor(context: Context, session: SignerSession, desk: SessionDesk) {
    this.#context = context;
    this.session = session;
    this.#desk = desk;
    this.#voice = new SessionVoice(context);
    this.orders = new SessionOrders(context, session, this.#voice);
    this.#archive = new SessionArchive(context, session.id);
    this.#broadcast = new BroadcastDesk(context, session, this.orders);
    this.#sync = new SessionSync(context, this.#archive, this);
  }

  get id(): Hex {
    return this.session.id;
  }

  get signatures(): Promise<readonly Hex[]> {
    return this.#signatures.promise;
  }

  /** Settled once the session was verified, or was found not to be verifiable. */
  get known(): Promise<SessionDriver> {
    return this.#known.promise;
  }

  get election(): Election {
    const { election } = this.session;
    if (election === undefined) throw new Refusal('NOT_FOUND', 'the session was not verified');
    return election;
  }

  /** Whether it ended before anything of it was seen, so that it may be looked for again. */
  get isForgotten(): boolean {
    return this.session.outcome !== undefined && this.session.request === undefined;
  }

  /** Whether nothing more is expected to happen. */
  isOver(now: number): boolean {
    return this.session.outcome !== undefined && !this.#broadcast.isOpen(now, this.#endedAt);
  }

  /** When the session ended for this signer; far in the future while it runs. */
  get endedAt(): number {
    return this.#endedAt;
  }

  /** Something arrived at the inbox. */
  onEvent(event: Event): void {
    this.#sync.onEvent(event);
    this.#broadcast.settle();
  }

  onTick(now: number): void {
    this.#perform(this.session.onTime(now));
    const quiet = now - this.#sync.lastHeard > this.#context.limits.syncInterval;
    if (quiet && !this.isOver(now)) this.sync();
  }

  /** Asks for what was missed. */
  sync(): void {
    this.#sync.run();
  }

  start(round: Round): Promise<SessionReply> {
    const contributed = new Deferred<SessionReply>();
    this.#contributed = contributed;
    this.#perform(this.session.start(round));
    return contributed.promise;
  }

  /** Contributes nothing more; the nonces are wiped. */
  withdraw(): void {
    this.session.withdraw();
    this.#voice.silence();
  }

  /** Stops for good. */
  close(reason: SigningFailed): void {
    this.withdraw();
    this.#contributed?.reject(reason);
    this.#signatures.reject(reason);
    this.#known.reject(reason);
  }

  /** The services said how the session stands. */
  onStatus(status: SessionStatus): void {
    this.#perform(this.session.onStatus(status, this.#context.now()));
    const self = this.session.request?.signerIndex ?? -1;
    if (status.awaiting.includes(self) && this.session.outcome === undefined) {
      this.#voice.repeat(status.phase, this.session.deadline);
    }
  }

  /** The events that are known now, in order. */
  feed(events: readonly Event[]): void {
    for (const event of events) {
      const happening = happeningOf(event); // a deadline ends what depends on a malformed one
      if (happening !== undefined) {
        this.#perform(this.session.onEvent(happening, this.#context.now()));
      }
    }
  }

  /** The services do not know the session any more. */
  onGone(refusal: Refusal): void {
    this.#perform(this.session.onUnavailable(refusal));
  }

  /** Asking has come to an end, with an answer or without. */
  onSynced(): void {
    this.#broadcast.settle();
  }

  #perform(actions: readonly Action[]): void {
    for (const action of actions) this.#do(action);
    if (this.session.election !== undefined) this.#known.resolve(this);
  }

  #do(action: Action): void {
    switch (action.do) {
      case 'contribute':
        detach(this.#contribute(action.contribution));
        break;
      case 'look':
        this.sync();
        break;
      case 'fetch-request':
        this.#answer(this.#archive.request(), (request) =>
          this.session.onRequest(request, this.#context.now()),
        );
        break;
      case 'fetch-contributions':
        this.#answer(this.#archive.contributions(action.kind), (set) =>
          this.session.onContributions(action.kind, set, this.#context.now()),
        );
        break;
      case 'ask-policy':
        detach(this.#askPolicy());
        break;
      case 'finish':
        this.#endedAt = this.#context.now();
        detach(provenOutcome(this.#context, this.id, action.outcome).then((o) => this.#settle(o)));
        break;
      default:
        this.#report(action);
    }
  }

  #report(action: ActionOf<'report' | 'expose' | 'abort' | 'stay-out'>): void {
    const requestId = this.session.request?.id;
    const about = { sessionId: this.id, ...(requestId === undefined ? {} : { requestId }) };
    switch (action.do) {
      case 'report':
        this.#context.report(action.happening);
        if (action.happening.type === 'session.retried') {
          this.#desk.contact(action.happening.data.nextSessionId);
        }
        break;
      case 'expose':
        this.#context.tell('lie', { ...about, lie: action.lie, detail: action.detail });
        break;
      case 'stay-out':
        if (requestId !== undefined) {
          this.#context.tell('rejected', { ...about, requestId, reason: action.reason });
        }
        break;
      case 'abort':
        if (requestId === undefined) break;
        detach(
          this.orders
            .abort(action.reason, action.code)
            .catch((error: unknown) => this.#unheard('abort', Refusal.from(error))),
        );
    }
  }

  async #contribute(contribution: Contribution): Promise<void> {
    const started = this.#contributed;
    try {
      const reply = await this.#voice.contribute(contribution, this.session.deadline);
      started?.resolve(reply);
    } catch (error) {
      const refusal = Refusal.from(error);
      started?.reject(refusal);
      this.#unheard(contribution.round, refusal);
      this.#perform(this.session.onRefused(refusal));
    }
  }

  async #askPolicy(): Promise<void> {
    const { request, attempt } = this.session;
    if (request === undefined) return;
    const { id: requestId, signerIndex } = request;
    const decision = await decide(this.#context, {
      stage: 'SIGN',
      requestId,
      request: request.request,
      signerIndex,
      sessionId: this.id,
      attempt,
    });
    const reason = decision.approved ? '' : decision.reason;
    if (isRefusal(decision)) this.#desk.attempts.withdraw(requestId);
    if (!decision.approved) {
      this.#context.tell('rejected', { requestId, sessionId: this.id, reason });
    }
    this.#perform(this.session.onDecision(decision.approved, reason));
  }

  #answer<T>(fetched: Promise<T>, input: (value: T) => Action[]): void {
    detach(
      fetched.then(
        (value) => this.#perform(input(value)),
        (error: unknown) => this.#perform(this.session.onUnavailable(Refusal.from(error))),
      ),
    );
  }

  #unheard(what: string, { code, message }: Refusal): void {
    this.#context.tell('unheard', { sessionId: this.id, what, code, message });
  }

  #settle(outcome: Outcome): void {
    if (this.session.election !== undefined) this.#known.resolve(this); // it can still be retried
    this.#context.tell('ended', { sessionId: this.id, outcome });
    if (outcome.kind === 'signed') {
      this.#signatures.resolve(outcome.signatures);
      return;
    }
    const reason = new SigningFailed(outcome.phase, outcome.failure, this.id);
    this.#signatures.reject(reason);
    this.#known.reject(reason);
    this.#contributed?.reject(reason);
    this.#voice.silence();
  }
}
