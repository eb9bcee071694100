import type { Hex } from '../protocol/bytes.js';
import type { Envelope } from '../protocol/envelope.js';
import type { Event } from '../protocol/events.js';
import { type Operation, SESSION } from '../protocol/operations.js';
import { Refusal } from '../protocol/refusal.js';
import type { ContributionKind, SessionStatus } from '../protocol/session.js';
import type { Context } from './context.js';

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
    return (await this.#read(SESSION.get, { sessionId: this.#sessionId })).request;
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
      const { contributions, next } = await this.#read(SESSION.contributions, asked);
      found.push(...contributions);
      const { signersPerRequest } = this.#context.limits;
      if (next !== undefined && (next <= from || next > signersPerRequest)) {
        throw new Refusal('MALFORMED', 'pages that do not end');
      }
      from = next;
    }
    return found;
  }

  #read<Q, R>(operation: Operation<Q, R>, query: Q): Promise<R> {
    return this.#context.calls.call(operation, query, this.#context.callDeadline());
  }
}
