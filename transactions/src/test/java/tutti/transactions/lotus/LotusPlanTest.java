package tutti.transactions.lotus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.LongUnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tutti.musig2.Bytes;
import tutti.musig2.Network;
import tutti.musig2.PublicKey;
import tutti.musig2.Signature;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.transactions.bitcoin.TxOutput;

/** What a group signs, and what it refuses. */
class LotusPlanTest {
  private static final long AMOUNT = 1_000_000;
  private static final Bytes FOREIGN = Bytes.fromHex("a914" + "22".repeat(20) + "87");

  private final LotusSigners signers = LotusSigners.named("alice", "bob", "carol");
  private final LotusGroup group = signers.group();
  private final List<Bytes> scripts =
      List.of(group.taprootScript(), FOREIGN, group.pubkeyHashScript(), signers.scriptWithState());
  private final LotusTransaction transaction = LotusSigners.spending(4, AMOUNT);
  private final List<TxOutput> spent = LotusSigners.outputs(AMOUNT, scripts);

  @Test
  void signsTheInputsOfTheGroupAndNoOthers() {
    LotusTransaction bought = transaction.with(1, Bytes.fromHex("0101"));
    LotusPlan plan = LotusPlan.of(bought, spent, group);

    LotusTransaction signed = plan.signed(signers.sign(plan));

    assertThat(plan.items()).extracting(LotusItem::input).containsExactly(0, 2, 3);
    assertThat(signed.inputs().get(1)).isEqualTo(bought.inputs().get(1));
    assertThat(signed.txid()).isEqualTo(transaction.txid());
    LotusNode node = node(signed, amount -> amount);
    assertThat(node.accepts(0)).isTrue();
    assertThat(node.accepts(2)).isTrue();
    assertThat(node.accepts(3)).isTrue();
  }

  @Test
  void theHashTypeFollowsFromTheScript() {
    LotusPlan plan = LotusPlan.of(transaction, spent, group);

    LotusTransaction signed = plan.signed(signers.sign(plan));

    assertThat(signed.inputs().get(0).script().length()).isEqualTo(66);
    assertThat(signed.inputs().get(0).script().hex()).startsWith("41").endsWith("61");
    assertThat(signed.inputs().get(2).script().length()).isEqualTo(100);
    assertThat(signed.inputs().get(2).script().hex().substring(130, 134)).isEqualTo("4121");
    assertThat(signed.inputs().get(2).script().hex()).endsWith(group.aggregateKey().hex());
  }

  @Test
  void whatIsSignedIsSpentForItsAmountsOnly() {
    LotusPlan plan = LotusPlan.of(transaction, spent, group);

    LotusTransaction signed = plan.signed(signers.sign(plan));

    LotusNode node = node(signed, amount -> amount + 1);
    plan.items().forEach(item -> assertThat(node.accepts(item.input())).isFalse());
  }

