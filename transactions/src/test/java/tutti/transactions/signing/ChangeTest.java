package tutti.transactions.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tutti.musig2.Bytes;
import tutti.musig2.Engines;
import tutti.musig2.KeySort;
import tutti.musig2.PublicKey;
import tutti.musig2.SecretKey;
import tutti.musig2.Taproot;
import tutti.musig2.XOnlyPublicKey;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.transactions.bitcoin.ByteWriter;
import tutti.transactions.bitcoin.SighashType;
import tutti.transactions.psbt.Psbt;
import tutti.transactions.psbt.TapTree;

/** What is called change is a promise that the money stays where it was. */
class ChangeTest {
  private static final List<PublicKey> GROUP =
      KeySort.sort(
          Stream.generate(SecretKey::generate).limit(2).map(SecretKey::publicKey).toList());

  private static final PublicKey AGGREGATE =
      Engines.bouncyCastle().aggregateKeys(GROUP, List.of()).aggregatePublicKey();

  private static final XOnlyPublicKey STRANGER = SecretKey.generate().publicKey().xOnly();
  private static final XOnlyPublicKey NOBODY =
      XOnlyPublicKey.fromHex("50929b74c1a04954b78b4b6035e97a5e078a5a0f28ec96d547bfee9ace803ac0");

  private static final int TAPSCRIPT = 0xc0;
  private static final int UNKNOWN_VERSION = 0xc2;

  static Stream<@Nullable TapTree> treesOfTheGroup() {
    return Stream.of(null, tree(leaf(TAPSCRIPT, AGGREGATE.xOnly(), "ac")));
  }

  @ParameterizedTest
  @MethodSource("treesOfTheGroup")
  void isWhatOnlyTheGroupCanSpend(@Nullable TapTree tree) {
    assertThat(changeOf(AGGREGATE.xOnly(), tree)).isEqualTo(AGGREGATE);
  }

  @Test
  void isWhatOnlyTheGroupsScriptCanSpend() {
    assertThat(changeOf(NOBODY, tree(leaf(TAPSCRIPT, AGGREGATE.xOnly(), "ac"))))
        .isEqualTo(AGGREGATE);
  }

  static Stream<TapTree> treesOfOthers() {
    XOnlyPublicKey own = AGGREGATE.xOnly();
    return Stream.of(
        tree(leaf(TAPSCRIPT, STRANGER, "ac")),
        tree(leaf(UNKNOWN_VERSION, own, "ac")),
        tree(leaf(TAPSCRIPT, own, "51")),
        tree(new TapTree.Leaf(0, TAPSCRIPT, Bytes.fromHex("51"))),
        new TapTree(
            List.of(
                new TapTree.Leaf(1, TAPSCRIPT, Bytes.fromHex("20" + own.hex() + "ac")),
                new TapTree.Leaf(1, TAPSCRIPT, Bytes.fromHex("20" + STRANGER.hex() + "ac")))));
  }

  @ParameterizedTest
  @MethodSource("treesOfOthers")
  void isNotWhatOthersCanSpendByScript(TapTree tree) {
    assertThat(changeOf(AGGREGATE.xOnly(), tree)).isNull();
    assertThat(changeOf(NOBODY, tree)).isNull();
  }

  @Test
  void isNotWhatNobodyCanSpend() {
    assertThat(changeOf(NOBODY, null)).isNull();
  }

  /** Who announces a request may add an input of a group of its own. */
  @Test
  void isNotWhatGoesToAGroupThatIsNotAsked() {
    SigningPlan plan = SigningPlan.of(paying(AGGREGATE.xOnly(), null));

    assertThat(plan.summary().outputs().get(0).changeOf()).isNotNull();
    assertThat(plan.summary(List.of()).outputs().get(0).changeOf()).isNull();
  }

  @Test
  void refusesGroupsThatWouldTakeHoursToAggregate() {
    PublicKey one = SecretKey.generate().publicKey();
    Psbt crowd =
        Tampering.replaced(
            paying(AGGREGATE.xOnly(), null),
            Bytes.concat(key("1a" + AGGREGATE.hex()), value(GROUP)),
            Bytes.concat(key("1a" + AGGREGATE.hex()), value(Collections.nCopies(8_200, one))));

    assertThatThrownBy(() -> SigningPlan.of(crowd))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.TOO_LARGE));
  }

  private static @Nullable PublicKey changeOf(XOnlyPublicKey internal, @Nullable TapTree tree) {
    return SigningPlan.of(paying(internal, tree)).summary().outputs().get(0).changeOf();
  }

  /** The group spends, and pays to an output that the PSBT says is the group's. */
  private static Psbt paying(XOnlyPublicKey internal, @Nullable TapTree tree) {
    Bytes root = tree == null ? null : tree.merkleRoot();
    Psbt spending = new Spend(Spend.Kind.OUTPUT_KEY, GROUP, SighashType.DEFAULT).version2(1);
    Bytes recipient = Bytes.fromHex("16" + "0014" + "11".repeat(20));
    ByteWriter output = new ByteWriter();
    output.sized(Taproot.scriptPubKey(Taproot.outputKey(internal, root)));
    output.sized(Bytes.fromHex("05")).sized(internal.bytes());
    if (tree != null) {
      output.sized(Bytes.fromHex("06")).sized(written(tree));
    }
    output.bytes(key("08" + AGGREGATE.hex())).bytes(value(GROUP));
    return Tampering.replaced(spending, recipient, output.written());
  }

  private static Bytes key(String hex) {
    return new ByteWriter().sized(Bytes.fromHex(hex)).written();
  }

  private static Bytes value(List<PublicKey> keys) {
    Bytes all = Bytes.concat(keys.stream().map(PublicKey::bytes).toArray(Bytes[]::new));
    return new ByteWriter().sized(all).written();
  }

  private static Bytes written(TapTree tree) {
    ByteWriter bytes = new ByteWriter();
    tree.leaves().forEach(leaf -> bytes.u8(leaf.depth()).u8(leaf.version()).sized(leaf.script()));
    return bytes.written();
  }

  private static TapTree tree(TapTree.Leaf leaf) {
    return new TapTree(List.of(leaf));
  }

  private static TapTree.Leaf leaf(int version, XOnlyPublicKey key, String opcode) {
    return new TapTree.Leaf(0, version, Bytes.fromHex("20" + key.hex() + opcode));
  }
}
