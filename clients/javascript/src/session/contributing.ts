import type { SigningSession } from '../musig/musig.js';
import { NonceVault } from '../musig/nonceVault.js';
import type { SecretKey } from '../musig/secretKey.js';
import type { Hex } from '../protocol/bytes.js';
import type { Envelope } from '../protocol/envelope.js';
import type { EventData } from '../protocol/events.js';
import type { CommitNonce, SharePartialSignature, ShareNonce } from '../protocol/session.js';
import { nonceCommitment } from '../protocol/transcript.js';
import type { SessionFacts } from './facts.js';
import { Distrust, Stop } from './lie.js';
import { commitmentsIn, noncesIn } from './pages.js';
import {
  checkCommitments,
  checkNonces,
  checkOpenings,
  type HexSet,
  sameList,
  signingSessions,
} from './setCheck.js';

type Contributor = Pick<CommitNonce, 'sessionId' | 'attempt' | 'signerIndex' | 'resumed'>;

/** What one signer gives to one session, round by round, on the ground of what it has checked. */
export class Contributing {
  readonly #key: SecretKey;
  readonly #facts: SessionFacts;
  #filled: NonceVault | undefined;
  #commitments: HexSet | undefined;
  #commitmentsHash: Hex | undefined;
  #nonces: HexSet = [];
  #noncesHash: Hex | undefined;
  #sessions: SigningSession[] = [];
  #resumed = false;

  constructor(key: SecretKey, facts: SessionFacts) {
    this.#key = key;
    this.#facts = facts;
  }

  /** From now on what is said first says that an earlier life may have said something else. */
  resume(): void {
    this.#resumed = true;
  }

  commitment(): CommitNonce {
    return { ...this.#contributor(), commitments: [...this.#ownCommitments()] };
  }

  /** Checks all commitments; those too many for the event come as envelopes. */
  commitmentsSeen(
    shown: EventData<'session.nonce-commitments-complete'>,
    fetched: readonly Envelope[] | undefined,
  ): void {
    const set = fetched === undefined ? shown.commitments : commitmentsIn(this.#facts, fetched);
    Distrust.unless(set !== undefined, 'COMMITMENTS_SIZE');
    const own = this.#ownCommitments();
    this.#requireOwn(set, own);
    checkCommitments(this.#facts, set, shown.commitmentsHash, own);
    this.#commitments = set;
    this.#commitmentsHash = shown.commitmentsHash;
  }

  nonce(): ShareNonce {
    const seen =
      this.#commitmentsHash === undefined ? {} : { commitmentsHash: this.#commitmentsHash };
    return { ...this.#contributor(), pubnonces: [...this.#vault().pubnonces], ...seen };
  }

  /** Checks all nonces and their aggregates; those too many for the event come as envelopes. */
  noncesSeen(
    shown: EventData<'session.nonces-complete'>,
    fetched: readonly Envelope[] | undefined,
  ): void {
    const set = fetched === undefined ? shown.pubnonces : noncesIn(this.#facts, fetched);
    Distrust.unless(set !== undefined, 'NONCES_SIZE');
    const own = this.#vault().pubnonces;
    if (!this.#facts.withCommitments) this.#requireOwn(set, own);
    checkNonces(this.#facts, set, shown.noncesHash, own);
    if (this.#commitments !== undefined) checkOpenings(this.#facts, this.#commitments, set);
    this.#sessions = signingSessions(this.#facts, set, shown.aggnonces);
    this.#nonces = set;
    this.#noncesHash = shown.noncesHash;
    this.#commitments = undefined;
  }

  /** Uses the nonces up; throws if that was done before, or the nonces were not seen. */
  signature(): SharePartialSignature {
    if (this.#filled === undefined || this.#noncesHash === undefined) {
      throw new Error('there is nothing to sign yet');
    }
    const partialSigs = this.#filled.sign(this.#sessions, this.#nonces, this.#facts.signerIndex);
    return { ...this.#contributor(), partialSigs, noncesHash: this.#noncesHash };
  }

  wipe(): void {
    this.#filled?.wipe();
  }

  #contributor(): Contributor {
    const { sessionId, attempt, signerIndex } = this.#facts;
    const contributor = { sessionId, attempt, signerIndex };
    return this.#resumed ? { ...contributor, resumed: true } : contributor;
  }

  #ownCommitments(): readonly Hex[] {
    const { sessionId, signerIndex } = this.#facts;
    return this.#vault().pubnonces.map((pubnonce, item) =>
      nonceCommitment(sessionId, signerIndex, item, pubnonce),
    );
  }

  /** Where this signer was restarted, the word of an earlier life may have been heard first. */
  #requireOwn(set: HexSet, own: readonly Hex[]): void {
    const shown = set[this.#facts.signerIndex];
    if (this.#resumed && shown !== undefined && !sameList(shown, own)) throw Stop.nonceLost();
  }

  /** Filled when the first contribution is made, never again. */
  #vault(): NonceVault {
    this.#filled ??= NonceVault.fill(
      this.#key,
      this.#facts.sessionId,
      this.#facts.items.map(({ message }, item) => {
        const context = this.#facts.contexts[item];
        if (context === undefined) throw new Error('a session without keys signs nothing');
        return { context, message };
      }),
    );
    return this.#filled;
  }
}
