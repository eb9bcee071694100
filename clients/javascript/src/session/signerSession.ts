import type { SecretKey } from '../musig/secretKey.js';
import type { Hex } from '../protocol/bytes.js';
import type { Election } from '../protocol/election.js';
import type { Envelope } from '../protocol/envelope.js';
import type { EventData, Happening } from '../protocol/events.js';
import { Refusal } from '../protocol/refusal.js';
import { type ContributionKind, hasEnded, type SessionStatus } from '../protocol/session.js';
import type { Action, Round } from './action.js';
import type { Attempts } from './attempts.js';
import { BroadcastDuty } from './broadcastDuty.js';
import { Deadline } from './deadline.js';
import { Finale } from './finale.js';
import { Distrust, Stop } from './lie.js';
import { Opening } from './opening.js';
import { endingOf, type Outcome } from './outcome.js';
import { checkReady, checkRequest, type Opened } from './readyCheck.js';
import { Rounds } from './rounds.js';
import { checkSignatures } from './setCheck.js';
import type { VerifiedRequest } from './verifiedRequest.js';

/** How a signer takes part. */
export interface SessionSettings {
  /** Whether the rounds start by themselves. */
  readonly automatic: boolean;
  /** The request as this process has verified it. */
  readonly known?: VerifiedRequest;
  /** Nothing can have been contributed to the first session before: there is no need to look. */
  readonly fresh: boolean;
  /** The longest that one phase may take; the request may shorten it. */
  readonly phaseTimeout: number;
  /** How much longer to wait for the services to say that a phase has ended. */
  readonly grace: number;
}

/**
 * One session as one signer sees it. It takes what the services say, in order, and answers with what
 * is to be done; it believes nothing that it can check, and contributes only what it can stand for.
 *
 * Inputs are the methods whose names begin with "on"; each may end the session for this signer, and
 * then the nonces are wiped and nothing is contributed any more, whatever comes. Nothing here waits,
 * sends or reads a clock.
 */
export class SignerSession {
  readonly broadcast = new BroadcastDuty();
  readonly #key: SecretKey;
  readonly #settings: SessionSettings;
  readonly #attempts: Attempts;
  readonly #queued: Happening[] = [];
  readonly #opening = new Opening();
  readonly #finale = new Finale();
  readonly #deadline: Deadline;
  #withdrawn = false;
  #superseded = false;
  #fetchingFor: Happening | undefined;

  constructor(
    readonly id: Hex,
    key: SecretKey,
    settings: SessionSettings,
    attempts: Attempts,
  ) {
    this.#key = key;
    this.#settings = settings;
    this.#attempts = attempts;
    this.#deadline = new Deadline(settings.phaseTimeout, settings.grace);
  }

  /** The verified request; absent until it was seen. */
  get request(): VerifiedRequest | undefined {
    return this.#finale.request;
  }

  /** 1 for the first session of the request; 0 until the session was verified. */
  get attempt(): number {
    return this.#rounds?.facts.attempt ?? 0;
  }

  /** The recomputed election; absent until the session was verified. */
  get election(): Election | undefined {
    return this.#rounds?.facts.election;
  }

  /** How the session ended; absent while it runs. */
  get outcome(): Outcome | undefined {
    return this.#finale.outcome;
  }

  /** When this signer stops waiting for the phase to end, in milliseconds since 1970. */
  get deadline(): number {
    return this.#deadline.at;
  }

  /** The services reported something; in order, each once. */
  onEvent(happening: Happening, now: number): Action[] {
    this.#queued.push(happening);
    return this.#drain([], now);
  }

  /** The signed request was fetched. */
  onRequest(fetched: Envelope, now: number): Action[] {
    this.#opening.fetchedRequest(fetched);
    return this.#opened([], now);
  }

  /** All contributions of a kind were fetched, in signer order. */
  onContributions(kind: ContributionKind, fetched: readonly Envelope[], now: number): Action[] {
    const actions: Action[] = [];
    if (kind === 'joins') {
      this.#opening.fetchedJoins(fetched);
      return this.#opened(actions, now);
    }
    const waiting = this.#fetchingFor;
    this.#fetchingFor = undefined;
    if (waiting !== undefined) {
      this.#finale.guard(actions, () => this.#takeSet(waiting, fetched, now, actions));
    }
    return this.#drain(actions, now);
  }

  /** Something that is needed cannot be fetched. */
  onUnavailable(refusal: Refusal): Action[] {
    const actions: Action[] = [];
    this.#finale.giveUp(refusal.code, refusal.message, actions);
    return actions;
  }

