import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, type Hex, hexToBytes, utf8ToBytes } from './bytes.js';

const SIZE = 8;

/** How many tries are one slice of work: a few milliseconds. */
const SLICE = 8_192;

/**
 * Work that is done for one envelope, so that a gateway need not listen to keys that cost nothing:
 * 8 bytes are looked for, so that their hash begins with so many zero bits.
 */
export class StampSearch {
  readonly #begun;
  readonly #hash = sha256.create();
  readonly #digest = new Uint8Array(32);
  readonly #nonce = new Uint8Array(SIZE);
  #tried = 0;

  constructor(readonly signature: Hex) {
    const tag = sha256(utf8ToBytes('tutti/v1/stamp'));
    this.#begun = sha256.create().update(tag).update(tag).update(hexToBytes(signature));
  }

  /** Goes on for a moment; the stamp, if one was found that is worth so many bits. */
  next(bits: number): Hex | undefined {
    for (const end = this.#tried + SLICE; this.#tried < end; this.#tried++) {
      if (this.#worth(this.#tried) >= bits) return bytesToHex(this.#nonce);
    }
    return undefined;
  }

  #worth(tried: number): number {
    const nonce = new DataView(this.#nonce.buffer);
    nonce.setUint32(0, Math.floor(tried / 2 ** 32));
    nonce.setUint32(4, tried);
    this.#begun._cloneInto(this.#hash);
    this.#hash.update(this.#nonce).digestInto(this.#digest);
    const digest = new DataView(this.#digest.buffer);
    const zeros = Math.clz32(digest.getUint32(0));
    return zeros < 32 ? zeros : 32 + Math.clz32(digest.getUint32(4));
  }
}
