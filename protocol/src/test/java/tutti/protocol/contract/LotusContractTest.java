package tutti.protocol.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;

/** Requests of the scheme {@code lotus}. */
class LotusContractTest {
  private final Message announce =
      Catalogue.messages().stream()
          .filter(message -> message.name().equals("request.announce.request"))
          .findFirst()
          .orElseThrow();

  @Test
  void carriesATransactionAndWhatItSpends() {
    ObjectNode said = changed(body -> {});

    assertThat(announce.schema().validate(said)).isEmpty();
    assertThat(announce.rewritten(said)).isEqualTo(said);
  }

  static Stream<Consumer<ObjectNode>> wrong() {
    return Stream.of(
        body -> body.remove("lotus"),
        body -> body.remove("scheme"),
        body -> body.put("scheme", "raw"),
        body -> body.put("scheme", "psbt").put("psbt", "cHNidP8B"),
        body -> body.put("psbt", "cHNidP8B"),
        body -> body.remove("suite"),
        body -> body.put("suite", "bip327"),
        body -> ((ObjectNode) body.get("items").get(0)).set("keys", body.get("keys").deepCopy()),
        body -> lotus(body).remove("transaction"),
        body -> lotus(body).put("transaction", ""),
        body -> lotus(body).put("transaction", "0"),
        body -> lotus(body).put("transaction", "AB"),
        body -> lotus(body).put("transaction", 1),
        body -> lotus(body).put("more", 1),
        body -> lotus(body).remove("spentOutputs"),
        body -> spent(body).removeAll(),
        body -> output(body).remove("amount"),
        body -> output(body).put("amount", -1),
        body -> output(body).put("amount", 1L << 53),
        body -> output(body).put("amount", "1"),
        body -> output(body).remove("script"),
        body -> output(body).put("script", "5"),
        body -> output(body).put("script", "51".repeat(10_001)),
        body -> output(body).put("more", 1));
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void refusesWhatTheSchemaDoesNotAllow(Consumer<ObjectNode> change) {
    ObjectNode said = changed(change);

    assertThat(announce.schema().validate(said)).isNotEmpty();
    assertThatThrownBy(() -> announce.rewritten(said))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> {
              assertThat(refusal.code()).isEqualTo(ErrorCode.MALFORMED);
              assertThat(refusal.field()).startsWith("body.");
            });
  }

  private ObjectNode changed(Consumer<ObjectNode> change) {
    ObjectNode announcement = announce.example();
    ObjectNode body = (ObjectNode) announcement.get("body");
    body.remove("keyOrder");
    body.get("items").forEach(item -> ((ObjectNode) item).remove("tweaks"));
    body.put("scheme", "lotus").put("suite", "lotus");
    ObjectNode lotus = body.putObject("lotus").put("transaction", "0200");
    lotus.putArray("spentOutputs").addObject().put("amount", 5_000).put("script", "51");
    change.accept(body);
    return announcement;
  }

  private static ObjectNode lotus(ObjectNode body) {
    return (ObjectNode) body.get("lotus");
  }

  private static ArrayNode spent(ObjectNode body) {
    return (ArrayNode) lotus(body).get("spentOutputs");
  }

  private static ObjectNode output(ObjectNode body) {
    return (ObjectNode) spent(body).get(0);
  }
}