  @Test
  void refusesSignaturesThatNodesWouldRefuse() {
    LotusPlan plan = LotusPlan.of(transaction, spent, group);
    List<Signature> swapped = new ArrayList<>(signers.sign(plan));
    Collections.swap(swapped, 1, 2);

    assertRefused(ErrorCode.INVALID_SIGNATURE, "transaction.inputs[2]", () -> plan.signed(swapped));
    assertThatThrownBy(() -> plan.signed(swapped.subList(0, 2)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesOutputsThatAreNotThoseOfTheInputs() {
    assertRefused(ErrorCode.MALFORMED, "spentOutputs", () -> plan(spent.subList(0, 3)));
    assertRefused(ErrorCode.MALFORMED, "spentOutputs", () -> plan(List.of()));
  }

  @Test
  void refusesToPayMoreThanIsSpent() {
    List<TxOutput> poor = LotusSigners.outputs(AMOUNT / 4, scripts);

    assertRefused(ErrorCode.MALFORMED, "spentOutputs", () -> plan(poor));
    assertThat(plan(LotusSigners.outputs(AMOUNT / 4 + 1, scripts)).summary().fee()).isEqualTo(3);
  }

  @Test
  void refusesMoreMoneyThanThereIs() {
    List<TxOutput> rich = LotusSigners.outputs(TxOutput.MAX_AMOUNT / 2, scripts);

    assertRefused(ErrorCode.MALFORMED, "spentOutputs", () -> plan(rich));
  }

  @Test
  void refusesWhatIsNotTheGroups() {
    List<PublicKey> fewer = signers.keys().subList(0, 2);

    assertRefused(
        ErrorCode.NOT_A_PARTICIPANT,
        "spentOutputs",
        () -> LotusPlan.of(transaction, spent, LotusGroup.of(fewer)));
  }

  @Test
  void refusesWhatIsSignedAlready() {
    LotusPlan plan = plan(spent);
    LotusTransaction signed = plan.signed(signers.sign(plan));

    assertRefused(
        ErrorCode.CONFLICT, "transaction.inputs[0]", () -> LotusPlan.of(signed, spent, group));
  }

  @Test
  void refusesMoreInputsThanCanBeHashed() {
    LotusTransaction large = LotusSigners.spending(1_001, AMOUNT);
    List<TxOutput> outputs =
        LotusSigners.outputs(AMOUNT, Collections.nCopies(1_001, group.taprootScript()));

    assertRefused(ErrorCode.TOO_LARGE, "transaction", () -> LotusPlan.of(large, outputs, group));
  }

  @Test
  void refusesKeysThatNoGroupCanHave() {
    PublicKey alice = signers.keys().get(0);
    PublicKey none = PublicKey.fromHex("02" + "ff".repeat(32));

    assertRefused(ErrorCode.INVALID_KEY, "keys", () -> LotusGroup.of(List.of(alice, alice)));
    assertRefused(ErrorCode.INVALID_KEY, "keys", () -> LotusGroup.of(List.of(alice, none)));
  }

  @Test
  void theOrderInWhichKeysAreGivenDoesNotMatter() {
    List<PublicKey> reversed = new ArrayList<>(signers.keys());
    Collections.reverse(reversed);

    assertThat(LotusGroup.of(reversed).taprootScript()).isEqualTo(group.taprootScript());
  }

  /** Almost Taproot, almost the hash of a key. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "62",
        "6251",
        "625121",
        "5120" + "00000000000000000000000000000000" + "00000000000000000000000000000000",
        "76a914" + "0000000000000000000000000000000000000000" + "88",
        "76a914" + "0000000000000000000000000000000000000000" + "88ac00",
        "76a914" + "0000000000000000000000000000000000000000" + "87ac",
        "76a913" + "0000000000000000000000000000000000000000" + "88ac"
      })
  void otherScriptsAreNotSigned(String script) {
    assertThat(LotusInputType.of(Bytes.fromHex(script))).isEmpty();
    assertThat(LotusAddress.of(Bytes.fromHex(script), Network.MAINNET)).isEmpty();
  }

  @Test
  void aStateIsOf32Bytes() {
    Bytes script = signers.scriptWithState();
    byte[] other = script.toArray();
    other[36] = 0x1f;

    assertThat(LotusInputType.of(script)).hasValue(LotusInputType.TAPROOT);
    assertThat(LotusInputType.of(script.slice(0, 68))).isEmpty();
    assertThat(LotusInputType.of(Bytes.of(other))).isEmpty();
  }

  @Test
  void anAddressSaysAllOfTheScriptOrThereIsNone() {
    assertThat(LotusAddress.of(signers.scriptWithState(), Network.MAINNET)).isEmpty();
    assertThat(LotusAddress.of(FOREIGN, Network.MAINNET).orElseThrow()).startsWith("lotus_");
    assertRefused(ErrorCode.MALFORMED, "network", () -> LotusAddress.of(FOREIGN, Network.SIGNET));
  }

  private LotusPlan plan(List<TxOutput> outputs) {
    return LotusPlan.of(transaction, outputs, group);
  }

  private LotusNode node(LotusTransaction signed, LongUnaryOperator amount) {
    return new LotusNode(
        signed.serialized(),
        spent.stream().map(output -> amount.applyAsLong(output.amount())).toList(),
        scripts);
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
