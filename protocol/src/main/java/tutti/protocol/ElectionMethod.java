package tutti.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How the coordinator, the one who broadcasts, is chosen. */
public enum ElectionMethod {
  /** The smallest key. */
  @JsonProperty("lexicographic")
  LEXICOGRAPHIC,
  /** Drawn by a hash over all keys. */
  @JsonProperty("hash-based")
  HASH_BASED,
  /** The first in the request's key order. */
  @JsonProperty("first-signer")
  FIRST_SIGNER,
  /** The last in the request's key order. */
  @JsonProperty("last-signer")
  LAST_SIGNER,
  /** The request's creator: no election. */
  @JsonProperty("creator")
  CREATOR
}
