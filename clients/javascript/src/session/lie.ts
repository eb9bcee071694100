import type { ErrorCode } from '../protocol/refusal.js';

/** What the services can be caught at. Each ends the session for this signer before it signs. */
export const LIES = {
  FORGERY: ['INVALID_SIGNATURE', 'an advertisement is not signed by its signer'],
  REQUEST_SIGNATURE: ['INVALID_SIGNATURE', 'the request is not signed by its creator'],
  REQUEST_ID: ['CONFLICT', 'the request id is not the hash of the request'],
  REQUEST_SHAPE: ['MALFORMED', 'the request is malformed'],
  REQUEST_EXPIRED: ['EXPIRED', "the session was opened after the request's end"],
  NOT_NAMED: ['NOT_A_PARTICIPANT', 'the request does not name this signer'],
  INVALID_KEY: ['INVALID_KEY', 'a key or a tweak of the request is invalid'],
  JOINS: ['INVALID_SIGNATURE', 'not every signer has proved that it joined'],
  SESSION_ID: ['CONFLICT', 'the session id does not follow from the request'],
  ELECTION: ['CONFLICT', 'the coordinator is not the elected one'],
  ATTEMPT: ['REPLAY', 'the attempt is not a later one within the allowed number'],
  PHASE: ['WRONG_PHASE', "the session's phases are out of order"],
  COMMITMENTS_SIZE: ['MALFORMED', 'not one commitment per signer and item'],
  OWN_COMMITMENT: ['CONFLICT', "this signer's commitment was replaced"],
  COMMITMENTS_HASH: ['CONFLICT', 'the hash of the commitments is wrong'],
  NONCES_SIZE: ['MALFORMED', 'not one nonce per signer and item'],
  OWN_NONCE: ['CONFLICT', "this signer's nonce was replaced"],
  UNOPENED_COMMITMENT: ['COMMITMENT_MISMATCH', 'a nonce does not open its commitment'],
  NONCES_HASH: ['CONFLICT', 'the hash of the nonces is wrong'],
  INVALID_NONCE: ['INVALID_NONCE', 'a nonce is not two points'],
  AGGREGATE_NONCE: ['INVALID_NONCE', 'the aggregate nonce is not the sum of the nonces'],
  TRANSCRIPT: ['CONFLICT', 'the services showed one set and expect another'],
  CONTRIBUTIONS: ['MALFORMED', 'a page holds what its signer did not say in this session'],
  FINAL_SIGNATURE: ['INVALID_SIGNATURE', 'a final signature is invalid'],
} as const satisfies Record<string, readonly [ErrorCode, string]>;

export type Lie = keyof typeof LIES;

/** Something that the services showed is not true. */
export class Distrust extends Error {
  override readonly name = 'Distrust';

  constructor(
    readonly lie: Lie,
    detail: string = LIES[lie][1],
  ) {
    super(detail);
  }

  /** The code that the abort carries. */
  get code(): ErrorCode {
    return LIES[this.lie][0];
  }

  static unless(condition: boolean, lie: Lie): asserts condition {
    if (!condition) throw new Distrust(lie);
  }
}

/** This signer cannot go on with the session, though nobody lied. */
export class Stop extends Error {
  override readonly name = 'Stop';

  constructor(
    readonly code: ErrorCode,
    reason: string,
  ) {
    super(reason);
  }

  static nonceLost(): Stop {
    return new Stop('NONCE_LOST', 'this signer no longer holds its nonce of this session');
  }
}
