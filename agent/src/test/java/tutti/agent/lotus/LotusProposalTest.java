package tutti.agent.lotus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tutti.agent.psbt.Requests.verified;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tutti.agent.session.KeyAccess;
import tutti.agent.session.KeySource;
import tutti.musig2.Bytes;
import tutti.musig2.PublicKey;
import tutti.musig2.SecretKey;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.json.Wire;
import tutti.protocol.request.SigningRequest;
import tutti.transactions.bitcoin.TxOutput;
import tutti.transactions.lotus.LotusGroup;
import tutti.transactions.lotus.LotusItem;
import tutti.transactions.lotus.LotusSigners;

/** What a signer derives of a Lotus transaction, and which requests about it are wrong. */
class LotusProposalTest {
  private static final SecretKey ALICE = SecretKey.generate();
  private static final SecretKey BOB = SecretKey.generate();
  private static final List<PublicKey> KEYS = List.of(ALICE.publicKey(), BOB.publicKey());
  private static final LotusGroup GROUP = LotusGroup.of(KEYS);
  private static final long AMOUNT = 1_000_000;
  private static final String OTHER = "11".repeat(32);

  @Test
  void derivesWhatTheAnnouncerDerived() {
    LotusProposal proposal = LotusProposal.of(honest());

    assertThat(proposal.plan().items()).extracting(LotusItem::input).containsExactly(0, 2);
    assertThat(proposal.summary().in()).isEqualTo(3 * AMOUNT);
    assertThat(proposal.summary().fee()).isEqualTo(2 * AMOUNT - 1);
    assertThat(LotusProposal.ifAny(honest())).isPresent();
  }

  static Stream<Arguments> differences() {
    return Stream.of(
        difference("items[0].message", body -> item(body, 0).put("message", OTHER)),
        difference("items[1].message", body -> item(body, 1).put("message", OTHER)),
        difference("items[0].message", body -> items(body).insert(0, items(body).remove(1))),
        difference("items", body -> items(body).remove(1)),
        difference("items", body -> items(body).add(item(body, 0).deepCopy())),
        difference("items[0].tweaks", body -> item(body, 0).remove("tweaks")),
        difference("items[0].tweaks", body -> tweak(body).put("tweak", OTHER)),
        difference(
            "items[1].tweaks", body -> item(body, 1).set("tweaks", item(body, 0).get("tweaks"))),
        difference("items[0].message", body -> output(body, 0).put("amount", AMOUNT + 1)),
        difference("items[0].message", body -> output(body, 1).put("script", "51")),
        difference("items[0].message", LotusProposalTest::payOthers));
  }

  @ParameterizedTest
  @MethodSource("differences")
  void refusesARequestThatSaysSomethingElse(String field, Consumer<ObjectNode> change) {
    SigningRequest lying = changed(change);

    assertRefused(ErrorCode.CONFLICT, field, () -> LotusProposal.of(lying));
  }

  @Test
  void refusesATransactionThatIsWrongInItself() {
    assertRefused(
        ErrorCode.MALFORMED,
        "lotus.transaction",
        () -> LotusProposal.of(changed(body -> lotus(body).put("transaction", "02000000"))));
    assertRefused(
        ErrorCode.MALFORMED,
        "lotus.spentOutputs",
        () -> LotusProposal.of(changed(body -> spent(body).remove(2))));
    assertRefused(
        ErrorCode.MALFORMED,
        "lotus.spentOutputs[1].amount",
        () ->
            LotusProposal.of(
                changed(body -> output(body, 1).put("amount", TxOutput.MAX_AMOUNT + 1))));
    assertRefused(
        ErrorCode.NOT_A_PARTICIPANT,
        "lotus.spentOutputs",
        () ->
            LotusProposal.of(
                changed(
                    body -> {
                      output(body, 0).put("script", "51");
                      output(body, 2).put("script", "52");
                    })));
  }

  @Test
  void signsWithItsOwnKey() {
    KeySource keySource = new LotusKeySource(ALICE, KeySource.of(ALICE));

    KeyAccess access = keySource.of(verified(honest(), indexOf(ALICE)));

    assertThat(access)
        .isInstanceOfSatisfying(
            KeyAccess.Here.class,
            keys -> assertThat(keys.use(1, SecretKey::publicKey)).isEqualTo(ALICE.publicKey()));
  }

  @Test
  void refusesAPlaceThatIsNotItsOwn() {
    KeySource keySource = new LotusKeySource(ALICE, KeySource.of(ALICE));

    assertThat(keySource.of(verified(honest(), indexOf(ALICE)))).isNotNull();
    assertRefused(
        ErrorCode.NOT_A_PARTICIPANT, "keys", () -> keySource.of(verified(honest(), indexOf(BOB))));
  }

  @Test
  void leavesOtherSchemesToOthers() {
    KeyAccess elsewhere = new KeyAccess.Elsewhere();
    KeySource keySource = new LotusKeySource(ALICE, request -> elsewhere);
    SigningRequest raw =
        changed(
            body -> {
              body.remove("lotus");
              body.put("scheme", "raw");
            });

    assertThat(keySource.of(verified(raw, 0))).isSameAs(elsewhere);
    assertThat(LotusProposal.ifAny(raw)).isEmpty();
  }

  @Test
  void nobodyAnnouncesWhatNobodyWouldJoin() {
    List<TxOutput> few = LotusSigners.outputs(AMOUNT, List.of(GROUP.taprootScript()));

    assertRefused(
        ErrorCode.MALFORMED,
        "lotus.spentOutputs",
        () -> LotusTerms.of(LotusSigners.spending(3, AMOUNT), few, KEYS));
  }

  /** Three inputs, of which the second is somebody else's. */
  private static SigningRequest honest() {
    List<TxOutput> spent =
        LotusSigners.outputs(
            AMOUNT, List.of(GROUP.taprootScript(), Bytes.fromHex("53"), GROUP.pubkeyHashScript()));
    return LotusTerms.of(LotusSigners.spending(3, AMOUNT), spent, KEYS)
        .request(ALICE.publicKey(), "rent", System.currentTimeMillis() + 60_000, null, null);
  }

  private static int indexOf(SecretKey key) {
    return honest().orderedKeys().indexOf(key.publicKey());
  }

  private static void payOthers(ObjectNode body) {
    String hex = lotus(body).get("transaction").asText();
    lotus(body)
        .put("transaction", hex.replace("76a914" + "11".repeat(20), "76a914" + "22".repeat(20)));
  }

  private static SigningRequest changed(Consumer<ObjectNode> change) {
    ObjectNode body = Wire.tree(honest());
    change.accept(body);
    return Wire.read(body, SigningRequest.class);
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

  private static ObjectNode tweak(ObjectNode body) {
    return (ObjectNode) item(body, 0).get("tweaks").get(0);
  }

  private static ObjectNode lotus(ObjectNode body) {
    return (ObjectNode) body.get("lotus");
  }

  private static ArrayNode spent(ObjectNode body) {
    return (ArrayNode) lotus(body).get("spentOutputs");
  }

  private static ObjectNode output(ObjectNode body, int index) {
    return (ObjectNode) spent(body).get(index);
  }

  private static void assertRefused(ErrorCode code, String field, ThrowingCallable work) {
    assertThatThrownBy(work)
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> {
              assertThat(refusal.code()).isEqualTo(code);
              assertThat(refusal.field()).isEqualTo(field);
            });
  }
}
