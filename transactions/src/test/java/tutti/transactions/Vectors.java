package tutti.transactions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Published and recorded data that tests compare with. */
public final class Vectors {
  /** Whole transactions that wallets of Bitcoin Core have signed. */
  public static final List<String> BITCOIN_CORE =
      List.of(
          "keypath-2of2-participant-derivation-v0",
          "keypath-2of2-two-inputs-v2",
          "keypath-2of2-v0",
          "keypath-2of2-v2",
          "peer-keypath-2of2-v0",
          "scriptpath-2of2-v2");

  private Vectors() {}

  public static JsonNode read(String name) {
    try (InputStream in = Vectors.class.getResourceAsStream("/vectors/" + name + ".json")) {
      return new ObjectMapper().readTree(Objects.requireNonNull(in, name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static JsonNode bitcoinCore(String scenario) {
    return read("bitcoin-core/" + scenario);
  }

  /** The PSBT after a step of a scenario, as base64. */
  public static String step(JsonNode scenario, String step) {
    return stream(scenario.get("steps"))
        .filter(taken -> taken.get("step").asText().equals(step))
        .reduce((first, last) -> last)
        .orElseThrow()
        .get("psbt")
        .asText();
  }

  public static Stream<JsonNode> stream(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }
}