  /** How the session stands, as asked for by `look`. */
  onStatus(status: SessionStatus, now: number): Action[] {
    const actions: Action[] = [];
    const rounds = this.#rounds;
    if (rounds?.isLooking) {
      this.#finale.guard(actions, () => {
        if (!hasEnded(status.phase)) {
          Distrust.unless(!this.#superseded, 'ATTEMPT');
          this.#deadline.requireAlive(rounds.facts.request.request, now);
        }
        rounds.looked(status, actions);
      });
    }
    return this.#drain(actions, now);
  }

  /** Starts a round, where rounds do not start by themselves; refuses with `WRONG_PHASE`. */
  start(round: Round): Action[] {
    if (this.#rounds === undefined || this.#finale.isReached) {
      throw new Refusal('WRONG_PHASE', 'the session does not run');
    }
    const actions: Action[] = [];
    this.#rounds.start(round, actions);
    return actions;
  }

  /** The policy's answer to `ask-policy`. */
  onDecision(approved: boolean, reason: string): Action[] {
    const actions: Action[] = [];
    this.#finale.guard(actions, () => this.#rounds?.decided(approved, reason, actions));
    return actions;
  }

  /** A contribution was refused for good. */
  onRefused(refusal: Refusal): Action[] {
    const actions: Action[] = [];
    if (this.#finale.isReached) return actions;
    switch (refusal.code) {
      case 'WRONG_PHASE':
      case 'EQUIVOCATION':
      case 'NOT_FOUND':
      case 'TIMEOUT':
      case 'UNAVAILABLE':
      case 'NO_QUORUM':
      case 'OVERLOADED':
        actions.push({ do: 'look' }); // what became of the session is in its events
        break;
      case 'CONFLICT':
        this.#finale.distrust(new Distrust('TRANSCRIPT'), actions);
        break;
      default:
        this.#finale.stop(new Stop(refusal.code, `refused: ${refusal.message}`), actions);
    }
    return actions;
  }

  /** Time passed. */
  onTime(now: number): Action[] {
    const actions: Action[] = [];
    if (this.#deadline.isPassed(now)) {
      this.#finale.giveUp('TIMEOUT', 'the services did not end the session in time', actions);
    }
    return actions;
  }

  /** Contributes nothing more, and forgets the nonces; still hears how the session ends. */
  withdraw(): void {
    this.#withdrawn = true;
    this.#rounds?.watch();
  }

  get #rounds(): Rounds | undefined {
    return this.#finale.rounds;
  }

  get #isWaiting(): boolean {
    const looking = this.#rounds?.isLooking ?? false;
    const fetching = this.#fetchingFor !== undefined || this.#opening.isWaiting;
    return !this.#finale.isReached && (fetching || looking);
  }

  #drain(actions: Action[], now: number): Action[] {
    while (!this.#isWaiting) {
      const happening = this.#queued.shift();
      if (happening === undefined) break;
      this.#finale.guard(actions, () => this.#take(happening, now, actions));
    }
    return actions;
  }

  #take(happening: Happening, now: number, actions: Action[]): void {
    switch (happening.type) {
      case 'session.ready':
        if (!this.#finale.isReached && this.#opening.announced(happening.data, actions)) {
          this.#opened(actions, now);
        }
        break;
      case 'session.nonce-commitments-complete':
      case 'session.nonces-complete':
        this.#takeSet(happening, undefined, now, actions);
        break;
      case 'session.complete':
        this.#complete(happening.data, actions);
        break;
      default:
        this.#follow(happening, actions);
    }
  }

  #follow(happening: Happening, actions: Action[]): void {
    const ending = endingOf(happening);
    if (ending === undefined || !this.#finale.isReached) {
      this.broadcast.follow(happening, this.election?.priorityList ?? []);
      actions.push({ do: 'report', happening });
    }
    if (ending !== undefined) this.#finale.reach(ending, actions);
  }

  #opened(actions: Action[], now: number): Action[] {
    const opened = this.#opening.take();
    if (opened !== undefined && !this.#finale.isReached) {
      this.#finale.guard(actions, () => this.#open(opened, now, actions));
    }
    return this.#drain(actions, now);
  }

  #open(opened: Opened, now: number, actions: Action[]): void {
    const verified = checkRequest(opened, this.#key.publicKey, this.#settings.known);
    this.#finale.request = verified;
    const facts = checkReady(opened, this.id, verified);
    const rounds = new Rounds(facts, this.#key, this.#settings.automatic);
    this.#superseded = !this.#attempts.admit(verified.id, facts.attempt);
    this.#finale.rounds = rounds;
    this.#deadline.extend(verified.request, now);
    actions.push({ do: 'report', happening: { type: 'session.ready', data: opened.ready } });
    if (this.#withdrawn || this.#attempts.isWithdrawn(verified.id)) {
      rounds.watch();
      actions.push({ do: 'stay-out', reason: 'this signer has withdrawn from the request' });
    } else if (this.#settings.fresh && facts.attempt === 1 && !this.#superseded) {
      this.#deadline.requireAlive(verified.request, now);
      rounds.ready(actions);
    } else {
      actions.push({ do: 'look' });
    }
  }

  #takeSet(
    set: Happening,
    fetched: readonly Envelope[] | undefined,
    now: number,
    actions: Action[],
  ): void {
    const rounds = this.#rounds;
    const isSet =
      set.type === 'session.nonce-commitments-complete' || set.type === 'session.nonces-complete';
    if (this.#finale.isReached || rounds === undefined || !isSet) return;
    const taken = rounds.take(set, fetched, actions);
    this.#fetchingFor = taken === 'TO_FETCH' ? set : undefined;
    if (taken === 'SEEN') this.#deadline.extend(rounds.facts.request.request, now);
  }

  #complete(data: EventData<'session.complete'>, actions: Action[]): void {
    if (this.#finale.isReached) return;
    const rounds = this.#rounds;
    Distrust.unless(rounds !== undefined, 'PHASE');
    checkSignatures(rounds.facts, data.signatures);
    actions.push({ do: 'report', happening: { type: 'session.complete', data } });
    this.#finale.reach({ kind: 'signed', signatures: data.signatures }, actions);
  }
}
