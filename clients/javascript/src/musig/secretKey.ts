import { schnorr, secp256k1 } from '@noble/curves/secp256k1.js';
import { bytesToHex, type Hex, hexToBytes } from '../protocol/bytes.js';

/**
 * A private key. It stays in this process: it is not printed, not written as JSON, and no message
 * has a field for it.
 */
export class SecretKey {
  readonly publicKey: Hex;
  readonly #bytes: Uint8Array;

  private constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.publicKey = bytesToHex(secp256k1.getPublicKey(bytes, true));
  }

  /** A new key, from the platform's randomness. */
  static generate(): SecretKey {
    return new SecretKey(secp256k1.utils.randomSecretKey());
  }

  /** A key of 32 bytes, given as such or as hex; the bytes are copied. */
  static of(bytes: Uint8Array | Hex): SecretKey {
    const copy = typeof bytes === 'string' ? decoded(bytes) : Uint8Array.from(bytes);
    if (!secp256k1.utils.isValidSecretKey(copy)) {
      throw new RangeError('not a private key of secp256k1');
    }
    return new SecretKey(copy);
  }

  /** BIP340, over 32 bytes, under the x coordinate of the public key. */
  signSchnorr(digest: Hex): Hex {
    return this.use((bytes) => bytesToHex(schnorr.sign(hexToBytes(digest), bytes)));
  }

  /** Lends the bytes to a computation, which must not keep them. */
  use<T>(computation: (bytes: Uint8Array) => T): T {
    if (this.#bytes.every((byte) => byte === 0)) throw new Error('the private key was wiped');
    return computation(this.#bytes);
  }

  /** Overwrites the bytes; copies that the engine made of them are beyond reach. */
  wipe(): void {
    this.#bytes.fill(0);
  }

  toString(): string {
    return `SecretKey(${this.publicKey})`;
  }

  toJSON(): string {
    return this.toString();
  }
}

/** What is no hex is no key; the decoder's own complaint would show parts of it. */
function decoded(hex: Hex): Uint8Array {
  try {
    return hexToBytes(hex);
  } catch {
    return new Uint8Array();
  }
}
