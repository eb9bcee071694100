import type { Hex } from '../protocol/bytes.js';
import { orderedKeys } from '../protocol/election.js';
import { bodyOf, type Envelope, isSignedBySigner } from '../protocol/envelope.js';
import { REQUEST } from '../protocol/operations.js';
import { Refusal } from '../protocol/refusal.js';
import type { SigningRequest } from '../protocol/request.js';
import { requestIdOf } from '../protocol/terms.js';
import { Distrust, Stop } from './lie.js';

/** A request that is really its creator's, under its real id, and names this signer. */
export interface VerifiedRequest {
  readonly id: Hex;
  readonly announcement: Envelope;
  readonly request: SigningRequest;
  /** This signer's position in the key order. */
  readonly signerIndex: number;
}

/** Checks an announcement that was shown under an id; `Stop` if only this client is too old for it. */
export function verifyRequest(announcement: Envelope, shownId: Hex, self: Hex): VerifiedRequest {
  const request = verifyAnnouncement(announcement, shownId);
  const signerIndex = orderedKeys(request).indexOf(self);
  Distrust.unless(signerIndex >= 0, 'NOT_NAMED');
  return { id: shownId, announcement, request, signerIndex };
}

/** Checks an announcement that need not name the reader. */
export function verifyAnnouncement(announcement: Envelope, shownId: Hex): SigningRequest {
  const request = decode(announcement, shownId);
  Distrust.unless(
    announcement.signer === request.creator && isSignedBySigner(announcement),
    'REQUEST_SIGNATURE',
  );
  Distrust.unless(requestIdOf(announcement.body) === shownId, 'REQUEST_ID');
  return request;
}

function decode(announcement: Envelope, shownId: Hex): SigningRequest {
  try {
    return bodyOf(announcement, REQUEST.announce.type, REQUEST.announce.body);
  } catch (error) {
    const { message } = Refusal.from(error);
    if (!isGenuine(announcement, shownId)) throw new Distrust('REQUEST_SHAPE', message);
    throw new Stop('REFUSED_BY_POLICY', `this signer does not understand the request: ${message}`);
  }
}

/** Whether its creator really asks for this, be it in a way that this client does not know yet. */
function isGenuine(announcement: Envelope, shownId: Hex): boolean {
  const { type, signer, body } = announcement;
  return (
    type === REQUEST.announce.type &&
    signer === body['creator'] &&
    isSignedBySigner(announcement) &&
    requestIdOf(body) === shownId
  );
}
