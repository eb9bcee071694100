import type { Hex } from '../protocol/bytes.js';
import { orderedKeys } from '../protocol/election.js';
import type { Envelope } from '../protocol/envelope.js';
import type { Event, Happening } from '../protocol/events.js';
import { REQUEST } from '../protocol/operations.js';
import { Refusal } from '../protocol/refusal.js';
import type { RequestReply, RequestView, SigningRequest } from '../protocol/request.js';
import { requestIdOf } from '../protocol/terms.js';
import { Distrust, Stop } from '../session/lie.js';
import { type VerifiedRequest, verifyRequest } from '../session/verifiedRequest.js';
import { Absence } from './absence.js';
import type { Context } from './context.js';
import { JoinDesk } from './joinDesk.js';
import { RequestArchive } from './requestArchive.js';
import { endingInEvent, endingInView, requestExpired, requestForgotten } from './requestEnding.js';
import { RequestTracker } from './requestTracker.js';
import type { Prior, SessionDesk } from './sessionDesk.js';
import type { SessionDriver } from './sessionDriver.js';
import type { SigningFailed } from './signingFailed.js';
import { detach } from '../time.js';

const KEPT_FOREIGN = 1_000;

/** All requests that name one signer: hears of them, looks for them, verifies them. */
export class RequestDesk {
  readonly #context: Context;
  readonly #sessions: SessionDesk;
  readonly #joins: JoinDesk;
  readonly #archive: RequestArchive;
  readonly #requests = new Map<Hex, RequestTracker>();
  /** Why requests that their creators really made are not understood here. */
  readonly #foreign = new Map<Hex, string>();
  #searching = false;
  #recovered = false;
  #lastSearch = 0;

