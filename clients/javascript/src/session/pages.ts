import { bodyOf, type Envelope } from '../protocol/envelope.js';
import { SESSION, type SignedOperation } from '../protocol/operations.js';
import { Refusal } from '../protocol/refusal.js';
import type { SessionReply } from '../protocol/session.js';
import type { SessionFacts } from './facts.js';
import { Distrust } from './lie.js';
import type { HexSet } from './setCheck.js';

interface Contributor {
  sessionId: string;
  attempt: number;
  signerIndex: number;
}

/** Commitments that were too large for an event, from the signed contributions in signer order. */
export function commitmentsIn(facts: SessionFacts, envelopes: readonly Envelope[]): HexSet {
  return read(facts, envelopes, SESSION.commitNonce).map((body) => body.commitments);
}

/** Nonces that were too large for an event, from the signed contributions in signer order. */
export function noncesIn(facts: SessionFacts, envelopes: readonly Envelope[]): HexSet {
  return read(facts, envelopes, SESSION.shareNonce).map((body) => body.pubnonces);
}

function read<B extends Contributor>(
  facts: SessionFacts,
  envelopes: readonly Envelope[],
  operation: SignedOperation<B, SessionReply>,
): B[] {
  Distrust.unless(envelopes.length === facts.keys.length, 'CONTRIBUTIONS');
  return envelopes.map((envelope, index) => {
    const body = bodyIn(envelope, operation);
    Distrust.unless(
      envelope.signer === facts.keys[index] &&
        body.signerIndex === index &&
        body.sessionId === facts.sessionId &&
        body.attempt === facts.attempt,
      'CONTRIBUTIONS',
    );
    return body;
  });
}

function bodyIn<B>(envelope: Envelope, { type, body }: SignedOperation<B, SessionReply>): B {
  try {
    return bodyOf(envelope, type, body);
  } catch (error) {
    throw new Distrust('CONTRIBUTIONS', Refusal.from(error).message);
  }
}
