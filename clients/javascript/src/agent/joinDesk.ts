import type { Hex } from '../protocol/bytes.js';
import type { Envelope } from '../protocol/envelope.js';
import { REQUEST, type SignedOperation } from '../protocol/operations.js';
import { Refusal } from '../protocol/refusal.js';
import type { RequestReply } from '../protocol/request.js';
import type { Attempts } from '../session/attempts.js';
import { unsupported } from '../session/facts.js';
import type { Context } from './context.js';
import { decide, type Decision, proposalToJoin, reject } from './policy.js';
import type { RequestTracker } from './requestTracker.js';
import { shortened } from './sessionOrders.js';
import { detach } from '../time.js';

/** Decides about requests, and says so. */
export class JoinDesk {
  readonly #context: Context;
  readonly #attempts: Attempts;

  constructor(context: Context, attempts: Attempts) {
    this.#context = context;
    this.#attempts = attempts;
  }

  /** Announces what this signer created, if its own policy approves. */
  announce(tracker: RequestTracker): Promise<RequestReply> {
    const say = () => this.#send(REQUEST.announce, tracker.verified.announcement);
    return this.#decided(tracker, say, false);
  }

  /** Joins because the application says so, if the policy approves; its earlier no is forgotten. */
  join(tracker: RequestTracker): Promise<RequestReply> {
    this.#attempts.consent(tracker.verified.id);
    return this.#decided(tracker, () => this.#sendJoin(tracker), false);
  }

  /** Lets the policy, if there is one, join or decline. */
  consider(tracker: RequestTracker): void {
    const { policy } = this.#context.settings;
    if (policy === undefined || !tracker.isUndecided || this.#isWithdrawn(tracker)) return;
    detach(
      this.#decided(tracker, () => this.#sendJoin(tracker), true).catch((error: unknown) =>
        this.#unheard(tracker, Refusal.from(error)),
      ),
    );
  }

  async decline(tracker: RequestTracker, reason: string): Promise<RequestReply> {
    const { id, signerIndex } = tracker.verified;
    const body = { requestId: id, signerIndex, reason: shortened(reason) };
    const envelope = this.#context.scribe.say(REQUEST.decline, body);
    const reply = await this.#send(REQUEST.decline, envelope);
    tracker.settle();
    return reply;
  }

  cancel(requestId: Hex, reason: string): Promise<RequestReply> {
    const body = { requestId, reason: shortened(reason) };
    return this.#send(REQUEST.cancel, this.#context.scribe.say(REQUEST.cancel, body));
  }

  async #decided(
    tracker: RequestTracker,
    saying: () => Promise<RequestReply>,
    declining: boolean,
  ): Promise<RequestReply> {
    tracker.isDeciding = true;
    const before = this.#isWithdrawn(tracker);
    try {
      const decision = await this.#decision(tracker);
      if (!decision.approved) return await this.#rejected(tracker, decision.reason, declining);
      if (this.#isWithdrawn(tracker) && !before) {
        throw new Refusal('REFUSED_BY_POLICY', 'this signer withdrew meanwhile');
      }
      const reply = await saying();
      tracker.joined(!reply.repeated);
      return reply;
    } finally {
      tracker.isDeciding = false;
    }
  }

  #decision(tracker: RequestTracker): Promise<Decision> {
    const reason = unsupported(tracker.verified.request);
    return reason === undefined
      ? decide(this.#context, proposalToJoin(tracker.verified))
      : Promise.resolve(reject(reason));
  }

  #rejected(tracker: RequestTracker, reason: string, declining: boolean): Promise<RequestReply> {
    const requestId = tracker.verified.id;
    this.#context.tell('rejected', { requestId, reason });
    if (tracker.isJoined || declining) this.#attempts.withdraw(requestId);
    return declining
      ? this.decline(tracker, reason)
      : Promise.reject(new Refusal('REFUSED_BY_POLICY', reason));
  }

  #isWithdrawn(tracker: RequestTracker): boolean {
    return this.#attempts.isWithdrawn(tracker.verified.id);
  }

  #sendJoin(tracker: RequestTracker): Promise<RequestReply> {
    const { id, signerIndex } = tracker.verified;
    const envelope = this.#context.scribe.say(REQUEST.join, { requestId: id, signerIndex });
    return this.#send(REQUEST.join, envelope);
  }

  #send<B>(operation: SignedOperation<B, RequestReply>, envelope: Envelope): Promise<RequestReply> {
    return this.#context.calls.call(operation, envelope, this.#context.callDeadline());
  }

  #unheard(tracker: RequestTracker, { code, message, retryable }: Refusal): void {
    if (!retryable) tracker.settle(); // it would be refused again
    const what = `answer to ${tracker.verified.id}`;
    this.#context.tell('unheard', { what, code, message });
  }
}
