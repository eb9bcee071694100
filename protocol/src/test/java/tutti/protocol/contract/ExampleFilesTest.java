package tutti.protocol.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tutti.musig2.Engine;
import tutti.musig2.Engines;
import tutti.musig2.KeyAggContext;
import tutti.musig2.Signature;
import tutti.protocol.Envelope;
import tutti.protocol.RequestId;
import tutti.protocol.SessionTerms;
import tutti.protocol.event.SessionComplete;
import tutti.protocol.example.ExampleFiles;
import tutti.protocol.json.CanonicalJson;
import tutti.protocol.json.Wire;
import tutti.protocol.request.RequestApi;
import tutti.protocol.request.SigningItem;
import tutti.protocol.request.SigningRequest;
import tutti.protocol.session.Evidence;
import tutti.protocol.session.EvidenceCheck;

/** The committed examples are real: what is signed in them verifies. */
class ExampleFilesTest {
  private static final Engine ENGINE = Engines.bouncyCastle();
  private static final Map<String, ObjectNode> GENERATED = ExampleFiles.all();

  static Stream<Message> messages() {
    return Catalogue.messages().stream();
  }

  static Stream<Message> envelopes() {
    return Catalogue.signedOperations().stream()
        .map(operation -> message(operation.type() + ".request"));
  }

  static Stream<Message> evidence() {
    return messages().filter(message -> message.schemaName().equals("evidence"));
  }

  /** Run with {@code -Dexamples.write=true} after a change of the contract; read the difference. */
  @Test
  @EnabledIfSystemProperty(named = "examples.write", matches = "true")
  void writesTheExamples() throws IOException {
    ExampleFiles.main(new String[] {Path.of("src/main/resources/tutti/examples").toString()});
  }

  @ParameterizedTest
  @MethodSource("messages")
  void theCommittedExampleIsTheGeneratedOne(Message message) {
    assertThat(Wire.write(GENERATED.get(message.name()))).isEqualTo(Wire.write(message.example()));
  }

  @ParameterizedTest
  @MethodSource("envelopes")
  void everyEnvelopeIsSigned(Message message) {
    Envelope envelope = Wire.read(message.example(), Envelope.class);

    assertThat(envelope.isSignedBySigner(ENGINE)).isTrue();
  }

  @ParameterizedTest
  @MethodSource("evidence")
  void everyEvidenceHolds(Message message) {
    Evidence evidence = Wire.readLenient(message.example(), Evidence.class);

    assertThat(new EvidenceCheck(ENGINE).flaw(evidence)).isEmpty();
  }

  @Test
  void theFinalSignaturesVerifyUnderTheTweakedKeys() {
    Envelope announcement =
        Wire.read(message("request.announce.request").example(), Envelope.class);
    SigningRequest request = RequestApi.ANNOUNCE.bodyOf(announcement);
    RequestId requestId = RequestId.ofBody(CanonicalJson.of(announcement.body()));
    SessionComplete complete =
        Wire.readLenient(
            (ObjectNode) message("event.session.complete").example().get("data"),
            SessionComplete.class);

    assertThat(complete.sessionId()).isEqualTo(new SessionTerms(requestId, request, 1).sessionId());
    for (int i = 0; i < request.items().size(); i++) {
      SigningItem item = request.items().get(i);
      KeyAggContext key = ENGINE.aggregateKeys(request.orderedKeys(), item.tweakList());
      Signature signature = complete.signatures().get(i);
      assertThat(ENGINE.verifySchnorr(key.xOnlyPublicKey(), item.message(), signature)).isTrue();
    }
  }

  private static Message message(String name) {
    return messages().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
  }
}
