package tutti.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerifyCommandTest {
  // The second of BIP340's own vectors.
  private static final String KEY =
      "dff1d77f2a671c5f36183726db2341be58feae1da2deced843240f7b502ba659";
  private static final String MESSAGE =
      "243f6a8885a308d313198a2e03707344a4093822299f31d0082efa98ec4e6c89";
  private static final String SIGNATURE =
      "6896bd60eeae296db48a229ff71dfe071bde413e6d43f917dc8dcf8c78de3341"
          + "8906d11ac976abccb20b091292bff4ea897efcb639ea871cfa95f6de339e4b0a";

  @ParameterizedTest
  @ValueSource(strings = {KEY, "02" + KEY, "03" + KEY})
  void acceptsAValidSignatureUnderTheKeyInEitherForm(String key) {
    Run run = verify(key, MESSAGE, SIGNATURE);

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.json().get("valid").asBoolean()).isTrue();
    assertThat(run.json().get("publicKey").asText()).isEqualTo(KEY);
  }

  @Test
  void refusesTheSignatureOfAnotherMessage() {
    Run run = verify(KEY, MESSAGE.replace('2', '3'), SIGNATURE);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.json().at("/error/code").asText()).isEqualTo("INVALID_SIGNATURE");
  }

  @Test
  void refusesTheSignatureOfASingleSignerAsTheOneOfAGroup() {
    Run run = verify("02" + KEY + ",03" + KEY, MESSAGE, SIGNATURE);

    assertThat(run.json().at("/error/code").asText()).isEqualTo("INVALID_SIGNATURE");
  }

  /** The first session of two that another implementation of the suite made. */
  @Test
  void verifiesInTheSuiteThatItIsTold() {
    String keys =
        "0216a6c3a895058f1e57b0c330789494621113aedb7f56cc05b41580bd0d720a6f,"
            + "02cd165c6d245687bd0b9e03c96ab86e106459d872d620a57995ab94de14186685";
    String aggregate = "026d9aebc1129a1c5089472bfdcc92f24ef7afd9000e9ff47c7ad93403a2debd15";
    String message = "f240c1169b566208ed78c512a066245104417f7ccdd03d282e524539ef16bb21";
    String signature =
        "2680b8b010e107b31850c45c42b08168a13facc9bfd5808779b06173617ed4b8"
            + "2f02f7115040c865a0e552268b280f2f09a229d9f48a72d221ee6f1b882d3dc0";

    for (String key : List.of(keys, aggregate)) {
      Run lotus = verify(key, message, signature, "--suite", "lotus");

      assertThat(lotus.exitCode()).as(lotus.err()).isZero();
      assertThat(lotus.json().get("publicKey").asText()).isEqualTo(aggregate);
      assertThat(verify(key, message, signature).json().at("/error/code").asText())
          .isEqualTo("INVALID_SIGNATURE");
    }
    assertThat(
            verify(aggregate.substring(2), message, signature, "--suite", "lotus")
                .json()
                .at("/error/code")
                .asText())
        .isEqualTo("INVALID_KEY");
  }

  @Test
  void refusesASuiteThatDoesNotExist() {
    Run run = verify(KEY, MESSAGE, SIGNATURE, "--suite", "bip340");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--suite");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "abcd",
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "02" + KEY + "," + KEY
      })
  void refusesKeysThatAreNone(String key) {
    Run run = verify(key, MESSAGE, SIGNATURE);

    assertThat(run.exitCode()).isNotZero();
    assertThat(run.json().at("/error/code").asText())
        .isIn(List.of("INVALID_KEY", "INVALID_SIGNATURE"));
  }

  @Test
  void saysWhatIsMissing() {
    Run run = Run.of("verify", "--key", KEY);

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("give --key, --signature and one --message or --file");
  }

  @Test
  void refusesEvidenceThatIsNone(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("evidence.json"), "{\"code\":\"EQUIVOCATION\"}");

    Run run = Run.of("verify", "--evidence", file.toString());

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).startsWith("error: MALFORMED: ");
  }

  private static Run verify(String key, String message, String signature, String... more) {
    Stream<String> given =
        Stream.of("verify", "--key", key, "--message", message, "--signature", signature, "--json");
    return Run.of(Stream.concat(given, Stream.of(more)).toArray(String[]::new));
  }
}
