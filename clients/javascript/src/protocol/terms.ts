import { concatBytes, type Hex, hexToBytes, taggedHash, uint32 } from './bytes.js';
import { canonicalBytes, type JsonObject } from './canonical.js';
import { orderedKeys } from './election.js';
import type { SigningItem, SigningRequest } from './request.js';

/** Names a request: the tagged hash of its canonical body, so a request is its own name. */
export function requestIdOf(body: JsonObject): Hex {
  return taggedHash('tutti/v1/request-id', canonicalBytes(body));
}

/** Names one attempt; everybody derives it from the request alone. */
export function sessionIdOf(
  requestId: Hex,
  request: Pick<SigningRequest, 'keys' | 'keyOrder' | 'items'>,
  attempt: number,
): Hex {
  const keys = orderedKeys(request);
  return taggedHash(
    'tutti/v1/session-id',
    hexToBytes(requestId),
    uint32(keys.length),
    ...keys.map(hexToBytes),
    uint32(request.items.length),
    ...request.items.map(itemBytes),
    uint32(attempt),
  );
}

function itemBytes(item: SigningItem): Uint8Array {
  const tweaks = item.tweaks ?? [];
  return concatBytes(
    hexToBytes(item.message),
    uint32(tweaks.length),
    ...tweaks.flatMap(({ tweak, xOnly }) => [hexToBytes(tweak), Uint8Array.of(xOnly ? 1 : 0)]),
  );
}
