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
import tutti.protocol.RequestId;
import tutti.protocol.json.CanonicalJson;

/** Requests of the scheme {@code psbt}, and items with keys of their own. */
class SchemeContractTest {
  private static final String PARTICIPANT =
      "02c6047f9441ed7d6d3045406e95c07cd85c778e4b8cef3ca7abac09b95c709ee5";
  private static final String ANOTHER =
      "02f9308a019258c31049344f85f89d5229b531c845836f99b08601f113bce036f9";
  private static final String THIRD =
      "02e493dbf1c10d80f3581e4904930b1404cc6c13900ee0758474fa94abe8c4cd13";

  private final Message announce =
      Catalogue.messages().stream()
          .filter(message -> message.name().equals("request.announce.request"))
          .findFirst()
          .orElseThrow();

  @Test
  void carriesAPsbtAndTheKeysOfItsItems() {
    ObjectNode said = psbt();

    assertThat(announce.schema().validate(said)).isEmpty();
    assertThat(announce.rewritten(said)).isEqualTo(said);
  }

  @Test
  void namesItsRequestByAllOfIt() {
    ObjectNode other = psbt();
    item(other).withArray("keys").set(0, PARTICIPANT).set(1, ANOTHER);

    assertThat(id(other)).isNotEqualTo(id(psbt()));
    assertThat(id(changed(body -> body.put("psbt", "AAAA")))).isNotEqualTo(id(psbt()));
  }

  static Stream<Consumer<ObjectNode>> wrong() {
    return Stream.of(
        body -> body.remove("psbt"),
        body -> body.remove("scheme"),
        body -> body.put("scheme", "raw"),
        body -> body.put("scheme", "PSBT"),
        body -> body.put("psbt", ""),
        body -> body.put("psbt", "cHNidP8"),
        body -> body.put("psbt", "cHNidP8B===="),
        body -> body.put("psbt", "cHNi\ndP8B"),
        body -> body.put("psbt", 1),
        body -> keys(body).removeAll(),
        body -> keys(body).set(0, PARTICIPANT),
        body -> keys(body).set(0, PARTICIPANT.substring(2)),
        body -> ((ObjectNode) body.withArray("items").get(0)).put("keys", PARTICIPANT));
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void refusesWhatTheSchemaDoesNotAllow(Consumer<ObjectNode> change) {
    ObjectNode said = changed(change);

    assertThat(announce.schema().validate(said)).isNotEmpty();
    assertMalformed(said);
  }

  @Test
  void wantsOneKeyForEverySigner() {
    ObjectNode said = changed(body -> keys(body).remove(2));

    assertThatThrownBy(() -> announce.rewritten(said))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.field()).isEqualTo("body.items[0].keys"));
  }

  private void assertMalformed(ObjectNode said) {
    assertThatThrownBy(() -> announce.rewritten(said))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> {
              assertThat(refusal.code()).isEqualTo(ErrorCode.MALFORMED);
              assertThat(refusal.field()).startsWith("body.");
            });
  }

  private static RequestId id(ObjectNode announcement) {
    return RequestId.ofBody(CanonicalJson.of((ObjectNode) announcement.get("body")));
  }

  private ObjectNode psbt() {
    return changed(body -> {});
  }

  private ObjectNode changed(Consumer<ObjectNode> change) {
    ObjectNode announcement = announce.example();
    ObjectNode body = (ObjectNode) announcement.get("body");
    body.put("scheme", "psbt").put("psbt", "cHNidP8B");
    item(announcement).putArray("keys").add(ANOTHER).add(PARTICIPANT).add(THIRD);
    change.accept(body);
    return announcement;
  }

  private static ObjectNode item(ObjectNode announcement) {
    return (ObjectNode) announcement.get("body").get("items").get(0);
  }

  private static ArrayNode keys(ObjectNode body) {
    return (ArrayNode) body.get("items").get(0).get("keys");
  }
}
