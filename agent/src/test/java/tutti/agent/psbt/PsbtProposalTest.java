package tutti.agent.psbt;

import static org.assertj.core.api.Assertions.assertThat;
import static tutti.agent.psbt.Requests.KEYS;
import static tutti.agent.psbt.Requests.changed;
import static tutti.agent.psbt.Requests.refusal;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tutti.musig2.Bytes;
import tutti.musig2.Engines;
import tutti.musig2.KeySort;
import tutti.musig2.PublicKey;
import tutti.musig2.SecretKey;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.request.KeyOrder;
import tutti.protocol.request.SigningRequest;
import tutti.transactions.Vectors;
import tutti.transactions.bitcoin.MoneySummary;
import tutti.transactions.bitcoin.SighashType;
import tutti.transactions.psbt.Psbt;
import tutti.transactions.psbt.PsbtUpdate;
import tutti.transactions.signing.GroupOutput;
import tutti.transactions.signing.SigningPlan;
import tutti.transactions.signing.Spend;

/** What a signer derives from a PSBT, and which requests about it are wrong. */
class PsbtProposalTest {
  @ParameterizedTest
  @EnumSource(Spend.Kind.class)
  void derivesWhatTheAnnouncerDerived(Spend.Kind kind) {
    Psbt psbt = new Spend(kind, KEYS, SighashType.ALL_ANYONECANPAY).version0(3);
    SigningRequest request = Requests.request(psbt, Requests.itself());

    PsbtProposal transaction = PsbtProposal.of(request);

    assertThat(transaction.psbt().encodeBase64()).isEqualTo(psbt.encodeBase64());
    assertThat(transaction.items()).extracting(item -> item.input()).containsExactly(0, 1, 2);
    assertThat(transaction.items().get(2).sighashType()).isEqualTo(SighashType.ALL_ANYONECANPAY);
    assertThat(transaction.summary().fee()).isEqualTo(3_000);
    assertThat(request.hasItemKeys()).isFalse();
    assertThat(request.keyOrder()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "keypath-2of2-participant-derivation-v0",
        "keypath-2of2-two-inputs-v2",
        "scriptpath-2of2-v2"
      })
  void namesTheParticipantsOfWalletsByItem(String scenario) {
    SigningRequest request =
        Requests.request(
            Requests.recorded(scenario),
            List.of(
                new SignerParticipant(KEYS.get(0), ParticipantMatch.owned(Requests.keys(0))),
                new SignerParticipant(KEYS.get(1), ParticipantMatch.below(Requests.origin(1)))));

    PsbtProposal transaction = PsbtProposal.of(request);

    int inputs = Vectors.bitcoinCore(scenario).get("prevouts").size();
    assertThat(transaction.items()).hasSize(inputs);
    for (int i = 0; i < inputs; i++) {
      int alice = request.orderedKeys().indexOf(KEYS.get(0));
      PublicKey participant = request.items().get(i).keys().get(alice);
      assertThat(request.itemKeys(request.items().get(i)).aggregated())
          .isEqualTo(transaction.items().get(i).participants());
      assertThat(
              Requests.keys(0)
                  .use(
                      participant,
                      PsbtTerms.origin(transaction.psbt(), transaction.items().get(i), participant),
                      SecretKey::publicKey))
          .hasValue(participant);
    }
  }

  static Stream<Arguments> differences() {
    String other = "11".repeat(32);
    String stranger = SecretKey.generate().publicKey().hex();
    return Stream.of(
        difference("items[0].message", body -> item(body, 0).put("message", other)),
        difference("items[1].message", body -> item(body, 1).put("message", other)),
        difference("items[1].message", body -> item(body, 1).setAll(item(body, 0).deepCopy())),
        difference("items[1].message", body -> items(body).insert(0, items(body).get(1))),
        difference("items[0].tweaks", body -> item(body, 0).remove("tweaks")),
        difference("items[1].tweaks", body -> tweaks(body, 1).remove(0)),
        difference("items[1].tweaks", body -> tweak(body, 1, 0).put("tweak", other)),
        difference("items[0].tweaks", body -> tweak(body, 0, 2).put("xOnly", false)),
        difference(
            "items[1].keys",
            body -> item(body, 1).putArray("keys").add(stranger).add(KEYS.get(0).hex())),
        difference("items[0].keys", body -> body.withArray("keys").add(stranger)),
        difference(
            "keyOrder",
            body -> {
              List<PublicKey> sorted = KeySort.sort(KEYS);
              body.put("keyOrder", "given");
              body.putArray("keys").add(sorted.get(1).hex()).add(sorted.get(0).hex());
            }));
  }

