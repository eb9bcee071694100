import {
  aggregateNonces,
  InvalidNonce,
  openSession,
  type SigningSession,
  verifySignature,
} from '../musig/musig.js';
import type { Hex } from '../protocol/bytes.js';
import { commitmentsHash, nonceCommitment, noncesHash } from '../protocol/transcript.js';
import type { SessionFacts } from './facts.js';
import { Distrust } from './lie.js';

/** By signer index, then by item. */
export type HexSet = readonly (readonly Hex[])[];

/** Checks the commitments against the announced hash and this signer's own. */
export function checkCommitments(
  facts: SessionFacts,
  set: HexSet,
  hash: Hex,
  own: readonly Hex[],
): void {
  Distrust.unless(isComplete(facts, set), 'COMMITMENTS_SIZE');
  Distrust.unless(sameList(set[facts.signerIndex], own), 'OWN_COMMITMENT');
  Distrust.unless(commitmentsHash(facts.sessionId, set) === hash, 'COMMITMENTS_HASH');
}

/** Checks the nonces against the announced hash and this signer's own. */
export function checkNonces(
  facts: SessionFacts,
  set: HexSet,
  hash: Hex,
  own: readonly Hex[],
): void {
  Distrust.unless(isComplete(facts, set), 'NONCES_SIZE');
  Distrust.unless(sameList(set[facts.signerIndex], own), 'OWN_NONCE');
  Distrust.unless(noncesHash(facts.sessionId, set) === hash, 'NONCES_HASH');
}

/** Checks that every nonce is the one that its signer committed to. */
export function checkOpenings(facts: SessionFacts, commitments: HexSet, nonces: HexSet): void {
  nonces.forEach((bySigner, signer) => {
    bySigner.forEach((pubnonce, item) => {
      const opened = nonceCommitment(facts.sessionId, signer, item, pubnonce);
      if (opened !== commitments[signer]?.[item]) {
        throw new Distrust(
          'UNOPENED_COMMITMENT',
          `the nonce of signer ${signer} for item ${item} does not open its commitment`,
        );
      }
    });
  });
}

/** Aggregates the nonces alone, compares, and fixes what is signed, per item. */
export function signingSessions(
  facts: SessionFacts,
  nonces: HexSet,
  shown: readonly Hex[],
): SigningSession[] {
  Distrust.unless(shown.length === facts.items.length, 'AGGREGATE_NONCE');
  return facts.items.map(({ message }, item) => {
    const aggregate = aggregateOf(nonces, item);
    Distrust.unless(aggregate === shown[item], 'AGGREGATE_NONCE');
    const context = facts.contexts[item];
    if (context === undefined) throw new Error('a session without keys signs nothing');
    return openSession(context, aggregate, message);
  });
}

/** Checks the final signatures under the keys that this signer aggregated alone. */
export function checkSignatures(facts: SessionFacts, signatures: readonly Hex[]): void {
  const valid =
    signatures.length === facts.items.length &&
    facts.items.every(({ message }, item) => {
      const context = facts.contexts[item];
      const signature = signatures[item];
      return (
        context !== undefined &&
        signature !== undefined &&
        verifySignature(context, message, signature)
      );
    });
  Distrust.unless(valid, 'FINAL_SIGNATURE');
}

export function sameList(one: readonly Hex[] | undefined, other: readonly Hex[]): boolean {
  return one?.length === other.length && one.every((entry, index) => entry === other[index]);
}

function aggregateOf(nonces: HexSet, item: number): Hex {
  try {
    return aggregateNonces(nonces.map((bySigner) => bySigner[item] as Hex));
  } catch (error) {
    if (!(error instanceof InvalidNonce)) throw error;
    throw new Distrust(
      'INVALID_NONCE',
      `the nonce of signer ${error.signerIndex} for item ${item} is not two points`,
    );
  }
}

function isComplete(facts: SessionFacts, set: HexSet): boolean {
  return (
    set.length === facts.keys.length &&
    set.every((bySigner) => bySigner.length === facts.items.length)
  );
}
