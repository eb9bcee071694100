package tutti.protocol.session;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The lists of a session that grow with its signers. */
public enum ContributionKind {
  @JsonProperty("joins")
  JOINS,
  @JsonProperty("nonce-commitments")
  NONCE_COMMITMENTS,
  @JsonProperty("nonces")
  NONCES,
  @JsonProperty("partial-signatures")
  PARTIAL_SIGNATURES
}