  @ParameterizedTest
  @MethodSource("differences")
  void refusesARequestThatSaysSomethingElse(String field, Consumer<ObjectNode> change) {
    SigningRequest lying = changed(Requests.own(), change);

    Refusal refusal = refusal(() -> PsbtProposal.of(lying));

    assertThat(refusal.code()).isEqualTo(ErrorCode.CONFLICT);
    assertThat(refusal.field()).isEqualTo(field);
  }

  @Test
  void letsARequestLeaveItemsOut() {
    SigningRequest fewer = changed(Requests.own(), body -> items(body).remove(0));

    assertThat(PsbtProposal.of(fewer).items()).hasSize(1);
  }

  @Test
  void refusesAPsbtThatDoesNotShowWhatIsSpent() {
    SigningRequest request = Requests.own();
    String hex = Psbt.decodeBase64(request.psbt()).encode().hex();
    int at = hex.indexOf("01012b"); // witness_utxo, 43 bytes
    String without = hex.substring(0, at) + hex.substring(at + 6 + 86);
    String text = Psbt.decode(Bytes.fromHex(without)).encodeBase64();

    Refusal refusal =
        refusal(() -> PsbtProposal.of(changed(request, body -> body.put("psbt", text))));

    assertThat(refusal.code()).isEqualTo(ErrorCode.MALFORMED);
    assertThat(refusal.field()).isEqualTo("psbt.inputs[0].witness_utxo");
  }

  @Test
  void refusesAPsbtThatHasTheSamePlaceTwice() {
    SigningRequest request = Requests.own();
    String hex = Psbt.decodeBase64(request.psbt()).encode().hex();
    int at = hex.indexOf("01012b");
    String utxo = hex.substring(at, at + 6 + 86);
    byte[] twice = Bytes.fromHex(hex.substring(0, at) + utxo + hex.substring(at)).toArray();
    String text = java.util.Base64.getEncoder().encodeToString(twice);

    Refusal refusal =
        refusal(() -> PsbtProposal.of(changed(request, body -> body.put("psbt", text))));

    assertThat(refusal.code()).isEqualTo(ErrorCode.MALFORMED);
    assertThat(refusal.field()).isEqualTo("psbt.inputs[0]");
  }

  @Test
  void refusesNoPsbtAtAllAndAnotherSuite() {
    SigningRequest request = Requests.own();

    assertThat(
            refusal(() -> PsbtProposal.of(changed(request, body -> body.put("psbt", "AAAA"))))
                .field())
        .startsWith("psbt");
    assertThat(
            refusal(
                    () ->
                        PsbtProposal.of(
                            changed(
                                Requests.request(
                                    new Spend(Spend.Kind.OUTPUT_KEY, KEYS, SighashType.DEFAULT)
                                        .version0(1),
                                    Requests.itself()),
                                body -> body.put("suite", "lotus"))))
                .field())
        .isEqualTo("suite");
  }

  @Test
  void refusesNoncesThatNoSessionKnows() {
    String nonces = Vectors.step(Vectors.bitcoinCore(Requests.DERIVED), "nonces-combined");

    Refusal refusal =
        refusal(
            () -> PsbtProposal.of(changed(Requests.derived(), body -> body.put("psbt", nonces))));

    assertThat(refusal.code()).isEqualTo(ErrorCode.CONFLICT);
    assertThat(refusal.field()).isEqualTo("psbt.inputs[0]");
  }

  /** The signature of the script would never be looked at. */
  @Test
  void refusesASignatureOfTheKeyBesideTheScriptThatIsSigned() {
    Psbt psbt = new Spend(Spend.Kind.DERIVED_KEY_IN_SCRIPT, KEYS, SighashType.DEFAULT).version2(1);
    SigningRequest request = Requests.request(psbt, Requests.itself());
    String text = PsbtUpdate.withTapKeySig(psbt, 0, Bytes.fromHex("11".repeat(64))).encodeBase64();

    Refusal refusal =
        refusal(() -> PsbtProposal.of(changed(request, body -> body.put("psbt", text))));

    assertThat(refusal.code()).isEqualTo(ErrorCode.CONFLICT);
    assertThat(refusal.field()).isEqualTo("psbt.inputs[0]");
  }

