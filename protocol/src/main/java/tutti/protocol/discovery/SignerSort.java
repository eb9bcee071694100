package tutti.protocol.discovery;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Order of a search's results; ties are broken by key, ascending. */
public enum SignerSort {
  /** Cheapest first. */
  @JsonProperty("fee")
  FEE,
  /** Most completed sessions first. */
  @JsonProperty("completed")
  COMPLETED,
  /** Longest valid first. */
  @JsonProperty("expiry")
  EXPIRY,
  /** By public key, ascending. */
  @JsonProperty("key")
  KEY
}
