import { aggregateKeys, type Hex, verifySignature } from '@tutti/client';
import type { KnownRequest } from './requests.js';

/** One item's signature, and whether it is valid under the signers' aggregate key. */
export interface SignedItem {
  readonly message: Hex;
  readonly publicKey: Hex;
  readonly signature: Hex;
  readonly verdict: 'valid' | 'invalid' | 'not checked';
}

/** Verifying takes a while, and the page is drawn every second. */
const VERIFIED = new WeakMap<readonly Hex[], readonly SignedItem[]>();

/** Verifies here what the services call the signatures of a request; nothing is taken on trust. */
export function signedItems(
  request: KnownRequest,
  signatures: readonly Hex[],
): readonly SignedItem[] {
  const known = VERIFIED.get(signatures);
  if (known !== undefined) return known;
  const items = verify(request, signatures);
  VERIFIED.set(signatures, items);
  return items;
}

function verify(request: KnownRequest, signatures: readonly Hex[]): SignedItem[] {
  const { items, suite = 'bip327' } = request.request;
  return items.flatMap(({ message, tweaks = [] }, index) => {
    const signature = signatures[index];
    if (signature === undefined) return [];
    const context = aggregateKeys(request.signers, tweaks);
    const isValid = () => verifySignature(context, message, signature);
    const verdict = suite !== 'bip327' ? 'not checked' : isValid() ? 'valid' : 'invalid';
    return { message, publicKey: context.xOnly, signature, verdict };
  });
}
