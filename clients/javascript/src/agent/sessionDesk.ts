import type { Hex } from '../protocol/bytes.js';
import type { Event } from '../protocol/events.js';
import { SESSION } from '../protocol/operations.js';
import type { SessionReply, SessionStatus } from '../protocol/session.js';
import type { Round } from '../session/action.js';
import { Attempts } from '../session/attempts.js';
import { SignerSession } from '../session/signerSession.js';
import type { VerifiedRequest } from '../session/verifiedRequest.js';
import type { Context } from './context.js';
import { SessionDriver } from './sessionDriver.js';
import type { SigningFailed } from './signingFailed.js';

/** How long an ended session is kept at hand; later it is fetched again if it is asked for. */
const LINGER = 60_000;

/** What a signer knows of a session's request before the session opens. */
export interface Prior {
  readonly known?: VerifiedRequest;
  readonly fresh: boolean;
}

/** All sessions of one signer. */
export class SessionDesk {
  readonly attempts = new Attempts();
  readonly #context: Context;
  readonly #sessions = new Map<Hex, SessionDriver>();
  #newcomer: (driver: SessionDriver) => void = () => {};

  constructor(context: Context) {
    this.#context = context;
  }

  /** Who is told of every session that is heard of for the first time. */
  onNewcomer(listener: (driver: SessionDriver) => void): void {
    this.#newcomer = listener;
  }

  /** An event of a session; one that is heard of for the first time is looked into. */
  onEvent(id: Hex, event: Event, prior: () => Prior): void {
    const known = this.#sessions.get(id);
    const looked = known !== undefined && !known.isForgotten;
    // With that event the services have dropped it: whoever asks hears only that it is not there.
    if (!looked && event.type === 'session.closed') return;
    (looked ? known : this.#open(id, prior())).onEvent(event);
  }

  /** The session, looked into if it was not known. */
  contact(id: Hex): SessionDriver {
    const known = this.#sessions.get(id);
    if (known !== undefined && !known.isForgotten) return known;
    const driver = this.#open(id, { fresh: false });
    driver.sync();
    return driver;
  }

  /** The session, once it was verified. */
  known(id: Hex): Promise<SessionDriver> {
    return this.contact(id).known;
  }

  async start(id: Hex, round: Round): Promise<SessionReply> {
    return (await this.known(id)).start(round);
  }

  /**
   * The application ends a session, and does not want the next one of its request either: a new
   * attempt may be asked for by any other signer.
   */
  async abort(id: Hex, reason: string): Promise<SessionReply> {
    const driver = this.contact(id);
    driver.withdraw(); // even if nothing is known of it yet
    const known = await driver.known;
    if (known.session.request !== undefined) this.withdraw(known.session.request.id);
    return known.orders.abort(reason);
  }

  /** The application asks for a new attempt, and so takes part in it. */
  async retry(id: Hex): Promise<SessionReply> {
    const driver = await this.known(id);
    if (driver.session.request !== undefined) this.attempts.consent(driver.session.request.id);
    return driver.orders.retry();
  }

  /** Contributes to no session of this request any more, until the application says otherwise. */
  withdraw(requestId: Hex): void {
    this.attempts.withdraw(requestId);
    for (const driver of this.#sessions.values()) {
      if (driver.session.request?.id === requestId) driver.withdraw();
    }
  }

  status(sessionId: Hex): Promise<SessionStatus> {
    const { calls } = this.#context;
    return calls.call(SESSION.status, { sessionId }, this.#context.callDeadline());
  }

  async isCoordinator(id: Hex): Promise<boolean> {
    const driver = await this.known(id);
    const { broadcast } = await this.status(id);
    const coordinator = broadcast?.coordinator ?? driver.election.coordinator;
    return driver.session.request?.signerIndex === coordinator;
  }

  onTick(now: number): void {
    const kept = Math.min(LINGER, this.#context.limits.retention);
    for (const [id, driver] of this.#sessions) {
      if (!driver.isOver(now)) driver.onTick(now);
      else if (now - kept > driver.endedAt) this.#sessions.delete(id);
    }
  }

  /** Something may have been missed by all that still run. */
  syncAll(): void {
    const now = this.#context.now();
    for (const driver of this.#sessions.values()) {
      if (!driver.isOver(now)) driver.sync();
    }
  }

  close(reason: SigningFailed): void {
    for (const driver of this.#sessions.values()) driver.close(reason);
  }

  #open(id: Hex, prior: Prior): SessionDriver {
    const { settings, limits, key } = this.#context;
    const session = new SignerSession(
      id,
      key,
      {
        ...prior,
        automatic: settings.drive === 'automatic',
        phaseTimeout: limits.phaseTimeout,
        grace: 2 * limits.syncInterval + settings.callDeadline,
      },
      this.attempts,
    );
    const driver = new SessionDriver(this.#context, session, this);
    this.#sessions.set(id, driver);
    this.#newcomer(driver);
    return driver;
  }
}
