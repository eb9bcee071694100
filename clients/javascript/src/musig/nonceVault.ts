import * as musig2 from '@scure/btc-signer/musig2.js';
import { bytesToHex, concatBytes, type Hex, hexToBytes, uint32 } from '../protocol/bytes.js';
import { type KeyContext, type SigningSession, verifyPartial } from './musig.js';
import type { SecretKey } from './secretKey.js';

/**
 * The nonces of one signer for one session, one per item: made once, held in memory only, used once
 * or wiped.
 */
export class NonceVault {
  readonly pubnonces: readonly Hex[];
  readonly #key: SecretKey;
  #secrets: Uint8Array[];

  private constructor(key: SecretKey, pairs: readonly musig2.Nonces[]) {
    this.#key = key;
    this.pubnonces = pairs.map((pair) => bytesToHex(pair.public));
    this.#secrets = pairs.map((pair) => pair.secret);
  }

  /** Fresh nonces, bound to key, aggregate key, message, session and position. */
  static fill(
    key: SecretKey,
    sessionId: Hex,
    items: readonly { context: KeyContext; message: Hex }[],
  ): NonceVault {
    const publicKey = hexToBytes(key.publicKey);
    const pairs = items.map(({ context, message }, item) =>
      key.use((secret) =>
        musig2.nonceGen(
          publicKey,
          secret,
          hexToBytes(context.xOnly),
          hexToBytes(message),
          concatBytes(hexToBytes(sessionId), uint32(item)),
        ),
      ),
    );
    return new NonceVault(key, pairs);
  }

  /**
   * Signs every item once, and checks its own result, as a fault in the arithmetic may give the key
   * away. Throws if the nonces were used, or a result is wrong.
   */
  sign(
    sessions: readonly SigningSession[],
    pubnonces: readonly (readonly Hex[])[],
    signerIndex: number,
  ): Hex[] {
    const secrets = this.#secrets;
    this.#secrets = [];
    try {
      if (secrets.length === 0 || secrets.length !== sessions.length) {
        throw new Error('the nonces were used');
      }
      return sessions.map((opened, item) => {
        const secret = secrets[item] as Uint8Array;
        const partial = bytesToHex(this.#key.use((key) => opened.session.sign(secret, key)));
        const ofItem = pubnonces.map((bySigner) => bySigner[item] as Hex);
        if (!verifyPartial(opened, partial, ofItem, signerIndex)) {
          throw new Error('a partial signature came out wrong');
        }
        return partial;
      });
    } finally {
      for (const secret of secrets) secret.fill(0);
    }
  }

  wipe(): void {
    for (const secret of this.#secrets) secret.fill(0);
    this.#secrets = [];
  }

  toJSON(): string {
    return `NonceVault(${this.pubnonces.length})`;
  }
}
