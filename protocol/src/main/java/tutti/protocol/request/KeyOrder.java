package tutti.protocol.request;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The order in which the keys are aggregated; a signer's index is its position in it. */
public enum KeyOrder {
  /** BIP327 KeySort: ascending by the 33 bytes. */
  @JsonProperty("sorted")
  SORTED,
  /** As the request lists them. */
  @JsonProperty("given")
  GIVEN
}
