import type { Hex } from '../protocol/bytes.js';
import { orderedKeys } from '../protocol/election.js';
import { bodyOf, type Envelope, isSignedBySigner } from '../protocol/envelope.js';
import { REQUEST } from '../protocol/operations.js';
import { Refusal } from '../protocol/refusal.js';
import type { SigningRequest } from '../protocol/request.js';
import { requestIdOf } from '../protocol/terms.js';
import { Distrust } from './lie.js';

/** A request that is really its creator's, under its real id, and names this signer. */
export interface VerifiedRequest {
  readonly id: Hex;
  readonly announcement: Envelope;
  readonly request: SigningRequest;
  /** This signer's position in the key order. */
  readonly signerIndex: number;
}

/** Checks an announcement that was shown under an id. */
export function verifyRequest(announcement: Envelope, shownId: Hex, self: Hex): VerifiedRequest {
  const request = verifyAnnouncement(announcement, shownId);
  const signerIndex = orderedKeys(request).indexOf(self);
  Distrust.unless(signerIndex >= 0, 'NOT_NAMED');
  return { id: shownId, announcement, request, signerIndex };
}

/** Checks an announcement that need not name the reader. */
export function verifyAnnouncement(announcement: Envelope, shownId: Hex): SigningRequest {
  const request = decode(announcement);
  Distrust.unless(
    announcement.signer === request.creator && isSignedBySigner(announcement),
    'REQUEST_SIGNATURE',
  );
  Distrust.unless(requestIdOf(announcement.body) === shownId, 'REQUEST_ID');
  return request;
}

function decode(announcement: Envelope): SigningRequest {
  try {
    return bodyOf(announcement, REQUEST.announce.type, REQUEST.announce.body);
  } catch (error) {
    throw new Distrust('REQUEST_SHAPE', Refusal.from(error).message);
  }
}
