import { aggregateKeys, aggregateNonces, openSession } from '../src/musig/musig.js';
import { bytesToHex, type Hex, hexToBytes } from '../src/protocol/bytes.js';
import { orderedKeys } from '../src/protocol/election.js';
import type { SigningRequest } from '../src/protocol/request.js';

/** Aggregate nonces as services make them, per item. */
export function aggregatesOf({ items }: SigningRequest, pubnonces: Hex[][]): Hex[] {
  return items.map((_, item) => aggregateNonces(pubnonces.map((list) => list[item] ?? '')));
}

/** Final signatures as services make them, per item. */
export function signaturesOf(
  request: SigningRequest,
  pubnonces: Hex[][],
  partials: Hex[][],
): Hex[] {
  const aggregates = aggregatesOf(request, pubnonces);
  return request.items.map(({ message, tweaks = [] }, item) => {
    const context = aggregateKeys(orderedKeys(request), tweaks);
    const { session } = openSession(context, aggregates[item] ?? '', message);
    return bytesToHex(session.partialSigAgg(partials.map((list) => hexToBytes(list[item] ?? ''))));
  });
}
