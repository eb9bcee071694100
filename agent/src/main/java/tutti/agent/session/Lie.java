package tutti.agent.session;

import tutti.protocol.ErrorCode;

/** What the services can be caught at. Each ends the session for this signer before it signs. */
public enum Lie {
  FORGERY(ErrorCode.INVALID_SIGNATURE, "an advertisement is not signed by its signer"),
  REQUEST_SIGNATURE(ErrorCode.INVALID_SIGNATURE, "the request is not signed by its creator"),
  REQUEST_ID(ErrorCode.CONFLICT, "the request id is not the hash of the request"),
  REQUEST_SHAPE(ErrorCode.MALFORMED, "the request is malformed"),
  REQUEST_EXPIRED(ErrorCode.EXPIRED, "the session was opened after the request's end"),
  NOT_NAMED(ErrorCode.NOT_A_PARTICIPANT, "the request does not name this signer"),
  INVALID_KEY(ErrorCode.INVALID_KEY, "a key or a tweak of the request is invalid"),
  JOINS(ErrorCode.INVALID_SIGNATURE, "not every signer has proved that it joined"),
  SESSION_ID(ErrorCode.CONFLICT, "the session id does not follow from the request"),
  ELECTION(ErrorCode.CONFLICT, "the coordinator is not the elected one"),
  ATTEMPT(ErrorCode.REPLAY, "the attempt is not a later one within the allowed number"),
  PHASE(ErrorCode.WRONG_PHASE, "the session's phases are out of order"),
  COMMITMENTS_SIZE(ErrorCode.MALFORMED, "not one commitment per signer and item"),
  OWN_COMMITMENT(ErrorCode.CONFLICT, "this signer's commitment was replaced"),
  COMMITMENTS_HASH(ErrorCode.CONFLICT, "the hash of the commitments is wrong"),
  NONCES_SIZE(ErrorCode.MALFORMED, "not one nonce per signer and item"),
  OWN_NONCE(ErrorCode.CONFLICT, "this signer's nonce was replaced"),
  UNOPENED_COMMITMENT(ErrorCode.COMMITMENT_MISMATCH, "a nonce does not open its commitment"),
  NONCES_HASH(ErrorCode.CONFLICT, "the hash of the nonces is wrong"),
  INVALID_NONCE(ErrorCode.INVALID_NONCE, "a nonce is not two points"),
  AGGREGATE_NONCE(ErrorCode.INVALID_NONCE, "the aggregate nonce is not the sum of the nonces"),
  TRANSCRIPT(ErrorCode.CONFLICT, "the services showed one set and expect another"),
  CONTRIBUTIONS(ErrorCode.MALFORMED, "a page holds what its signer did not say in this session"),
  FINAL_SIGNATURE(ErrorCode.INVALID_SIGNATURE, "a final signature is invalid");

  private final ErrorCode code;
  private final String description;

  Lie(ErrorCode code, String description) {
    this.code = code;
    this.description = description;
  }

  /** The code that the abort carries. */
  public ErrorCode code() {
    return code;
  }

  public String description() {
    return description;
  }
}
