package tutti.protocol.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tutti.musig2.Bytes;
import tutti.musig2.Engines;
import tutti.musig2.Signature;
import tutti.musig2.TaggedHash;
import tutti.protocol.Envelope;
import tutti.protocol.ErrorCode;
import tutti.protocol.Limit;
import tutti.protocol.event.EventType;
import tutti.protocol.example.Signer;
import tutti.protocol.json.CanonicalJson;
import tutti.protocol.json.Wire;

/** What docs/contract.md says is what the code does. */
class ContractDocumentTest {
  private final List<String> lines = read();

  @Test
  void listsEveryOperationWithItsKindAndLimit() {
    Stream<List<String>> signed =
        Catalogue.signedOperations().stream()
            .map(operation -> List.of("tutti." + operation.type(), operation.maxBytes().key()));
    Stream<List<String>> plain =
        Catalogue.plainOperations().stream()
            .map(operation -> List.of(operation.address(), operation.maxBytes().key()));

    assertThat(rows("address").stream().filter(row -> row.get(1).equals("signed")).map(this::ends))
        .containsExactlyInAnyOrderElementsOf(signed.toList());
    assertThat(rows("address").stream().filter(row -> !row.get(1).equals("signed")).map(this::ends))
        .containsExactlyInAnyOrderElementsOf(plain.toList());
  }

  @Test
  void listsEveryEvent() {
    assertThat(rows("event"))
        .extracting(row -> row.get(0))
        .containsExactlyElementsOf(
            Arrays.stream(EventType.values()).map(EventType::wireName).toList());
  }

  @Test
  void listsEveryErrorWithItsNumberAndStatus() {
    List<List<String>> expected =
        Arrays.stream(ErrorCode.values())
            .map(
                code ->
                    List.of(
                        code.name(),
                        String.valueOf(code.number()),
                        String.valueOf(code.status()),
                        code.retryable() ? "yes" : "no"))
            .toList();

    assertThat(rows("code")).extracting(row -> row.subList(0, 4)).isEqualTo(expected);
  }

  @Test
  void listsEveryLimitWithItsDefault() {
    List<List<String>> expected =
        Arrays.stream(Limit.values())
            .map(
                limit ->
                    List.of(limit.key(), String.valueOf(limit.defaultValue()), limit.description()))
            .toList();

    assertThat(rows("limit")).isEqualTo(expected);
  }

  @Test
  void theWorkedExampleIsTheEnvelopeThatItNames() {
    Envelope envelope =
        Wire.read(
            Message.of("request.join.request", false, json -> json).example(), Envelope.class);
    ObjectNode signed = Wire.tree(envelope);
    signed.remove("signature");
    String canonical = lines.get(lines.indexOf("```json canonical") + 1);
    List<String> values = rows("what").stream().map(row -> row.get(1)).toList();
    Bytes digest = Bytes.fromHex(values.get(1));

    assertThat(envelope.signer()).isEqualTo(Signer.CAROL.publicKey());
    assertThat(canonical).isEqualTo(new String(CanonicalJson.of(signed).toArray(), UTF_8));
    assertThat(values)
        .containsExactly(
            TaggedHash.sha256(Bytes.of("tutti/v1/request.join".getBytes(UTF_8))).hex(),
            envelope.digest().hex(),
            envelope.signer().xOnly().hex(),
            envelope.signature().hex());
    assertThat(
            Engines.bouncyCastle()
                .verifySchnorr(envelope.signer().xOnly(), digest, Signature.fromHex(values.get(3))))
        .isTrue();
  }

  private List<String> ends(List<String> row) {
    return List.of(row.get(0), row.get(2));
  }

  /** The rows of the table whose first column has this name, without back-ticks. */
  private List<List<String>> rows(String firstColumn) {
    return lines.stream()
        .dropWhile(line -> !line.startsWith("| " + firstColumn + " |"))
        .skip(2)
        .takeWhile(line -> line.startsWith("|"))
        .map(line -> line.substring(2, line.length() - 2).replace("`", ""))
        .map(line -> List.of(line.split(" \\| ", -1)))
        .toList();
  }

  private static List<String> read() {
    try {
      return Files.readAllLines(Path.of("../docs/contract.md"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
