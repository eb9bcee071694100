package tutti.protocol.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tutti.musig2.Engines;
import tutti.musig2.PublicKey;
import tutti.musig2.Suite;
import tutti.protocol.Envelope;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.RequestId;
import tutti.protocol.SessionTerms;
import tutti.protocol.crypto.AggregateKeys;
import tutti.protocol.crypto.AggregateSignatures;
import tutti.protocol.example.Story;
import tutti.protocol.json.CanonicalJson;
import tutti.protocol.json.Wire;

class SuiteOfRequestTest {
  private static final Story LOTUS = Story.told(Suite.LOTUS);

  @Test
  void isBip327UnlessTheRequestSaysOtherwise() {
    SigningRequest silent = Story.told().request;

    assertThat(silent.suiteOrDefault()).isEqualTo(Suite.BIP327);
    assertThat(Wire.tree(silent).has("suite")).isFalse();
    assertThat(Wire.tree(LOTUS.request).get("suite").asText()).isEqualTo("lotus");
    assertThat(LOTUS.terms.suite()).isEqualTo(Suite.LOTUS);
  }

  @Test
  void saysTheDefaultAlsoAloud() {
    ObjectNode said = Wire.tree(Story.told().request).put("suite", "bip327");

    SigningRequest read = Wire.read(said, SigningRequest.class);

    assertThat(read.suite()).isEqualTo(Suite.BIP327);
    assertThat(Wire.tree(read)).isEqualTo(said);
  }

  @Test
  void isPartOfTheRequestsAndTheSessionsName() {
    ObjectNode other = Wire.tree(LOTUS.request).put("suite", "bip327");
    RequestId otherId = RequestId.ofBody(CanonicalJson.of(other));
    SigningRequest otherRequest = Wire.read(other, SigningRequest.class);

    assertThat(otherId).isNotEqualTo(LOTUS.requestId);
    assertThat(new SessionTerms(otherId, otherRequest, 1).sessionId())
        .isNotEqualTo(LOTUS.sessionId);
  }

  @Test
  void cannotBeChangedUnderTheCreatorsSignature() {
    Envelope said = LOTUS.announcement;
    ObjectNode changed = said.body().deepCopy();
    changed.remove("suite");
    Envelope forged =
        new Envelope(
            said.type(), said.signer(), said.sequence(), said.sentAt(), changed, said.signature());

    assertThat(said.isSignedBySigner(Engines.bouncyCastle())).isTrue();
    assertThat(forged.isSignedBySigner(Engines.bouncyCastle())).isFalse();
  }

  @Test
  void isAskedForInTheSameWayElsewhere() {
    List<PublicKey> keys = LOTUS.request.keys();

    assertThat(new AggregateKeys(keys, null, null, null).suiteOrDefault()).isEqualTo(Suite.BIP327);
    assertThat(new AggregateKeys(keys, null, Suite.LOTUS, null).suiteOrDefault())
        .isEqualTo(Suite.LOTUS);
    assertThat(signatures(null).suiteOrDefault()).isEqualTo(Suite.BIP327);
    assertThat(signatures(Suite.LOTUS).suiteOrDefault()).isEqualTo(Suite.LOTUS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "LOTUS", "lotus ", "bip340", "schnorr", "0", "musig"})
  void refusesSuitesThatDoNotExist(String suite) {
    assertMalformed(Wire.tree(LOTUS.request).put("suite", suite), "suite");
  }

  @Test
  void refusesWhatIsNoName() {
    assertMalformed(Wire.tree(LOTUS.request).put("suite", 1), "suite");
    assertMalformed(Wire.tree(LOTUS.request).putNull("suite"), "suite");
  }

  @Test
  void refusesTweaksThatTheSuiteDoesNotKnow() {
    assertMalformed(
        Wire.tree(Story.told().request).put("suite", "lotus"), "items[1].tweaks[1].xOnly");
  }

  @Test
  void refusesAnOrderThatTheSuiteDoesNotKnow() {
    ObjectNode given = Wire.tree(LOTUS.request).put("keyOrder", "given");
    ObjectNode sorted = Wire.tree(LOTUS.request).put("keyOrder", "sorted");

    assertMalformed(given, "keyOrder");
    assertThat(Wire.read(sorted, SigningRequest.class).orderedKeys())
        .isEqualTo(LOTUS.request.orderedKeys());
  }

  private static AggregateSignatures signatures(@Nullable Suite suite) {
    return new AggregateSignatures(
        LOTUS.terms.keys(),
        suite,
        LOTUS.terms.items(),
        LOTUS.pubnonces(),
        LOTUS.aggnonces,
        LOTUS.partialSigs());
  }

  private static void assertMalformed(ObjectNode request, String field) {
    assertThatThrownBy(() -> Wire.read(request, SigningRequest.class))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> {
              assertThat(refusal.code()).isEqualTo(ErrorCode.MALFORMED);
              assertThat(refusal.field()).isEqualTo(field);
            });
  }
}
