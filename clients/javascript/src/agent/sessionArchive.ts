import type { Hex } from '../protocol/bytes.js';
import type { Envelope } from '../protocol/envelope.js';
import type { Event } from '../protocol/events.js';
import { type Operation, SESSION } from '../protocol/operations.js';
import { Refusal } from '../protocol/refusal.js';
import type { ContributionKind, SessionStatus } from '../protocol/session.js';
import { Absence } from './absence.js';
import type { Context } from './context.js';

const LONGEST_PAUSE = 1_000;

/** What the services keep about one session, for reading. */
export class SessionArchive {
  readonly #context: Context;
  readonly #sessionId: Hex;

  constructor(context: Context, sessionId: Hex) {
    this.#context = context;
    this.#sessionId = sessionId;
  }

  status(): Promise<SessionStatus> {
    return this.#read(SESSION.status, { sessionId: this.#sessionId });
  }

  async request(): Promise<Envelope> {
    return (await this.#need(SESSION.get, { sessionId: this.#sessionId })).request;
  }

  events(after: number): Promise<{ events: Event[]; last: number }> {
    return this.#read(SESSION.events, { sessionId: this.#sessionId, after });
  }

  /** All contributions of a kind, page by page. */
  async contributions(kind: ContributionKind): Promise<Envelope[]> {
    const found: Envelope[] = [];
    for (let from: number | undefined = 0; from !== undefined;) {
      const asked: { sessionId: Hex; kind: ContributionKind; from: number } = {
        sessionId: this.#sessionId,
        kind,
        from,
      };
      const { contributions, next } = await this.#need(SESSION.contributions, asked);
      found.push(...contributions);
      const { signersPerRequest } = this.#context.limits;
      if (next !== undefined && (next <= from || next > signersPerRequest)) {
        throw new Refusal('MALFORMED', 'pages that do not end');
      }
      from = next;
    }
    return found;
  }

  /** Reads what the session cannot go on without. */
  async #need<Q, R>(operation: Operation<Q, R>, query: Q): Promise<R> {
    const absence = new Absence();
    const pause = Math.min(LONGEST_PAUSE, this.#context.limits.syncInterval / 2);
    for (;;) {
      try {
        return await this.#read(operation, query);
      } catch (error) {
        const isAbsent = Refusal.from(error).code === 'NOT_FOUND';
        const patience = Absence.patience(this.#context);
        if (!isAbsent || absence.lasts(patience, this.#context.now())) throw error;
        await new Promise<void>((resolve) => this.#context.time.after(pause, resolve));
      }
    }
  }

  #read<Q, R>(operation: Operation<Q, R>, query: Q): Promise<R> {
    return this.#context.calls.call(operation, query, this.#context.callDeadline());
  }
}
