package tutti.transactions.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tutti.musig2.Bytes;
import tutti.musig2.Engines;
import tutti.musig2.KeySort;
import tutti.musig2.PublicKey;
import tutti.musig2.SecretKey;
import tutti.musig2.SyntheticXpub;
import tutti.musig2.XOnlyPublicKey;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.transactions.bitcoin.MoneySummary;
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

  /** What {@link Spend} spends is at 1/7. */
  private static final int SPENT_INDEX = 7;

  @Test
  void isWhatIsSpentAtAnotherPlace() {
    assertThat(changeAt(1, 8)).isEqualTo(AGGREGATE);
    assertThat(changeAt(0, 0)).isEqualTo(AGGREGATE);
    assertThat(changeAt(0, SPENT_INDEX + 1_000)).isEqualTo(AGGREGATE);
  }

  /** Only who made the request knows such a place; it could sell the knowledge. */
  @ParameterizedTest
  @ValueSource(strings = {"1/1008", "2/7", "1/7/1999999999/5", "7", "5/1/7", "1/2147483647"})
  void isNotWhatNobodyLooksAt(String path) {
    int[] steps = Arrays.stream(path.split("/")).mapToInt(Integer::parseInt).toArray();
    MoneySummary.Payment payment = paymentTo(steps);

    assertThat(payment.changeOf()).isNull();
    assertThat(payment.unwatched()).isEqualTo("/" + path);
  }

  /** Anybody can send a little to the group at such a place, and have it spent. */
  @ParameterizedTest
  @ValueSource(strings = {"1/1999999999", "77/5", "77/1/5"})
  void isNotWhatOnlySomethingElseThatIsSpentLeadsTo(String path) {
    int[] far = Arrays.stream(path.split("/")).mapToInt(Integer::parseInt).toArray();
    int[] next = far.clone();
    next[next.length - 1]++;
    Spend.Kind kind = Spend.Kind.DERIVED_INTERNAL_KEY;
    Psbt spending =
        Spend.version2(
            List.of(
                new Spend(kind, SighashType.DEFAULT, GROUP, 1, 7),
                new Spend(kind, SighashType.DEFAULT, GROUP, far)));
    Psbt paying = replaced(spending, output(next, child(next), null), 1);

    MoneySummary.Payment payment = SigningPlan.of(paying).summary().outputs().get(1);

    assertThat(payment.changeOf()).isNull();
    assertThat(payment.unwatched()).isNotNull();
  }

  @Test
  void isWhatIsSpentFromSeveralPlacesOfOneDescriptor() {
    Spend.Kind kind = Spend.Kind.DERIVED_INTERNAL_KEY;
    Psbt spending =
        Spend.version2(
            List.of(
                new Spend(kind, SighashType.DEFAULT, GROUP, 1, 7),
                new Spend(kind, SighashType.DEFAULT, GROUP, 0, 900)));
    int[] next = {1, 1_900};
    Psbt paying = replaced(spending, output(next, child(next), null), 1);

    assertThat(SigningPlan.of(paying).summary().outputs().get(1).changeOf()).isEqualTo(AGGREGATE);
  }

  @Test
  void isWhatGoesBackWhereItWas() {
    assertThat(payment(Spend.Kind.INTERNAL_KEY, AGGREGATE.xOnly(), null).changeOf())
        .isEqualTo(AGGREGATE);
  }

  /** The group has all keys, but must know the tree to spend, even by key. */
  @Test
  void isNotWhatHasAnotherTree() {
    TapTree own = tree(leaf(TAPSCRIPT, AGGREGATE.xOnly(), "ac"));

    MoneySummary.Payment payment = payment(Spend.Kind.INTERNAL_KEY, AGGREGATE.xOnly(), own);

    assertThat(payment.changeOf()).isNull();
    assertThat(payment.unwatched()).isNotNull();
    assertThat(payment(Spend.Kind.INTERNAL_KEY, NOBODY, own).changeOf()).isNull();
    assertThat(payment(Spend.Kind.OUTPUT_KEY, AGGREGATE.xOnly(), null).changeOf()).isNull();
  }

  @Test
  void isFoundAmongManyOutputs() {
    assertThat(SigningPlan.of(paying(800, 1, 8)).summary().outputs())
        .hasSize(800)
        .allMatch(payment -> AGGREGATE.equals(payment.changeOf()));
  }

  /** What was found of an output says nothing of the next one. */
  @Test
  void isNotWhatNobodyLooksAtBesideWhatIsChange() {
    int[] near = {1, 8};
    int[] far = {1, 9_000};
    Psbt paying =
        GroupOutput.instead(
            spending(Spend.Kind.DERIVED_INTERNAL_KEY),
            List.of(
                output(near, child(near), null),
                output(far, child(far), null),
                output(near, child(near), tree(leaf(TAPSCRIPT, child(near), "ac"))),
                output(near, child(near), null)));

    assertThat(SigningPlan.of(paying).summary().outputs())
        .extracting(MoneySummary.Payment::changeOf)
        .containsExactly(AGGREGATE, null, null, AGGREGATE);
  }

  @Test
  void refusesOutputsThatWouldTakeTooLong() {
    SigningPlan plan = SigningPlan.of(paying(1_700, 1, 8));

    assertTooLarge(plan::summary, "psbt.outputs");
  }

  /** A key and its path are a hundred bytes, of which a PSBT has room for thousands. */
  @Test
  void refusesATreeThatWouldTakeTooLong() {
    int[] path = {1, 2, 3, 4, 5, 6, 7};
    TapTree.Leaf leaf = leaf(TAPSCRIPT, child(path), "ac");
    List<TapTree.Leaf> leaves =
        Collections.nCopies(1 << 13, new TapTree.Leaf(13, TAPSCRIPT, leaf.script()));
    Psbt paying =
        replaced(spending(Spend.Kind.INTERNAL_KEY), output(path, NOBODY, new TapTree(leaves)), 1);

    assertTooLarge(() -> SigningPlan.of(paying).summary(), "psbt.outputs");
  }

  @Test
  void refusesInputsWhoseKeysWouldTakeTooLong() {
    int[] path = {1, 2, 3, 4, 5, 6, 7};
    Psbt two =
        new Spend(Spend.Kind.DERIVED_INTERNAL_KEY, SighashType.DEFAULT, GROUP, path).version2(2);
    Effort left = Effort.ofInputs();
    left.spend(4_096 - 2 * path.length + 1);

    assertTooLarge(() -> SigningPlan.of(two, left), "psbt.inputs[1].tap_bip32_derivation");
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
    SigningPlan plan = SigningPlan.of(paying(Spend.Kind.INTERNAL_KEY, AGGREGATE.xOnly(), null));

    assertThat(plan.summary().outputs().get(0).changeOf()).isNotNull();
    assertThat(plan.summary(List.of()).outputs().get(0).changeOf()).isNull();
  }

  @Test
  void refusesGroupsThatWouldTakeHoursToAggregate() {
    PublicKey one = SecretKey.generate().publicKey();
    Psbt crowd =
        Tampering.replaced(
            paying(Spend.Kind.INTERNAL_KEY, AGGREGATE.xOnly(), null),
            GroupOutput.pair("1a" + AGGREGATE.hex(), GroupOutput.keys(GROUP)),
            GroupOutput.pair(
                "1a" + AGGREGATE.hex(), GroupOutput.keys(Collections.nCopies(8_200, one))));

    assertTooLarge(() -> SigningPlan.of(crowd), "psbt.inputs");
  }

  private static void assertTooLarge(ThrowingCallable work, String field) {
    assertThatThrownBy(work)
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> {
              assertThat(refusal.code()).isEqualTo(ErrorCode.TOO_LARGE);
              assertThat(refusal.field()).isEqualTo(field);
            });
  }

  /** A group that spends, and pays to itself so many times. */
  private static Psbt paying(int times, int... path) {
    return replaced(
        spending(Spend.Kind.DERIVED_INTERNAL_KEY), output(path, child(path), null), times);
  }

  private static @Nullable PublicKey changeAt(int... path) {
    return paymentTo(path).changeOf();
  }

  private static MoneySummary.Payment paymentTo(int... path) {
    Psbt spending = spending(Spend.Kind.DERIVED_INTERNAL_KEY);
    Psbt paying = replaced(spending, output(path, child(path), null), 1);
    return SigningPlan.of(paying).summary().outputs().get(0);
  }

  private static MoneySummary.Payment payment(
      Spend.Kind kind, XOnlyPublicKey internal, @Nullable TapTree tree) {
    return SigningPlan.of(paying(kind, internal, tree)).summary().outputs().get(0);
  }

  private static @Nullable PublicKey changeOf(XOnlyPublicKey internal, @Nullable TapTree tree) {
    return payment(Spend.Kind.INTERNAL_KEY, internal, tree).changeOf();
  }

  private static XOnlyPublicKey child(int... path) {
    return new SyntheticXpub(AGGREGATE).derive(path).publicKey().xOnly();
  }

  private static Psbt spending(Spend.Kind kind) {
    return new Spend(kind, GROUP, SighashType.DEFAULT).version2(1);
  }

  /** The group spends, and pays to an output that the PSBT says is the group's. */
  private static Psbt paying(Spend.Kind kind, XOnlyPublicKey internal, @Nullable TapTree tree) {
    return replaced(spending(kind), output(new int[0], internal, tree), 1);
  }

  private static Psbt replaced(Psbt spending, Bytes output, int times) {
    return GroupOutput.instead(spending, Collections.nCopies(times, output));
  }

  private static Bytes output(int[] path, XOnlyPublicKey internal, @Nullable TapTree tree) {
    return GroupOutput.of(GROUP, internal, tree, path);
  }

  private static TapTree tree(TapTree.Leaf leaf) {
    return new TapTree(List.of(leaf));
  }

  private static TapTree.Leaf leaf(int version, XOnlyPublicKey key, String opcode) {
    return new TapTree.Leaf(0, version, Bytes.fromHex("20" + key.hex() + opcode));
  }
}
