package tutti.protocol.json;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How the suites are written; the mathematics know no JSON. */
enum SuiteNames {
  @JsonProperty("bip327")
  BIP327,
  @JsonProperty("lotus")
  LOTUS
}
