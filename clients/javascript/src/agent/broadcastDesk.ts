import type { EventData } from '../protocol/events.js';
import { Refusal } from '../protocol/refusal.js';
import type { SignerSession } from '../session/signerSession.js';
import type { Context } from './context.js';
import type { BroadcastOrder } from './events.js';
import type { SessionOrders } from './sessionOrders.js';
import { detach, within } from '../time.js';

/** Brings the result of one session out when it is this signer's turn. */
export class BroadcastDesk {
  readonly #context: Context;
  readonly #session: SignerSession;
  readonly #orders: SessionOrders;
  #taken: EventData<'session.should-broadcast'> | undefined;

  constructor(context: Context, session: SignerSession, orders: SessionOrders) {
    this.#context = context;
    this.#session = session;
    this.#orders = orders;
  }

  /** Acts on the order in force, after all events that are known were followed. */
  settle(): void {
    const { broadcast, request, outcome, id } = this.#session;
    const { order } = broadcast;
    if (order === undefined || request === undefined || outcome?.kind !== 'signed') return;
    if (!broadcast.isOn(request.signerIndex) || this.#isTaken(order)) return;
    this.#taken = order;
    detach(
      this.#carryOut({
        sessionId: id,
        request: request.request,
        signatures: outcome.signatures,
        deadline: order.deadline,
      }),
    );
  }

  /** Whether the broadcast may still change, so that silence must be looked into. */
  isOpen(now: number, endedAt: number): boolean {
    const { broadcast, request, outcome, election } = this.#session;
    if (broadcast.isOver || request === undefined || outcome?.kind !== 'signed') return false;
    const { broadcast: wanted = true, broadcastTimeout } = request.request.options ?? {};
    const longest = this.#context.limits.broadcastTimeout;
    const each = Math.min(broadcastTimeout ?? longest, longest);
    const coordinators = (election?.priorityList.length ?? 0) + 1;
    return wanted && now < endedAt + each * coordinators;
  }

  #isTaken({ coordinator, deadline }: EventData<'session.should-broadcast'>): boolean {
    return this.#taken?.coordinator === coordinator && this.#taken.deadline === deadline;
  }

  async #carryOut(order: BroadcastOrder): Promise<void> {
    const { broadcaster } = this.#context.settings;
    if (broadcaster === undefined) {
      this.#context.tell('broadcast', order);
      return;
    }
    const timeout = Math.max(1, order.deadline - this.#context.now());
    try {
      await this.#say(broadcaster, order, timeout);
    } catch (error) {
      const { code, message } = Refusal.from(error);
      const sessionId = order.sessionId;
      this.#context.tell('unheard', { sessionId, what: 'broadcast', code, message });
    }
  }

  async #say(
    broadcaster: (order: BroadcastOrder) => Promise<string>,
    order: BroadcastOrder,
    timeout: number,
  ): Promise<void> {
    let reference: string;
    try {
      const work = Promise.resolve().then(() => broadcaster(order));
      reference = await within(this.#context.time, work, { timeout });
    } catch (error) {
      await this.#orders.reportFailure(error instanceof Error ? error.message : String(error));
      return;
    }
    await this.#orders.confirm(reference);
  }
}
