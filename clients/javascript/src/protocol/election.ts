import { type Hex, sha256, utf8ToBytes } from './bytes.js';
import type { AnnouncedRequest, ElectionMethod, KeyedItem, SigningRequest } from './request.js';

/** Who broadcasts, and who takes over: a pure function of the request. */
export interface Election {
  readonly method: ElectionMethod;
  /** Signer indexes, the coordinator first. */
  readonly priorityList: readonly number[];
  readonly coordinator: number;
  /** SHA-256 of the sorted keys' lower-case hex, concatenated. */
  readonly proof: Hex;
}

/** The keys in the one order that counts: aggregation, signer indexes, blame, election. */
export function orderedKeys(request: Pick<SigningRequest, 'keys' | 'keyOrder'>): readonly Hex[] {
  // Hex of one length sorts as its bytes do.
  return request.keyOrder === 'given' ? request.keys : [...request.keys].sort();
}

/** Signer indexes in the order in which an item's keys are aggregated, sorted for each item. */
export function aggregationOf(
  { keys }: KeyedItem,
  request: Pick<AnnouncedRequest, 'keys' | 'keyOrder'>,
): readonly number[] {
  const signers = orderedKeys(request).map((_, index) => index);
  return keys === undefined || request.keyOrder === 'given'
    ? signers
    : // Hex of one length sorts as its bytes do.
      signers.sort((one, other) => ((keys[one] as Hex) < (keys[other] as Hex) ? -1 : 1));
}

export function holdElection(request: SigningRequest): Election {
  const method = request.options?.election ?? 'lexicographic';
  const keys = orderedKeys(request);
  const sorted = [...keys].sort();
  const proof = sha256(utf8ToBytes(sorted.join('')));
  const position = new Map(keys.map((key, index) => [key, index]));
  const inSortedOrder = sorted.map((key) => position.get(key) as number);
  const order = priorities(method, inSortedOrder, proof, keys.indexOf(request.creator));
  const failover = request.options?.failover ?? method !== 'creator';
  const coordinator = order[0] as number;
  return { method, priorityList: failover ? order : [coordinator], coordinator, proof };
}

function priorities(
  method: ElectionMethod,
  sorted: readonly number[],
  proof: Hex,
  creator: number,
): readonly number[] {
  const all = sorted.map((_, index) => index);
  switch (method) {
    case 'lexicographic':
      return sorted;
    case 'hash-based': {
      const drawn = Number.parseInt(proof.slice(0, 8), 16) % sorted.length;
      return [...sorted.slice(drawn), ...sorted.slice(0, drawn)];
    }
    case 'first-signer':
      return all;
    case 'last-signer':
      return all.reverse();
    case 'creator':
      return [creator, ...sorted.filter((index) => index !== creator)];
  }
}
