package tutti.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import tutti.musig2.Bytes;
import tutti.protocol.Refusal;
import tutti.protocol.json.CanonicalJson;
import tutti.protocol.json.Wire;

/** Bytes as JSON that is to be signed: one form for each value, which is JSON again. */
public final class CanonicalJsonFuzzer {
  private CanonicalJsonFuzzer() {}

  /** Called by Jazzer before it counts the time. */
  public static void fuzzerInitialize() {
    Target.CANONICAL_JSON.warmUp();
  }

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] input) {
    ObjectNode received;
    Bytes canonical;
    try {
      received = Wire.read(input, ObjectNode.class);
      canonical = CanonicalJson.of(received);
    } catch (Refusal refused) {
      return;
    }
    assertThat(CanonicalJson.of(canonical.toArray())).isEqualTo(canonical);
    ObjectNode again = Wire.read(canonical.toArray(), ObjectNode.class);
    assertThat(CanonicalJson.of(again)).isEqualTo(canonical);
    assertThat(again.size()).isEqualTo(received.size());
    assertThat(CanonicalJson.of(Wire.read(Wire.write(received), ObjectNode.class)))
        .as("the form after it was stored")
        .isEqualTo(canonical);
  }
}
