import type { Envelope } from '../protocol/envelope.js';
import type { EventData } from '../protocol/events.js';
import type { Action } from './action.js';
import type { Opened } from './readyCheck.js';

/** What opens a session, which may arrive in parts: the announcement of it, request and joins. */
export class Opening {
  #announced = false;
  #ready: EventData<'session.ready'> | undefined;
  #announcement: Envelope | undefined;
  #joins: readonly Envelope[] | undefined;

  /** Takes the announcement of the session, once; asks for what it leaves out. */
  announced(shown: EventData<'session.ready'>, actions: Action[]): boolean {
    if (this.#announced) return false;
    this.#announced = true;
    this.#ready = shown;
    this.#announcement = shown.request;
    this.#joins = shown.joins;
    if (shown.request === undefined) actions.push({ do: 'fetch-request' });
    if (shown.joins === undefined) actions.push({ do: 'fetch-contributions', kind: 'joins' });
    return true;
  }

  fetchedRequest(request: Envelope): void {
    this.#announcement = request;
  }

  fetchedJoins(joins: readonly Envelope[]): void {
    this.#joins = joins;
  }

  /** Whether parts are missing. */
  get isWaiting(): boolean {
    return (
      this.#ready !== undefined && (this.#announcement === undefined || this.#joins === undefined)
    );
  }

  /** All parts, once; absent while one is missing. */
  take(): Opened | undefined {
    const [ready, announcement, joins] = [this.#ready, this.#announcement, this.#joins];
    if (ready === undefined || announcement === undefined || joins === undefined) return undefined;
    this.#ready = undefined;
    this.#announcement = undefined;
    this.#joins = undefined; // a proof per signer is not kept for the whole session
    return { ready, announcement, joins };
  }
}
