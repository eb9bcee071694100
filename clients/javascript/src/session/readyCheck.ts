import { bodyOf, type Envelope, isSignedBySigner, sameEnvelope } from '../protocol/envelope.js';
import type { EventData } from '../protocol/events.js';
import { REQUEST } from '../protocol/operations.js';
import { Refusal } from '../protocol/refusal.js';
import type { Hex } from '../protocol/bytes.js';
import { type SessionFacts, sessionFacts } from './facts.js';
import { Distrust } from './lie.js';
import { type VerifiedRequest, verifyRequest } from './verifiedRequest.js';

/** Everything that opens a session, in one piece. */
export interface Opened {
  readonly ready: EventData<'session.ready'>;
  readonly announcement: Envelope;
  readonly joins: readonly Envelope[];
}

/** Checks the request alone, unless it is the one that was checked before. */
export function checkRequest(
  { ready, announcement }: Opened,
  self: Hex,
  known: VerifiedRequest | undefined,
): VerifiedRequest {
  const same =
    known !== undefined &&
    known.id === ready.requestId &&
    sameEnvelope(known.announcement, announcement);
  return same ? known : verifyRequest(announcement, ready.requestId, self);
}

/** Checks that the session follows from the request, and that everybody has joined. */
export function checkReady(opened: Opened, id: Hex, request: VerifiedRequest): SessionFacts {
  const { ready } = opened;
  const maxAttempts = request.request.options?.maxAttempts ?? 3;
  Distrust.unless(ready.attempt <= maxAttempts, 'ATTEMPT');
  const facts = sessionFacts(request, ready.attempt);
  Distrust.unless(ready.sessionId === id && facts.sessionId === id, 'SESSION_ID');
  Distrust.unless(
    facts.election.coordinator === ready.coordinator &&
      facts.election.proof === ready.electionProof,
    'ELECTION',
  );
  Distrust.unless(
    ready.phase === (facts.withCommitments ? 'NONCE_COMMITMENT' : 'NONCE_EXCHANGE'),
    'PHASE',
  );
  checkJoins(opened, facts);
  return facts;
}

/** The creator has joined by announcing, so its own join may be missing. */
function checkJoins({ announcement, joins }: Opened, facts: SessionFacts): void {
  const byKey = new Map<Hex, Envelope>([[announcement.signer, announcement]]);
  for (const join of joins) byKey.set(join.signer, join);
  Distrust.unless(byKey.size === facts.keys.length, 'JOINS');
  facts.keys.forEach((key, index) => {
    const join = byKey.get(key);
    if (join === undefined || !proves(join, announcement, facts, index)) {
      throw new Distrust('JOINS', `signer ${index} has not joined`);
    }
  });
}

function proves(
  join: Envelope,
  announcement: Envelope,
  facts: SessionFacts,
  index: number,
): boolean {
  try {
    if (sameEnvelope(join, announcement)) return true; // verified as the request
    const said = bodyOf(join, REQUEST.join.type, REQUEST.join.body);
    return (
      said.requestId === facts.request.id && said.signerIndex === index && isSignedBySigner(join)
    );
  } catch (error) {
    if (error instanceof Refusal) return false; // malformed
    throw error;
  }
}
