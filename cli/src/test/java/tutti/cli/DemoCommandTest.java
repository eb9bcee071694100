package tutti.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tutti.musig2.Bytes;
import tutti.musig2.TaggedHash;

class DemoCommandTest {
  private static final String MESSAGE = "ab".repeat(32);

  @Test
  void printsOneJsonObjectWithValidSignatures() {
    Run run = Run.of("demo", "--signers", "2", "--items", "2", "--message", MESSAGE, "--json");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.json().properties())
        .extracting(entry -> entry.getKey())
        .containsExactly("aggregatePublicKey", "items", "elapsedMillis");
    assertThat(run.json().get("items")).hasSize(2);
    assertThat(run.json().at("/items/0/message").asText()).isEqualTo(MESSAGE);
    for (JsonNode item : run.json().get("items")) {
      assertThat(isValid(run.json(), item)).isTrue();
    }
    assertThat(run.err()).as("the timeline, which --verbose would show").isEmpty();
  }

  @Test
  void tellsWhatEachServiceAndSignerDoes(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("contract.txt"), "rent, March");
    String hash = TaggedHash.sha256(Bytes.of(Files.readAllBytes(file))).hex();

    Run run = Run.of("demo", "--signers", "2", "--file", file.toString());

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .containsSubsequence(
            "signer.advertised",
            "finds 2 signers",
            "announces the request",
            "request.received",
            "joins it",
            "session.ready",
            "round 0",
            "session.nonce-commitments-complete",
            "round 1",
            "session.nonces-complete",
            "round 2",
            "crypto      adds up the partial signatures",
            "session.complete",
            "session.should-broadcast",
            "session.broadcast-confirmed",
            "aggregate key",
            "message        " + hash,
            "signature",
            "valid");
  }

  @ParameterizedTest
  @CsvSource({
    "--signers, 0, --signers must be between",
    "--signers, 1001, --signers must be between",
    "--signers, three, 'three' is not an int",
    "--items, 0, --items must be at least 1",
    "--message, abab, '2 bytes, 32 are expected'",
    "--message, xyz, Invalid value for option '--message'",
    "--file, /there/is/no/such/file, there is no file",
    "--nonsense, 1, Unknown option"
  })
  void refusesWhatItCannotShow(String option, String value, String problem) {
    Run run = Run.of("demo", option, value);

    assertThat(run.exitCode()).isNotZero();
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("error: ").contains(problem.replace("''", "'"));
  }

  private static boolean isValid(JsonNode result, JsonNode item) {
    return IndependentBip340.isValid(
        result.get("aggregatePublicKey").asText(),
        item.get("message").asText(),
        item.get("signature").asText());
  }
}
