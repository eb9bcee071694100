import { aggregateKeys, aggregationOf, type Hex, type KeyedItem, verifySignature } from '@tutti/client';
import type { KnownRequest } from './requests.js';

export type Verdict = 'valid' | 'invalid' | 'not checked' | 'being checked';

/** One item's signature, and whether it is valid under the signers' aggregate key. */
export interface SignedItem {
  readonly message: Hex;
  readonly signature: Hex;
  readonly verdict: Verdict;
  /** The signers' aggregate key, once it is known. */
  readonly publicKey?: Hex;
}

/**
 * Findings beyond these are forgotten, those first that were not shown for longest. It is more than
 * can be shown at a time: what is shown is never forgotten, or it would be verified without end.
 */
const KEPT = 5_000;

/**
 * Verifies here what the services call the signatures of a request; nothing is taken on trust. It
 * does so between two drawings, one signature at a time, as many of them take seconds.
 */
export class Verifier {
  readonly #found = new Map<string, SignedItem>();
  readonly #changed: () => void;
  readonly #later: (work: () => void) => void;

  constructor(changed: () => void, later: (work: () => void) => void = (work) => setTimeout(work)) {
    this.#changed = changed;
    this.#later = later;
  }

  /** What is known by now. */
  items(request: KnownRequest, signatures: readonly Hex[]): SignedItem[] {
    return request.request.items.flatMap((item, index) => {
      const signature = signatures[index];
      return signature === undefined ? [] : [this.#item(request, item, signature)];
    });
  }

  #item(request: KnownRequest, item: KeyedItem, signature: Hex): SignedItem {
    const name = `${request.id} ${JSON.stringify(item)} ${signature}`;
    const known = this.#found.get(name);
    if (known !== undefined) {
      this.#found.delete(name);
      this.#found.set(name, known); // as the newest
      return known;
    }
    const unknown = { message: item.message, signature, verdict: 'being checked' } as const;
    this.#found.set(name, unknown);
    for (const [oldest] of this.#found) {
      if (this.#found.size <= KEPT) break;
      this.#found.delete(oldest);
    }
    this.#later(() => {
      if (!this.#found.has(name)) return; // nobody has looked at it for long
      this.#found.set(name, verified(request, item, signature));
      this.#changed();
    });
    return unknown;
  }
}

function verified(request: KnownRequest, item: KeyedItem, signature: Hex): SignedItem {
  const { message, tweaks = [] } = item;
  const { suite = 'bip327' } = request.request;
  try {
    const keys = item.keys ?? request.signers;
    const order = aggregationOf(item, request.request);
    const context = aggregateKeys(order.map((signer) => keys[signer] as Hex), tweaks);
    const found = { message, signature, publicKey: context.xOnly };
    // Another suite has signatures of another kind.
    if (suite !== 'bip327') return { ...found, verdict: 'not checked' };
    return { ...found, verdict: verifySignature(context, message, signature) ? 'valid' : 'invalid' };
  } catch {
    return { message, signature, verdict: 'invalid' }; // keys that are none
  }
}
