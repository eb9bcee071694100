package tutti.cli.psbt;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tutti.chain.regtest.RegtestNode;
import tutti.cli.Run;
import tutti.musig2.Engines;
import tutti.musig2.Network;
import tutti.protocol.json.Wire;
import tutti.transactions.bitcoin.SighashType;
import tutti.transactions.descriptor.Descriptor;
import tutti.transactions.descriptor.Position;
import tutti.transactions.psbt.Psbt;
import tutti.transactions.signing.PsbtFinalizer;
import tutti.transactions.signing.PsbtSigner;

/**
 * Outputs of every kind are spent, two at a time, with every sighash type and in both versions, and
 * a real node is the judge: it takes the transaction, and after a change only where the type lets
 * others make that change.
 */
@EnabledIfEnvironmentVariable(
    named = RegtestNode.PROGRAMS,
    matches = ".+",
    disabledReason = RegtestNode.MISSING)
class RealSpendTest {
  /** Whose keys could sign, too, where they stand. */
  private static final String STRANGER =
      "c6047f9441ed7d6d3045406e95c07cd85c778e4b8cef3ca7abac09b95c709ee5";

  private static final String DERIVED =
      Fixtures.MUSIG.replace(",", "/<0;1>/*,").replace(")", "/<0;1>/*)");

  private static final Set<SighashType> BOTH_VERSIONS =
      EnumSet.of(SighashType.DEFAULT, SighashType.SINGLE_ANYONECANPAY);

  /** How the group holds its money. */
  enum Kind {
    RAWTR("rawtr(%1$s/<0;1>/*)", 1),
    KEY_PATH("tr(%1$s/<0;1>/*)", 1),
    DERIVED_PARTICIPANTS("tr(%3$s)", 1),
    KEY_PATH_WITH_MERKLE_ROOT("tr(%1$s/<0;1>/*,pk(%2$s))", 1),
    SCRIPT_PATH("tr(%2$s,pk(%1$s/<0;1>/*))", 3),
    SCRIPT_IN_A_TREE("tr(%2$s,{pk(%2$s),{pk(%1$s/<0;1>/*),pk(%2$s)}})", 3);

    private final String descriptor;
    private final int elements;

    Kind(String template, int elements) {
      this.descriptor = template.formatted(Fixtures.MUSIG, STRANGER, DERIVED);
      this.elements = elements;
    }
  }

  @TempDir static Path folder;
  static RegtestNode node;
  static final Map<Kind, List<ObjectNode>> COINS = new EnumMap<>(Kind.class);
  static String payee;
  static String script;

  @BeforeAll
  static void fundEachKindTwice() throws Exception {
    node = RegtestNode.start(folder.resolve("node")).ready();
    payee = node.rpc("getnewaddress", "", "bech32").asText();
    script = node.rpc("getaddressinfo", payee).path("scriptPubKey").asText();
    for (Kind kind : Kind.values()) {
      Descriptor descriptor = Descriptor.parse(kind.descriptor);
      List<ObjectNode> coins = new ArrayList<>();
      for (int index : List.of(0, 3)) {
        Position position = new Position(0, index);
        String txid = node.pay(descriptor.address(position, Network.REGTEST), "0.01");
        int vout = node.indexOf(txid, descriptor.scriptPubKey(position).hex());
        coins.add(Wire.mapper().createObjectNode().put("txid", txid).put("vout", vout));
      }
      COINS.put(kind, coins);
    }
    node.mine(1);
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @ParameterizedTest
  @EnumSource
  void isAcceptedWithEachSighashTypeAndBindsWhatThatSays(Kind kind) throws Exception {
    String created = updated(COINS.get(kind), List.of(kind));
    for (SighashType type : SighashType.values()) {
      String first = accepted(new PsbtMaps(created).sighash(type), 0, kind.elements);
      if (BOTH_VERSIONS.contains(type)) {
        accepted(new PsbtMaps(created).sighash(type).version2(), 2, kind.elements);
      }
      JsonNode verdict = verdict(withOneSatoshiLess(first));

      boolean isFree = type.isNone() || type.isSingle(); // of the third output
      assertThat(verdict.path("allowed").asBoolean()).as("%s: %s", type, verdict).isEqualTo(isFree);
      if (!isFree) {
        assertThat(verdict.path("reject-reason").asText()).contains("Invalid Schnorr signature");
      }
    }
  }

  /** Twelve inputs, by key and by script, in both versions. */
  @Test
  void spendsAllKindsTogether() throws Exception {
    List<ObjectNode> coins = COINS.values().stream().flatMap(List::stream).toList();
    String created = updated(coins, List.of(Kind.values()));

    accepted(new PsbtMaps(created).version2(), 2, 0);
    String transaction = accepted(new PsbtMaps(created), 0, 0);
    assertThat(verdict(withOneSatoshiLess(transaction)).path("allowed").asBoolean()).isFalse();
  }

  /** Signed by both, finished, and accepted by the node. */
  private static String accepted(PsbtMaps maps, int version, int elements) throws Exception {
    Psbt psbt = Psbt.decodeBase64(maps.base64());
    assertThat(psbt.version()).isEqualTo(version);
    try (PsbtSigner one = signer(0);
        PsbtSigner other = signer(1)) {
      Psbt nonces = other.withNonces(one.withNonces(psbt));
      var finished =
          PsbtFinalizer.finish(other.withPartialSigs(one.withPartialSigs(nonces))).transaction();
      assertThat(finished).isNotNull();
      assertThat(finished.inputs())
          .allMatch(input -> elements == 0 || input.witness().size() == elements);
      JsonNode verdict = verdict(finished.serialized().hex());
      assertThat(verdict.path("allowed").asBoolean()).as(verdict.toString()).isTrue();
      return finished.serialized().hex();
    }
  }

  private static JsonNode verdict(String transaction) throws Exception {
    return node.rpc("testmempoolaccept", List.of(transaction)).path(0);
  }

  /** To the third output, which gets 100,000. */
  private static String withOneSatoshiLess(String transaction) {
    String changed =
        transaction.replace("a086010000000000" + sized(script), "9f86010000000000" + sized(script));
    assertThat(changed).isNotEqualTo(transaction);
    return changed;
  }

  private static String sized(String script) {
    return "%02x%s".formatted(script.length() / 2, script);
  }

  /** As the node makes it, with what the group's descriptors say. */
  private static String updated(List<ObjectNode> coins, List<Kind> kinds) throws Exception {
    String rest =
        new BigDecimal("0.01")
            .multiply(BigDecimal.valueOf(coins.size() - 1))
            .subtract(new BigDecimal("0.0011"))
            .toPlainString();
    List<Map<String, String>> outputs = new ArrayList<>();
    for (String amount : List.of("0.01", rest, "0.001")) {
      String address = amount.equals("0.001") ? payee : node.rpc("getnewaddress").asText();
      outputs.add(Map.of(address, amount));
    }
    String created = node.rpc("createpsbt", coins, outputs).asText();
    List<String> words = new ArrayList<>(List.of("psbt", "update", "-", "--json", "--range=5"));
    kinds.forEach(kind -> words.add("--descriptor=" + kind.descriptor));
    Run run =
        Run.reading(node.rpc("utxoupdatepsbt", created).asText(), words.toArray(String[]::new));
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.json().path("inputs")).hasSize(coins.size());
    return run.json().path("psbt").asText();
  }

  private static PsbtSigner signer(int participant) {
    return new PsbtSigner(
        ParticipantKeyOptions.keys(
            Fixtures.KEYS.get(participant), Fixtures.ORIGINS.get(participant)),
        Engines.bouncyCastle());
  }
}
