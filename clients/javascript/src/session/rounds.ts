import type { SecretKey } from '../musig/secretKey.js';
import type { Envelope } from '../protocol/envelope.js';
import type { Happening } from '../protocol/events.js';
import { Refusal } from '../protocol/refusal.js';
import { hasEnded, type SessionStatus } from '../protocol/session.js';
import type { Action, Round } from './action.js';
import { Contributing } from './contributing.js';
import type { SessionFacts } from './facts.js';
import { Distrust, Stop } from './lie.js';

type Step =
  | 'LOOKING'
  | 'WATCHING'
  | 'READY'
  | 'COMMITTED'
  | 'COMMITMENTS_SEEN'
  | 'NONCE_SHARED'
  | 'NONCES_SEEN'
  | 'DECIDING'
  | 'SIGNED';

/** What became of a set: of no use now, its contributions must be fetched, or checked. */
export type Taken = 'REPEATED' | 'TO_FETCH' | 'SEEN';

type Set = Happening<'session.nonce-commitments-complete' | 'session.nonces-complete'>;

/**
 * The rounds of a verified session, as one signer goes through them.
 *
 *     LOOKING --status--> READY --> COMMITTED --commitments--> COMMITMENTS_SEEN
 *        |                  |                                        |
 *     WATCHING              +--------- without commitments ----> NONCE_SHARED
 *     (over, or withdrawn)                                           | nonces
 *                                                 NONCES_SEEN --> DECIDING --> SIGNED
 */
export class Rounds {
  readonly #automatic: boolean;
  #facts: SessionFacts;
  #contributing: Contributing | undefined;
  #step: Step = 'LOOKING';

  constructor(facts: SessionFacts, key: SecretKey, automatic: boolean) {
    this.#facts = facts;
    this.#contributing = new Contributing(key, facts);
    this.#automatic = automatic;
  }

  get facts(): SessionFacts {
    return this.#facts;
  }

  get isLooking(): boolean {
    return this.#step === 'LOOKING';
  }

  /** Nothing was contributed before. */
  ready(actions: Action[]): void {
    this.#step = 'READY';
    this.#proceed(actions);
  }

  /** Contributes nothing more, and forgets the nonces. */
  watch(): void {
    this.#contributing?.wipe();
    this.#contributing = undefined;
    this.#step = 'WATCHING';
  }

  /** The session is over: keeps only what tells what it was about. */
  release(): void {
    this.watch();
    this.#facts = { ...this.#facts, contexts: [] };
  }

  /**
   * Contributes only where the own slot of the first round is empty. What an earlier life has signed
   * may complete the session, and may still be on its way: then only the services know how it ends.
   */
  looked(status: SessionStatus, actions: Action[]): void {
    const isAwaited = status.awaiting.includes(this.#facts.signerIndex);
    if (hasEnded(status.phase)) {
      this.watch();
    } else if (status.phase === this.#firstRound() && isAwaited) {
      this.#own().resume();
      this.ready(actions);
    } else if (status.phase === 'PARTIAL_SIGNATURE_EXCHANGE') {
      if (isAwaited) {
        const lost = Stop.nonceLost();
        actions.push({ do: 'abort', code: lost.code, reason: lost.message });
      }
      this.watch();
    } else {
      throw Stop.nonceLost();
    }
  }

  /** A set is complete: it is checked, and the next round may start. */
  take(set: Set, fetched: readonly Envelope[] | undefined, actions: Action[]): Taken {
    if (this.#step === 'READY') throw Stop.nonceLost(); // another life of this signer contributed
    if (this.#step === 'WATCHING') {
      actions.push({ do: 'report', happening: set });
      return 'REPEATED';
    }
    return set.type === 'session.nonces-complete'
      ? this.#takeNonces(set, fetched, actions)
      : this.#takeCommitments(set, fetched, actions);
  }

  /** Starts a round on demand. */
  start(round: Round, actions: Action[]): void {
    if (this.#step !== this.#stepBefore(round)) {
      throw new Refusal('WRONG_PHASE', `round ${round} cannot start now`);
    }
    this.#begin(actions);
  }

  /** The policy has answered. */
  decided(approved: boolean, reason: string, actions: Action[]): void {
    if (this.#step !== 'DECIDING') return;
    if (!approved) throw new Stop('REFUSED_BY_POLICY', reason);
    this.#step = 'SIGNED';
    try {
      const body = this.#own().signature();
      actions.push({
        do: 'contribute',
        contribution: { round: 'PARTIAL_SIGNATURE_EXCHANGE', body },
      });
    } catch {
      throw new Stop('INTERNAL', 'this signer could not sign'); // the cause might show a secret
    }
  }

  #takeCommitments(
    set: Happening<'session.nonce-commitments-complete'>,
    fetched: readonly Envelope[] | undefined,
    actions: Action[],
  ): Taken {
    if (this.#step !== 'COMMITTED') return 'REPEATED';
    if (set.data.commitments === undefined && fetched === undefined) {
      actions.push({ do: 'fetch-contributions', kind: 'nonce-commitments' });
      return 'TO_FETCH';
    }
    this.#own().commitmentsSeen(set.data, fetched);
    this.#step = 'COMMITMENTS_SEEN';
    actions.push({ do: 'report', happening: set });
    this.#proceed(actions);
    return 'SEEN';
  }

  #takeNonces(
    set: Happening<'session.nonces-complete'>,
    fetched: readonly Envelope[] | undefined,
    actions: Action[],
  ): Taken {
    Distrust.unless(this.#step !== 'COMMITTED' && this.#step !== 'COMMITMENTS_SEEN', 'PHASE');
    if (this.#step !== 'NONCE_SHARED') return 'REPEATED';
    if (set.data.pubnonces === undefined && fetched === undefined) {
      actions.push({ do: 'fetch-contributions', kind: 'nonces' });
      return 'TO_FETCH';
    }
    this.#own().noncesSeen(set.data, fetched);
    this.#step = 'NONCES_SEEN';
    actions.push({ do: 'report', happening: set });
    this.#proceed(actions);
    return 'SEEN';
  }

  #own(): Contributing {
    if (this.#contributing === undefined) throw new Error('only while watching there is none');
    return this.#contributing;
  }

  #proceed(actions: Action[]): void {
    if (this.#automatic) this.#begin(actions);
  }

  #begin(actions: Action[]): void {
    if (this.#step === 'READY' && this.#facts.withCommitments) {
      this.#step = 'COMMITTED';
      const body = this.#own().commitment();
      actions.push({ do: 'contribute', contribution: { round: 'NONCE_COMMITMENT', body } });
    } else if (this.#step === 'READY' || this.#step === 'COMMITMENTS_SEEN') {
      this.#step = 'NONCE_SHARED';
      const body = this.#own().nonce();
      actions.push({ do: 'contribute', contribution: { round: 'NONCE_EXCHANGE', body } });
    } else {
      this.#step = 'DECIDING';
      actions.push({ do: 'ask-policy' });
    }
  }

  #firstRound(): Round {
    return this.#facts.withCommitments ? 'NONCE_COMMITMENT' : 'NONCE_EXCHANGE';
  }

  #stepBefore(round: Round): Step | undefined {
    switch (round) {
      case 'NONCE_COMMITMENT':
        return this.#facts.withCommitments ? 'READY' : undefined;
      case 'NONCE_EXCHANGE':
        return this.#facts.withCommitments ? 'COMMITMENTS_SEEN' : 'READY';
      case 'PARTIAL_SIGNATURE_EXCHANGE':
        return 'NONCES_SEEN';
    }
  }
}
