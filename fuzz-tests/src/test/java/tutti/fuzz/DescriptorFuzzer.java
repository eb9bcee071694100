package tutti.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;
import tutti.protocol.Refusal;
import tutti.transactions.Vectors;
import tutti.transactions.descriptor.Descriptor;
import tutti.transactions.descriptor.Position;

/** Text as a descriptor: refused with a reason, or the same output whenever it is read. */
public final class DescriptorFuzzer {
  private static final Position FIRST = new Position(0, 0);

  private DescriptorFuzzer() {}

  /** Called by Jazzer before it counts the time. */
  public static void fuzzerInitialize() {
    Target.DESCRIPTORS.warmUp();
  }

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] input) {
    String text = new String(input, UTF_8);
    try {
      Descriptor descriptor = Descriptor.parse(text);
      assertThat(Descriptor.parse(text).scriptPubKey(FIRST))
          .isEqualTo(descriptor.scriptPubKey(FIRST));
      assertThat(descriptor.output(FIRST).derivations()).isNotEmpty();
      assertThat(descriptor.branches()).isPositive();
      assertThat(descriptor.groups(FIRST)).allMatch(group -> !group.participants().isEmpty());
    } catch (Refusal refused) {
      assertThat(refused.getMessage()).isNotBlank();
    }
  }

  /** Those of BIP390, right and wrong. */
  static List<byte[]> seeds() {
    JsonNode vectors = Vectors.read("bip390");
    return Stream.of("valid", "invalid")
        .flatMap(kind -> Vectors.stream(vectors.get(kind)))
        .map(vector -> vector.get("descriptor").asText().getBytes(UTF_8))
        .toList();
  }
}
