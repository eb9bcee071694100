import assert from 'node:assert/strict';
import type { EventData, EventType, Happening } from '../src/protocol/events.js';
import type { CommitNonce, SharePartialSignature, ShareNonce } from '../src/protocol/session.js';
import type { Action, ActionOf, Contribution } from '../src/session/action.js';
import { Attempts } from '../src/session/attempts.js';
import { type SessionSettings, SignerSession } from '../src/session/signerSession.js';
import { ALICE, NOW, type Peers } from './peers.js';

const SETTINGS: SessionSettings = {
  automatic: true,
  fresh: true,
  phaseTimeout: 10_000,
  grace: 1_000,
};

/** Alice's session under test, and everything that it has wanted done so far. */
export class Play {
  readonly session: SignerSession;
  readonly actions: Action[] = [];

  constructor(
    readonly peers: Peers,
    settings: Partial<SessionSettings> = {},
    attempts = new Attempts(),
  ) {
    this.session = new SignerSession(peers.id, ALICE, { ...SETTINGS, ...settings }, attempts);
    this.session.onTime(NOW);
  }

  static afterRestart(peers: Peers): Play {
    return new Play(peers, { fresh: false });
  }

  hear<T extends EventType>(type: T, data: EventData<T>, now = NOW): this {
    return this.add(this.session.onEvent({ type, data } as unknown as Happening, now));
  }

  add(more: Action[]): this {
    this.actions.push(...more);
    return this;
  }

  approve(): this {
    return this.add(this.session.onDecision(true, ''));
  }

  ready(): this {
    return this.hear('session.ready', this.peers.ready());
  }

  /** Plays honestly up to where the policy is asked. */
  upToDecision(): this {
    this.ready();
    this.hear(
      'session.nonce-commitments-complete',
      this.peers.commitments(this.commitment.commitments),
    );
    return this.hear('session.nonces-complete', this.peers.nonces(this.nonce.pubnonces));
  }

  get commitment(): CommitNonce {
    return this.said('NONCE_COMMITMENT') ?? assert.fail('no commitment');
  }

  get nonce(): ShareNonce {
    return this.said('NONCE_EXCHANGE') ?? assert.fail('no nonce');
  }

  get signature(): SharePartialSignature {
    return this.said('PARTIAL_SIGNATURE_EXCHANGE') ?? assert.fail('no partial signature');
  }

  said<R extends Contribution['round']>(
    round: R,
  ): Extract<Contribution, { round: R }>['body'] | undefined {
    const all = this.all('contribute').map(({ contribution }) => contribution);
    return all.filter((one) => one.round === round).at(-1)?.body as never;
  }

  all<D extends Action['do']>(kind: D): ActionOf<D>[] {
    return this.actions.filter((action): action is ActionOf<D> => action.do === kind);
  }

  only<D extends Action['do']>(kind: D): ActionOf<D> {
    const [one, ...more] = this.all(kind);
    assert.ok(one && more.length === 0, `one ${kind} expected: ${JSON.stringify(this.actions)}`);
    return one;
  }
}
