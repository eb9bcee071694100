import type { Identity } from '../bus/bus.js';
import type { SecretKey } from '../musig/secretKey.js';
import type { Hex } from '../protocol/bytes.js';
import type { JsonObject } from '../protocol/canonical.js';
import { type Envelope, envelopeDigest, read } from '../protocol/envelope.js';
import type { SignedOperation } from '../protocol/operations.js';

/** Signs what this signer says. No two of its envelopes carry the same time. */
export class Scribe implements Identity {
  readonly #key: SecretKey;
  readonly #now: () => number;
  #lastSentAt = 0;

  constructor(key: SecretKey, now: () => number) {
    this.#key = key;
    this.#now = now;
  }

  get publicKey(): Hex {
    return this.#key.publicKey;
  }

  sign(type: string, body: JsonObject, sequence = 1): Envelope {
    this.#lastSentAt = Math.max(this.#lastSentAt + 1, this.#now());
    const unsigned = {
      type,
      signer: this.#key.publicKey,
      sequence,
      sentAt: this.#lastSentAt,
      body,
    };
    return { ...unsigned, signature: this.#key.signSchnorr(envelopeDigest(unsigned)) };
  }

  /** Signs what has the shape of the operation's body; refuses anything else as `MALFORMED`. */
  say<B, R>(operation: SignedOperation<B, R>, body: B, sequence = 1): Envelope {
    const plain = JSON.parse(JSON.stringify(body)) as JsonObject; // a copy, without what is undefined
    read(operation.body, plain, 'body');
    return this.sign(operation.type, plain, sequence);
  }
}
