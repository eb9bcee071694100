import * as v from 'valibot';
import type { Subscription } from '../bus/bus.js';
import { Event, happeningOf } from '../protocol/events.js';
import { Refusal } from '../protocol/refusal.js';
import { Bytes32 } from '../protocol/scalars.js';
import type { Context } from './context.js';
import type { RequestDesk } from './requestDesk.js';
import type { Prior, SessionDesk } from './sessionDesk.js';
import { SigningFailed } from './signingFailed.js';
import { detach, within } from '../time.js';

/** Listens at the inbox, and looks by itself for what did not arrive there. */
export class Lookout {
  readonly #context: Context;
  readonly #requests: RequestDesk;
  readonly #sessions: SessionDesk;
  readonly #opening = new AbortController();
  #inbox: Subscription | undefined;
  #stopReturn: () => void = () => {};
  #stopTimer: () => void = () => {};
  #stopped = false;

  constructor(context: Context, requests: RequestDesk, sessions: SessionDesk) {
    this.#context = context;
    this.#requests = requests;
    this.#sessions = sessions;
  }

  async start(): Promise<void> {
    const { bus, scribe, time, settings } = this.#context;
    const { signal } = this.#opening;
    const hear = (body: unknown) => this.#guarded(() => this.#hear(body));
    const opening = bus.openInbox(scribe, hear, signal);
    try {
      this.#inbox = await within(time, opening, { timeout: settings.callDeadline, signal });
      signal.throwIfAborted();
    } catch (error) {
      this.#opening.abort(error);
      detach(opening.then((inbox) => inbox.close())); // that nobody waits for any more
      throw error;
    }
    this.#stopReturn = bus.onReturn(() => this.#returned());
    this.#requests.search();
    this.#tick();
  }

  stop(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    this.#stopReturn();
    this.#stopTimer();
    this.#opening.abort(new Refusal('UNAVAILABLE', 'the agent was closed'));
    if (this.#inbox !== undefined) detach(this.#inbox.close());
    this.#context.calls.close();
    const failure = { code: 'UNAVAILABLE', message: 'the agent was closed' } as const;
    const reason = new SigningFailed('CLOSED', failure);
    this.#requests.close(reason);
    this.#sessions.close(reason);
  }

  /** What was sent while the connection was down is gone. */
  #returned(): void {
    this.#sessions.syncAll();
    this.#requests.search();
  }

  #tick(): void {
    if (this.#stopped) return;
    const now = this.#context.now();
    this.#guarded(() => this.#sessions.onTick(now));
    this.#guarded(() => this.#requests.onTick(now));
    const pause = Math.max(25, Math.min(1_000, this.#context.limits.syncInterval / 2));
    this.#stopTimer = this.#context.time.after(pause, () => this.#tick());
  }

  /** A mistake of this agent in one thing is told, and is not the end of all others. */
  #guarded(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#context.tell('error', error);
    }
  }

  #hear(body: unknown): void {
    const result = v.safeParse(Event, body);
    if (this.#stopped || !result.success || !v.is(Bytes32, result.output.subject)) return;
    const event = result.output;
    if (event.type.startsWith('session.') || event.type === 'participant.unreachable') {
      this.#sessions.onEvent(event.subject, event, () => this.#prior(event));
    } else {
      const happening = happeningOf(event);
      if (happening !== undefined) this.#requests.onEvent(event.subject, event, happening);
    }
  }

  #prior(event: Event): Prior {
    const happening = happeningOf(event);
    return happening?.type === 'session.ready'
      ? this.#requests.prior(happening.data.requestId)
      : { fresh: false };
  }
}
