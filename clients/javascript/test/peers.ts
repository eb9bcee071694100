import * as musig2 from '@scure/btc-signer/musig2.js';
import {
  aggregateKeys,
  aggregateNonces,
  type KeyContext,
  openSession,
} from '../src/musig/musig.js';
import { SecretKey } from '../src/musig/secretKey.js';
import {
  bytesToHex,
  type Hex,
  hexToBytes,
  taggedHash,
  utf8ToBytes,
} from '../src/protocol/bytes.js';
import type { JsonObject } from '../src/protocol/canonical.js';
import { holdElection, orderedKeys } from '../src/protocol/election.js';
import { type Envelope, envelopeDigest } from '../src/protocol/envelope.js';
import type { EventData } from '../src/protocol/events.js';
import type { RequestOptions, SigningRequest } from '../src/protocol/request.js';
import type {
  CommitNonce,
  SessionPhase,
  SessionStatus,
  SharePartialSignature,
  ShareNonce,
} from '../src/protocol/session.js';
import { requestIdOf, sessionIdOf } from '../src/protocol/terms.js';
import { commitmentsHash, nonceCommitment, noncesHash } from '../src/protocol/transcript.js';

export const NOW = 1_795_000_000_000;
export const key = (number: number): SecretKey => SecretKey.of(new Uint8Array(32).fill(number, 31));
export const hash = (text: string): Hex => taggedHash('test', utf8ToBytes(text));
export const ALICE = key(1);
export const BOB = key(2);
export const MALLORY = key(3);

export function envelope(by: SecretKey, type: string, body: unknown, sequence = 1): Envelope {
  const plain = JSON.parse(JSON.stringify(body)) as JsonObject;
  const unsigned = { type, signer: by.publicKey, sequence, sentAt: NOW, body: plain };
  return { ...unsigned, signature: by.signSchnorr(envelopeDigest(unsigned)) };
}

/**
 * Alice, who is under test, and Bob, whose part is written out here together with what honest
 * services would show to Alice.
 */
export class Peers {
  readonly request: SigningRequest;
  readonly announcement: Envelope;
  readonly requestId: Hex;
  readonly id: Hex;
  readonly alice: number;
  readonly bob: number;
  readonly contexts: KeyContext[];
  readonly #bobsNonces: musig2.Nonces[];

  constructor(
    options: RequestOptions = {},
    readonly attempt = 1,
  ) {
    this.request = {
      creator: BOB.publicKey,
      keys: [BOB.publicKey, ALICE.publicKey],
      items: [
        { message: hash('first') },
        { message: hash('second'), tweaks: [{ tweak: hash('tweak'), xOnly: true }] },
      ],
      purpose: 'test',
      expiresAt: NOW + 3_600_000,
      options,
    };
    this.announcement = envelope(BOB, 'request.announce', this.request);
    this.requestId = requestIdOf(this.announcement.body);
    this.id = sessionIdOf(this.requestId, this.request, attempt);
    const keys = orderedKeys(this.request);
    this.alice = keys.indexOf(ALICE.publicKey);
    this.bob = 1 - this.alice;
    this.contexts = this.request.items.map(({ tweaks = [] }) => aggregateKeys(keys, tweaks));
    this.#bobsNonces = this.contexts.map(() =>
      BOB.use((secret) => musig2.nonceGen(hexToBytes(BOB.publicKey), secret)),
    );
  }

  join(
    by: SecretKey,
    index = Math.max(0, orderedKeys(this.request).indexOf(by.publicKey)),
  ): Envelope {
    return envelope(by, 'request.join', { requestId: this.requestId, signerIndex: index });
  }

  ready(): EventData<'session.ready'> {
    const { coordinator, proof } = holdElection(this.request);
    return {
      sessionId: this.id,
      requestId: this.requestId,
      attempt: this.attempt,
      phase: this.firstPhase,
      deadline: NOW + 1_000,
      coordinator,
      electionProof: proof,
      request: this.announcement,
      joins: [this.announcement, this.join(ALICE)],
    };
  }

  get firstPhase(): SessionPhase {
    const { nonceCommitments = true } = this.request.options ?? {};
    return nonceCommitments ? 'NONCE_COMMITMENT' : 'NONCE_EXCHANGE';
  }

  status(phase: SessionPhase, awaiting: number[]): SessionStatus {
    return {
      sessionId: this.id,
      requestId: this.requestId,
      attempt: this.attempt,
      phase,
      deadline: NOW + 1_000,
      signers: 2,
      awaiting,
      coordinator: 0,
      lastEvent: 1,
    };
  }

  get bobsNonces(): Hex[] {
    return this.#bobsNonces.map((pair) => bytesToHex(pair.public));
  }

  get bobsCommitments(): Hex[] {
    return this.bobsNonces.map((nonce, item) => nonceCommitment(this.id, this.bob, item, nonce));
  }

  inOrder<T>(ofAlice: T, ofBob: T): [T, T] {
    return this.alice === 0 ? [ofAlice, ofBob] : [ofBob, ofAlice];
  }

  commitments(ofAlice: Hex[]): EventData<'session.nonce-commitments-complete'> {
    return this.commitmentSet(this.inOrder(ofAlice, this.bobsCommitments));
  }

  commitmentSet(commitments: Hex[][]): EventData<'session.nonce-commitments-complete'> {
    const named = commitmentsHash(this.id, commitments);
    return { sessionId: this.id, commitmentsHash: named, commitments, deadline: NOW + 1_000 };
  }

  nonces(ofAlice: Hex[]): EventData<'session.nonces-complete'> {
    return this.nonceSet(this.inOrder(ofAlice, this.bobsNonces));
  }

  nonceSet(
    pubnonces: Hex[][],
    aggnonces = this.aggregates(pubnonces),
  ): EventData<'session.nonces-complete'> {
    const named = noncesHash(this.id, pubnonces);
    return { sessionId: this.id, noncesHash: named, pubnonces, aggnonces, deadline: NOW + 1_000 };
  }

  aggregates(pubnonces: Hex[][]): Hex[] {
    return this.contexts.map((_, item) =>
      aggregateNonces(pubnonces.map((list) => list[item] ?? '')),
    );
  }

  /** Bob signs too, and honest services aggregate. */
  complete(
    nonces: EventData<'session.nonces-complete'>,
    ofAlice: SharePartialSignature,
  ): EventData<'session.complete'> {
    const signatures = this.request.items.map(({ message }, item) => {
      const { session } = openSession(
        this.contexts[item] as KeyContext,
        nonces.aggnonces[item] ?? '',
        message,
      );
      const secret = (this.#bobsNonces[item] as musig2.Nonces).secret;
      const own = BOB.use((bytes) => session.sign(Uint8Array.from(secret), bytes));
      const partials = this.inOrder(hexToBytes(ofAlice.partialSigs[item] ?? ''), own);
      return bytesToHex(session.partialSigAgg(partials));
    });
    return { sessionId: this.id, signatures };
  }

  commitmentEnvelope(by: SecretKey, commitments: Hex[]): Envelope {
    const body: CommitNonce = { ...this.#contributor(by), commitments };
    return envelope(by, 'session.commit-nonce', body);
  }

  nonceEnvelope(by: SecretKey, pubnonces: Hex[], seen: Hex): Envelope {
    const body: ShareNonce = { ...this.#contributor(by), pubnonces, commitmentsHash: seen };
    return envelope(by, 'session.share-nonce', body);
  }

  #contributor(by: SecretKey) {
    const signerIndex = Math.max(0, orderedKeys(this.request).indexOf(by.publicKey));
    return { sessionId: this.id, attempt: this.attempt, signerIndex };
  }
}
