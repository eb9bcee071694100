import { aggregateKeys, aggregateNonces, openSession, verifyPartial } from '../musig/musig.js';
import type { Hex } from './bytes.js';
import { sameJson } from './canonical.js';
import { aggregationOf, orderedKeys } from './election.js';
import { bodyOf, type Envelope, isSignedBySigner } from './envelope.js';
import { REQUEST, SESSION } from './operations.js';
import { Refusal } from './refusal.js';
import { AnnouncedRequest } from './request.js';
import type { CommitNonce, Evidence, SharePartialSignature, ShareNonce } from './session.js';
import { requestIdOf, sessionIdOf } from './terms.js';
import { isOpenedBy, noncesHash } from './transcript.js';

/** One thing that the accused said. */
type Said =
  | { readonly type: 'session.commit-nonce'; readonly body: CommitNonce }
  | { readonly type: 'session.share-nonce'; readonly body: ShareNonce }
  | { readonly type: 'session.share-partial-signature'; readonly body: SharePartialSignature };

/** What evidence is worth. What this client cannot check may well be true. */
export type Verdict =
  | { readonly kind: 'proven' }
  | { readonly kind: 'unproven'; readonly why: string }
  | { readonly kind: 'unchecked'; readonly why: string };

/**
 * Checks evidence. No service is asked or trusted: only what the accused signed counts against it.
 */
export function verdictOn(evidence: Evidence): Verdict {
  try {
    const why = check(evidence);
    return why === undefined ? { kind: 'proven' } : { kind: 'unproven', why };
  } catch (error) {
    return error instanceof CannotCheck
      ? { kind: 'unchecked', why: error.message }
      : { kind: 'unproven', why: `not well-formed: ${Refusal.from(error).message}` };
  }
}

class CannotCheck extends Error {}

function check(evidence: Evidence): string | undefined {
  const announcement = evidence.request;
  const request = announced(announcement);
  if (announcement.signer !== request.creator || !isSignedBySigner(announcement)) {
    return 'the request is not signed by its creator';
  }
  const requestId = requestIdOf(announcement.body);
  if (sessionIdOf(requestId, request, evidence.attempt) !== evidence.sessionId) {
    return 'the session id does not follow from the request';
  }
  const accused = orderedKeys(request)[evidence.signerIndex];
  if (accused === undefined) return 'there is no such signer';
  for (const statement of evidence.statements) {
    if (statement.signer !== accused || !isSignedBySigner(statement)) {
      return 'a statement is not signed by the accused';
    }
  }
  return checkFault(evidence, request);
}

/** Newer signers may announce what this client does not know; that is nobody's fault. */
function announced(announcement: Envelope): AnnouncedRequest {
  try {
    return bodyOf(announcement, REQUEST.announce.type, AnnouncedRequest);
  } catch (error) {
    const { message } = Refusal.from(error);
    const isSaid = announcement.type === REQUEST.announce.type && isSignedBySigner(announcement);
    if (isSaid) throw new CannotCheck(`this client does not understand the request: ${message}`);
    throw error;
  }
}

function checkFault(evidence: Evidence, request: AnnouncedRequest): string | undefined {
  const said = evidence.statements.map(contribution);
  const about = ({ body }: Said) =>
    body.sessionId === evidence.sessionId &&
    body.attempt === evidence.attempt &&
    body.signerIndex === evidence.signerIndex;
  if (!said.every(about)) return 'a statement is about something else';
  switch (evidence.code) {
    case 'EQUIVOCATION':
      return equivocation(said);
    case 'COMMITMENT_MISMATCH':
      return commitmentMismatch(said);
    case 'INVALID_PARTIAL_SIGNATURE':
      return invalidPartialSignature(evidence, said, request);
    default:
      return `no evidence is needed for ${evidence.code}`;
  }
}

function contribution(statement: Envelope): Said {
  switch (statement.type) {
    case 'session.commit-nonce':
      return {
        type: statement.type,
        body: bodyOf(statement, statement.type, SESSION.commitNonce.body),
      };
    case 'session.share-nonce':
      return {
        type: statement.type,
        body: bodyOf(statement, statement.type, SESSION.shareNonce.body),
      };
    default: {
      const { type, body } = SESSION.sharePartialSignature;
      return { type: 'session.share-partial-signature', body: bodyOf(statement, type, body) };
    }
  }
}

function equivocation([one, other, ...more]: Said[]): string | undefined {
  const contradiction =
    one !== undefined &&
    other !== undefined &&
    more.length === 0 &&
    one.type === other.type &&
    !sameJson(one.body, other.body) &&
    !one.body.resumed &&
    !other.body.resumed;
  return contradiction ? undefined : 'the statements do not contradict each other';
}

function commitmentMismatch([commit, nonce]: Said[]): string | undefined {
  if (commit?.type !== 'session.commit-nonce' || nonce?.type !== 'session.share-nonce') {
    return 'a commitment and a nonce are needed';
  }
  if ((commit.body.resumed ?? false) !== (nonce.body.resumed ?? false)) {
    return 'the statements are of two lives of the signer';
  }
  return isOpenedBy(commit.body, nonce.body) ? 'the nonces open their commitments' : undefined;
}

function invalidPartialSignature(
  evidence: Evidence,
  [share, ...more]: Said[],
  request: AnnouncedRequest,
): string | undefined {
  if (share?.type !== 'session.share-partial-signature' || more.length > 0) {
    return 'one partial signature is needed';
  }
  if ((request.suite ?? 'bip327') !== 'bip327') {
    throw new CannotCheck('this client cannot check partial signatures of another suite');
  }
  const { partialSigs, signerIndex } = share.body;
  const pubnonces = evidence.pubnonces ?? [];
  const keys = orderedKeys(request);
  const complete =
    pubnonces.length === keys.length &&
    pubnonces.every((bySigner) => bySigner.length === request.items.length);
  if (!complete || noncesHash(evidence.sessionId, pubnonces) !== share.body.noncesHash) {
    return 'the nonces are not those that the accused signed for';
  }
  if (partialSigs.length !== request.items.length) {
    return undefined; // it signed for another number of items: a fault by itself
  }
  const allValid = request.items.every((item, index) => {
    const order = aggregationOf(item, request);
    const nonces = order.map((signer) => pubnonces[signer]?.[index] as Hex);
    const context = aggregateKeys(
      order.map((signer) => (item.keys ?? keys)[signer] as Hex),
      item.tweaks ?? [],
    );
    const session = openSession(context, aggregateNonces(nonces), item.message);
    const place = order.indexOf(signerIndex);
    return verifyPartial(session, partialSigs[index] as Hex, nonces, place);
  });
  return allValid ? 'the partial signatures are valid' : undefined;
}