  /** It would be two items for one place in the PSBT, and two nonces. */
  @Test
  void findsAScriptOnceThoughItIsGivenWithTwoProofs() {
    Psbt psbt = new Spend(Spend.Kind.DERIVED_KEY_IN_SCRIPT, KEYS, SighashType.DEFAULT).version2(1);
    String hex = psbt.encode().hex();
    int at = hex.indexOf("2215c"); // tap_leaf_script under a control block of 33 bytes
    int end = at + 2 * (1 + 34 + 1 + 35);
    String pair = hex.substring(at, end);
    char parity = pair.charAt(5) == '0' ? '1' : '0';
    String other = pair.substring(0, 5) + parity + pair.substring(6);
    Psbt twice = Psbt.decode(Bytes.fromHex(hex.substring(0, end) + other + hex.substring(end)));
    SigningRequest request = Requests.request(psbt, Requests.itself());

    assertThat(twice.inputs().get(0).tapLeafScripts()).hasSize(2);
    assertThat(SigningPlan.of(twice).items()).hasSize(1);
    SigningRequest doubled =
        changed(
            request,
            body -> {
              body.put("psbt", twice.encodeBase64());
              items(body).add(item(body, 0).deepCopy());
            });
    assertThat(refusal(() -> PsbtProposal.of(doubled)).code()).isEqualTo(ErrorCode.CONFLICT);
  }

  @Test
  void saysAnOrderThatIsNotSorted() {
    List<PublicKey> unsorted = new java.util.ArrayList<>(KeySort.sort(KEYS));
    java.util.Collections.reverse(unsorted);
    Psbt psbt = new Spend(Spend.Kind.INTERNAL_KEY, SighashType.DEFAULT, unsorted).version2(2);

    SigningRequest request = Requests.request(psbt, Requests.itself());

    assertThat(request.keyOrder()).isEqualTo(KeyOrder.GIVEN);
    assertThat(request.keys()).isEqualTo(unsorted);
    assertThat(PsbtProposal.of(request).items()).hasSize(2);
  }

  @Test
  void announcesNothingForSignersWhoAreNoGroupOfThePsbt() {
    Psbt psbt = Requests.recorded(Requests.DERIVED);

    assertThat(refusal(() -> PsbtTerms.of(psbt, Requests.itself())).code())
        .isEqualTo(ErrorCode.NOT_A_PARTICIPANT);
  }

  /** Who announces a request may add an input of a group of its own, and pay all to that. */
  @Test
  void callsNothingChangeThatGoesToAGroupThatTheRequestDoesNotAsk() {
    List<PublicKey> strangers =
        KeySort.sort(List.of(SecretKey.generate().publicKey(), SecretKey.generate().publicKey()));
    Spend.Kind kind = Spend.Kind.INTERNAL_KEY;
    Psbt spending =
        Spend.version2(
            List.of(
                new Spend(kind, KEYS, SighashType.DEFAULT),
                new Spend(kind, strangers, SighashType.DEFAULT)));
    Psbt paying =
        GroupOutput.instead(
            spending, List.of(back(strangers), back(KeySort.sort(KEYS)), back(strangers)));

    PsbtProposal transaction = PsbtProposal.of(Requests.request(paying, Requests.itself()));

    assertThat(transaction.items()).hasSize(1);
    assertThat(transaction.plan().items()).hasSize(2);
    assertThat(transaction.summary().outputs())
        .extracting(MoneySummary.Payment::changeOf)
        .containsExactly(null, null, aggregate(KeySort.sort(KEYS)), null);
  }

  private static Bytes back(List<PublicKey> group) {
    return GroupOutput.of(group, aggregate(group).xOnly(), null);
  }

  private static PublicKey aggregate(List<PublicKey> group) {
    return Engines.bouncyCastle().aggregateKeys(group, List.of()).aggregatePublicKey();
  }

  private static Arguments difference(String field, Consumer<ObjectNode> change) {
    return Arguments.of(field, change);
  }

  private static ArrayNode items(ObjectNode body) {
    return (ArrayNode) body.get("items");
  }

  private static ObjectNode item(ObjectNode body, int index) {
    return (ObjectNode) items(body).get(index);
  }

  private static ArrayNode tweaks(ObjectNode body, int item) {
    return (ArrayNode) item(body, item).get("tweaks");
  }

  private static ObjectNode tweak(ObjectNode body, int item, int tweak) {
    return (ObjectNode) tweaks(body, item).get(tweak);
  }
}
