package tutti.transactions.lotus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tutti.musig2.Bytes;
import tutti.musig2.Network;
import tutti.musig2.PublicKey;
import tutti.musig2.Signature;
import tutti.musig2.Tweak;
import tutti.transactions.Vectors;
import tutti.transactions.bitcoin.TxOutput;

/**
 * What another program computes, which agrees with the chain's own tests, and what lotus-sdk did.
 */
class LotusVectorsTest {
  private static final JsonNode VECTORS = Vectors.read("lotus-transactions");

  static Stream<JsonNode> groups() {
    return Vectors.stream(VECTORS.get("groups"));
  }

  static Stream<JsonNode> transactions() {
    return Vectors.stream(VECTORS.get("transactions"));
  }

  static Stream<JsonNode> recorded() {
    return Vectors.stream(Vectors.read("lotus-musig2").get("musig2"));
  }

  @ParameterizedTest
  @MethodSource("groups")
  void aGroupOwnsItsScripts(JsonNode vector) {
    LotusGroup group = group(vector);

    assertThat(group.aggregateKey().hex()).isEqualTo(vector.get("aggregate").asText());
    assertThat(group.taprootScript().hex()).isEqualTo(vector.get("taprootScript").asText());
    assertThat(group.pubkeyHashScript().hex()).isEqualTo(vector.get("pubkeyHashScript").asText());
  }

  @ParameterizedTest
  @MethodSource("groups")
  void addressesAreAsTheChainWritesThem(JsonNode vector) {
    LotusGroup group = group(vector);

    for (Network network : List.of(Network.MAINNET, Network.TESTNET, Network.REGTEST)) {
      JsonNode expected = vector.get("addresses").get(network.name().toLowerCase(Locale.ROOT));
      assertThat(LotusAddress.of(group.taprootScript(), network))
          .hasValue(expected.get("taproot").asText());
      assertThat(LotusAddress.of(group.pubkeyHashScript(), network))
          .hasValue(expected.get("pubkeyHash").asText());
    }
  }

  @ParameterizedTest
  @MethodSource("recorded")
  void aGroupOwnsWhatLotusSdkSaysItOwns(JsonNode vector) {
    List<PublicKey> keys = keys(vector.get("givenPublicKeys"));

    assertThat(LotusGroup.of(keys).taprootScript().hex())
        .isEqualTo(vector.get("taproot").get("script").asText());
  }

  /** Keys, tweak, script and the 65 bytes of a transaction's signature that lotus-sdk made. */
  @Test
  void aRecordedSignatureIsUnderstood() {
    LotusGroup group = LotusSigners.named("a", "b").group();
    Signature signature =
        Signature.fromHex(
            "ebbc71be7a8dffc3106a3053e2e8d51d43a237014f9d02f54c691a4c476bed20"
                + "c6e08b9893981e548625ad264081fea2c5f8ef42f65a1cdba739a32fe20f560a");
    Bytes message =
        Bytes.fromHex("42a98f3d3ee09518c8e23699af60fa6d97bb457436a68142b342d2395ecfe405");
    LotusItem item =
        new LotusItem(
            0, LotusInputType.TAPROOT, group.keysOf(group.taprootScript()).orElseThrow(), message);

    assertThat(group.taprootScript().hex())
        .isEqualTo("62512102725b88e8ac56e3ea45afa4906ea6db4925dbb95502d24c17471137949be0da99");
    assertThat(group.aggregateKey().hex())
        .isEqualTo("02b513ec933b178784b740802def8c5f0e9899fb80ed69e5ab54f27350475c8ec7");
    assertThat(item.keys().tweaks())
        .containsExactly(
            Tweak.fromHex(
                "e32f12894cced9e05dd020205158d28e354868636db326be1013d01ec4be7b10", false));
    assertThat(item.isSignedBy(signature)).isTrue();
    assertThat(item.unlocking(signature).hex()).isEqualTo("41" + signature.hex() + "61");
  }

