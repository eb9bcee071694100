import * as v from 'valibot';
import type { Hex } from '../protocol/bytes.js';
import { Envelope, read } from '../protocol/envelope.js';
import { GATEWAY } from '../protocol/operations.js';
import { Refusal } from '../protocol/refusal.js';
import { StampSearch } from '../protocol/stamp.js';
import { turn } from '../time.js';

/** Some seconds; whoever asks for more is not worth it. */
const MOST_BITS = 24;

/** Does the work that a gateway asks of keys that it does not know yet. */
export class Stamping {
  readonly #challenge: (publicKey: Hex) => Promise<unknown>;
  /** Goes on where it was left if the same envelope is said again. */
  #search: StampSearch | undefined;

  /** @param challenge asks the gateway, which says how much work it wants */
  constructor(challenge: (publicKey: Hex) => Promise<unknown>) {
    this.#challenge = challenge;
  }

  /** Whether something was refused because it has no stamp, and could have one. */
  static isAskedFor(error: unknown, body: unknown): body is Envelope {
    const { code, field } = Refusal.from(error);
    return code === 'NOT_ALLOWED' && field === 'stamp' && v.is(Envelope, body);
  }

  /** A stamp for an envelope. Others have their turns meanwhile: no page stands still. */
  async stamp({ signer, signature }: Envelope, signal: AbortSignal): Promise<Hex> {
    const { stampBits = 0 } = read(GATEWAY.challenge.reply, await this.#challenge(signer));
    if (stampBits > MOST_BITS) {
      throw new Refusal('NOT_ALLOWED', `the gateway asks for a stamp of ${stampBits} bits`);
    }
    if (this.#search?.signature !== signature) this.#search = new StampSearch(signature);
    const search = this.#search;
    for (;;) {
      signal.throwIfAborted();
      const stamp = search.next(stampBits);
      if (stamp !== undefined) return stamp;
      await turn();
    }
  }
}