  constructor(context: Context, sessions: SessionDesk) {
    this.#context = context;
    this.#sessions = sessions;
    this.#joins = new JoinDesk(context, sessions.attempts);
    this.#archive = new RequestArchive(context);
    sessions.onNewcomer((driver) => this.#adopt(driver));
  }

  async announce(
    request: SigningRequest,
  ): Promise<{ tracker: RequestTracker; reply: RequestReply }> {
    const announcement = this.#context.scribe.say(REQUEST.announce, request);
    const id = requestIdOf(announcement.body);
    if (request.creator !== this.#context.self) {
      throw new Refusal('NOT_A_PARTICIPANT', 'is not this signer', { field: 'creator' });
    }
    const said = announcement.body as unknown as SigningRequest;
    const signerIndex = orderedKeys(said).indexOf(this.#context.self);
    const tracker =
      this.#requests.get(id) ??
      new RequestTracker({ id, announcement, request: said, signerIndex });
    this.#requests.set(id, tracker);
    try {
      return { tracker, reply: await this.#joins.announce(tracker) };
    } catch (error) {
      const heard = tracker.isJoined || Refusal.from(error).code === 'TIMEOUT';
      if (!heard) this.#requests.delete(id);
      throw error;
    }
  }

  /** The requests that wait for signers, verified. */
  async find(): Promise<RequestView[]> {
    const views = await this.#archive.find(['OPEN']);
    return views.filter((view) => this.#verify(view.requestId, view.request) !== undefined);
  }

  async join(id: Hex): Promise<RequestReply> {
    return this.#joins.join(await this.#tracked(id));
  }

  async decline(id: Hex, reason: string): Promise<RequestReply> {
    this.#sessions.withdraw(id);
    return this.#joins.decline(await this.#tracked(id), reason);
  }

  async cancel(id: Hex, reason: string): Promise<RequestReply> {
    this.#sessions.withdraw(id);
    return this.#joins.cancel(id, reason);
  }

  async signatures(id: Hex): Promise<readonly Hex[]> {
    return (await this.#tracked(id)).signatures;
  }

  /** What is known of a request whose session opens; fresh only the first time. */
  prior(id: Hex): Prior {
    const tracker = this.#requests.get(id);
    return tracker === undefined
      ? { fresh: false }
      : { known: tracker.verified, fresh: tracker.takeFresh() };
  }

  onEvent(id: Hex, event: Event, happening: Happening): void {
    const tracker = this.#requests.get(id);
    if (happening.type === 'request.received') {
      const { requestId, request } = happening.data;
      if (tracker === undefined && requestId === id) this.#shown(id, request);
    } else if (tracker?.hears(event.number)) {
      this.#context.report(happening);
      const ending = endingInEvent(happening, tracker.verified.request);
      if (ending !== undefined) tracker.end(ending);
    }
  }

  onTick(now: number): void {
    const { syncInterval, timestampSkew, retention } = this.#context.limits;
    const waiting = [...this.#requests.values()].some((tracker) => tracker.isOpen);
    if (now - this.#lastSearch >= syncInterval * (waiting ? 1 : 3)) this.search();
    const grace = 2 * syncInterval + timestampSkew;
    for (const [id, tracker] of this.#requests) {
      const age = now - tracker.verified.request.expiresAt;
      if (tracker.isOpen && age > grace) tracker.end(requestExpired([]));
      if (age > grace + retention) this.#requests.delete(id);
    }
  }

  /** Looks for requests that this signer has not heard of, or not heard the end of. */
  search(): void {
    if (this.#searching) return;
    this.#searching = true;
    this.#lastSearch = this.#context.now();
    const open = new Set<Hex>();
    for (const [id, tracker] of this.#requests) {
      if (tracker.isOpen && !tracker.isDeciding) open.add(id);
    }
    const found = this.#archive.find(this.#recovered ? ['OPEN'] : ['OPEN', 'READY']);
    detach(
      found.finally(() => (this.#searching = false)).then((views) => this.#found(open, views)),
    );
  }

  close(reason: SigningFailed): void {
    for (const tracker of this.#requests.values()) tracker.end(reason);
  }

  #found(open: Set<Hex>, views: RequestView[]): void {
    this.#recovered = true;
    for (const view of views) {
      this.#apply(view);
      open.delete(view.requestId);
    }
    for (const id of open) this.#recheck(id); // no longer listed as waiting
  }

  #shown(id: Hex, announcement: Envelope | undefined): void {
    if (announcement === undefined) {
      this.#recheck(id);
      return;
    }
    const verified = this.#verify(id, announcement);
    if (verified !== undefined) this.#joins.consider(this.#track(verified));
  }

  #recheck(id: Hex): void {
    detach(
      this.#archive.get(id).then(
        (view) => this.#apply(view),
        (error: unknown) => {
          if (Refusal.from(error).code === 'NOT_FOUND') this.#forgotten(id);
        },
      ),
    );
  }

  #forgotten(id: Hex): void {
    const tracker = this.#requests.get(id);
    if (!tracker?.isOpen) return;
    const patience = Absence.patience(this.#context);
    if (tracker.absence.lasts(patience, this.#context.now())) tracker.end(requestForgotten());
  }

  #apply(view: RequestView): void {
    let tracker = this.#requests.get(view.requestId);
    if (tracker === undefined) {
      const verified = this.#verify(view.requestId, view.request);
      if (verified === undefined) return;
      tracker = this.#track(verified);
    }
    tracker.absence.over();
    const { request, signerIndex } = tracker.verified;
    if (!view.awaiting.includes(signerIndex)) tracker.joined(false);
    const ending = endingInView(view, request);
    if (ending !== undefined) {
      tracker.end(ending);
    } else if (view.state === 'OPEN') {
      this.#joins.consider(tracker);
    } else if (tracker.isOpen) {
      this.#sessions.contact(tracker.firstSession);
    }
  }

  #track(verified: VerifiedRequest): RequestTracker {
    const { id, request, signerIndex } = verified;
    const known = this.#requests.get(id);
    if (known !== undefined) return known;
    const tracker = new RequestTracker(verified);
    this.#requests.set(id, tracker);
    this.#context.tell('requested', { requestId: id, request, signerIndex });
    return tracker;
  }

  #verify(id: Hex, announcement: Envelope): VerifiedRequest | undefined {
    try {
      return verifyRequest(announcement, id, this.#context.self);
    } catch (error) {
      if (error instanceof Stop) {
        this.#notUnderstood(id, error.message);
      } else if (error instanceof Distrust) {
        this.#context.tell('lie', { requestId: id, lie: error.lie, detail: error.message });
      } else {
        throw error;
      }
      return undefined;
    }
  }

  /** Told once: the services go on showing it until it is over. */
  #notUnderstood(requestId: Hex, reason: string): void {
    if (this.#foreign.has(requestId)) return;
    if (this.#foreign.size >= KEPT_FOREIGN) this.#foreign.clear();
    this.#foreign.set(requestId, reason);
    this.#context.tell('rejected', { requestId, reason });
  }

  async #tracked(id: Hex): Promise<RequestTracker> {
    const known = this.#requests.get(id);
    if (known !== undefined) return known;
    const view = await this.#archive.get(id);
    const verified = this.#verify(id, view.request);
    const foreign = this.#foreign.get(id);
    if (foreign !== undefined) throw new Refusal('REFUSED_BY_POLICY', foreign);
    if (verified === undefined) throw new Refusal('CONFLICT', 'a forged request');
    const tracker = this.#track(verified);
    this.#apply({ ...view, requestId: id });
    return tracker;
  }

  /** A session appeared: as soon as it is verified, it belongs to its request. */
  #adopt(driver: SessionDriver): void {
    driver.known.then(
      () => {
        const { request } = driver.session;
        if (request !== undefined) this.#track(request).opened(driver);
      },
      () => this.#lost(driver),
    );
  }

  /** A session of which nothing is left cannot be waited for. */
  #lost(driver: SessionDriver): void {
    if (!driver.isForgotten) return;
    for (const tracker of this.#requests.values()) {
      if (tracker.isOpen && tracker.firstSession === driver.id) tracker.end(requestForgotten());
    }
  }
}