  @ParameterizedTest
  @MethodSource("transactions")
  void readsAndNamesTransactions(JsonNode vector) {
    Bytes serialized = Bytes.fromHex(vector.get("transaction").asText());

    LotusTransaction transaction = LotusTransaction.read(serialized);

    assertThat(transaction.serialized()).isEqualTo(serialized);
    assertThat(transaction.txidText()).isEqualTo(vector.get("txid").asText());
  }

  @ParameterizedTest
  @MethodSource("transactions")
  void derivesWhatIsSigned(JsonNode vector) {
    LotusPlan plan = plan(vector);
    Map<Character, LotusInputType> types =
        Map.of(
            'T', LotusInputType.TAPROOT,
            'S', LotusInputType.TAPROOT,
            'P', LotusInputType.PUBKEY_HASH);

    List<String> messages = new ArrayList<>();
    String inputs = vector.get("inputs").asText();
    for (LotusItem item : plan.items()) {
      assertThat(item.type()).isEqualTo(types.get(inputs.charAt(item.input())));
      assertThat(item.message().hex()).isEqualTo(vector.get("messages").get(item.input()).asText());
      messages.add(item.message().hex());
    }

    assertThat(messages)
        .isEqualTo(
            Vectors.stream(vector.get("messages"))
                .filter(message -> !message.isNull())
                .map(JsonNode::asText)
                .toList());
  }

  @ParameterizedTest
  @MethodSource("transactions")
  void knowsTheFeeAndTheChange(JsonNode vector) {
    LotusPlan plan = plan(vector);
    long in =
        Vectors.stream(vector.get("spent")).mapToLong(one -> one.get("amount").asLong()).sum();
    long out = plan.transaction().outputs().stream().mapToLong(TxOutput::amount).sum();

    assertThat(plan.summary().fee()).isEqualTo(in - out).isPositive();
    String outputs = vector.get("outputs").asText();
    for (int i = 0; i < outputs.length(); i++) {
      PublicKey owner = plan.summary().outputs().get(i).changeOf();
      assertThat(Optional.ofNullable(owner))
          .isEqualTo(
              outputs.charAt(i) == 'c'
                  ? Optional.of(plan.group().aggregateKey())
                  : Optional.empty());
    }
  }

  /** Signed by all, as nodes see it: everything is in the vectors that they look at. */
  @ParameterizedTest
  @MethodSource("transactions")
  void signsWhatNodesAccept(JsonNode vector) {
    JsonNode group = VECTORS.get("groups").get(vector.get("group").asInt());
    String[] names = {
      "lotus transaction key 0", "lotus transaction key 1", "lotus transaction key 2"
    };
    LotusSigners signers = LotusSigners.named(Arrays.copyOf(names, group.get("keys").size()));
    LotusPlan plan = plan(vector);
    assertThat(signers.keys()).isEqualTo(keys(group.get("keys")));

    LotusTransaction signed = plan.signed(signers.sign(plan));

    assertThat(signed.txidText()).isEqualTo(vector.get("txid").asText());
    LotusNode node =
        new LotusNode(
            signed.serialized(),
            plan.spent().stream().map(TxOutput::amount).toList(),
            plan.spent().stream().map(TxOutput::script).toList());
    plan.items().forEach(item -> assertThat(node.accepts(item.input())).isTrue());
  }

  private static LotusPlan plan(JsonNode vector) {
    List<TxOutput> spent =
        Vectors.stream(vector.get("spent"))
            .map(
                one ->
                    new TxOutput(
                        one.get("amount").asLong(), Bytes.fromHex(one.get("script").asText())))
            .toList();
    return LotusPlan.of(
        LotusTransaction.read(Bytes.fromHex(vector.get("transaction").asText())),
        spent,
        group(VECTORS.get("groups").get(vector.get("group").asInt())));
  }

  private static LotusGroup group(JsonNode vector) {
    return LotusGroup.of(keys(vector.get("keys")));
  }

  private static List<PublicKey> keys(JsonNode keys) {
    return Vectors.stream(keys).map(key -> PublicKey.fromHex(key.asText())).toList();
  }
}
