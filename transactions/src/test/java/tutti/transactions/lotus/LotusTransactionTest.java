package tutti.transactions.lotus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tutti.musig2.Bytes;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.transactions.bitcoin.Outpoint;
import tutti.transactions.bitcoin.TxOutput;

/** What holds for all transactions, and for all that are none. */
class LotusTransactionTest {
  private static final LotusGroup GROUP = LotusSigners.named("alice", "bob").group();

  @Property(tries = 300, shrinking = ShrinkingMode.OFF)
  void readsWhatItWrites(
      @ForAll Random random,
      @ForAll @IntRange(min = 1, max = 300) int inputs,
      @ForAll @IntRange(min = 1, max = 300) int outputs) {
    LotusTransaction transaction = transaction(random, inputs, outputs);

    LotusTransaction read = LotusTransaction.read(transaction.serialized());

    assertThat(read).isEqualTo(transaction);
    assertThat(read.txid()).isEqualTo(transaction.txid());
  }

  @Property(tries = 2000, shrinking = ShrinkingMode.OFF)
  void refusesOrKeepsWhatWasChanged(@ForAll Random random) {
    byte[] changed = transaction(random, 3, 3).serialized().toArray();
    changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));

    try {
      assertThat(LotusTransaction.read(Bytes.of(changed)).serialized())
          .isEqualTo(Bytes.of(changed));
    } catch (Refusal refusal) {
      assertThat(refusal.code()).isEqualTo(ErrorCode.MALFORMED);
    }
  }

  /** There is no bit of a transaction that somebody could change after it was signed. */
  @Property(tries = 500, shrinking = ShrinkingMode.OFF)
  void everyBitIsSignedByEveryInput(@ForAll Random random) {
    LotusTransaction transaction = unsigned(random, 3, 3);
    byte[] changed = transaction.serialized().toArray();
    changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
    LotusTransaction other;
    try {
      other = LotusTransaction.read(Bytes.of(changed));
    } catch (Refusal refusal) {
      return;
    }
    if (!other.inputs().stream().allMatch(LotusInput::isUnsigned) || other.inputs().size() != 3) {
      return;
    }
    List<Bytes> messages = messages(transaction, spent());

    assertThat(messages(other, spent())).doesNotContainAnyElementsOf(messages);
    assertThat(other.txid()).isNotEqualTo(transaction.txid());
    assertThat(new HashSet<>(messages)).hasSize(6);
  }

  /** Taproot signatures say how much all inputs spend, and from which scripts. */
  @Property(tries = 50, shrinking = ShrinkingMode.OFF)
  void everyOutputThatIsSpentIsSignedByEveryTaprootInput(@ForAll @IntRange(max = 2) int which) {
    LotusTransaction transaction = unsigned(new Random(1), 3, 3);
    LotusSighash known = new LotusSighash(transaction, spent());
    List<TxOutput> richer = new ArrayList<>(spent());
    richer.set(which, new TxOutput(spent().get(which).amount() + 1, GROUP.taprootScript()));
    List<TxOutput> others = new ArrayList<>(spent());
    others.set(which, new TxOutput(spent().get(which).amount(), GROUP.pubkeyHashScript()));

    for (int i = 0; i < 3; i++) {
      Bytes message = known.message(i, LotusInputType.TAPROOT);
      for (List<TxOutput> lie : List.of(richer, others)) {
        assertThat(new LotusSighash(transaction, lie).message(i, LotusInputType.TAPROOT))
            .isNotEqualTo(message);
      }
    }
  }

  /** A signature of one kind is none of the other. */
  @Test
  void noMessageIsSignedInTwoWays() {
    LotusSighash sighash = new LotusSighash(unsigned(new Random(2), 3, 3), spent());

    assertThat(sighash.message(0, LotusInputType.TAPROOT))
        .isNotEqualTo(sighash.message(0, LotusInputType.PUBKEY_HASH));
  }

  @Test
  void refusesEveryPartOfOne() {
    Bytes whole = transaction(new Random(3), 2, 2).serialized();
    for (int length = 0; length < whole.length(); length++) {
      Bytes part = whole.slice(0, length);
      assertThatThrownBy(() -> LotusTransaction.read(part)).isInstanceOf(Refusal.class);
    }
  }

  @Test
  void refusesMoreThanThereIsToRead() {
    Bytes more = Bytes.concat(transaction(new Random(4), 1, 1).serialized(), Bytes.fromHex("00"));

    assertThatThrownBy(() -> LotusTransaction.read(more)).hasMessageContaining("1 bytes too many");
  }

  @Test
  void refusesWhatIsTooLargeBeforeItIsRead() {
    Bytes large = Bytes.of(new byte[LotusTransaction.MAX_SIZE + 1]);

    assertThatThrownBy(() -> LotusTransaction.read(large))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.TOO_LARGE));
  }

  /** Counts that no memory holds, and numbers that are not in their shortest form. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "02000000" + "feffffffff",
        "02000000" + "ffffffffffffffff7f",
        "02000000" + "ffffffffffffffffff",
        "02000000" + "fd0100",
        "02000000" + "00" + "00" + "00000000"
      })
  void refusesWhatHasNoInputs(String hex) {
    assertThatThrownBy(() -> LotusTransaction.read(Bytes.fromHex(hex)))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.MALFORMED));
  }

  @Test
  void refusesToSpendAnOutputTwice() {
    LotusTransaction one = transaction(new Random(5), 2, 2);
    List<LotusInput> twice = List.of(one.inputs().get(0), one.inputs().get(0));

    assertThatThrownBy(() -> new LotusTransaction(2, twice, one.outputs(), 0))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("twice");
  }

  /** A sum that overflows would look like a small one. */
  @Test
  void refusesToPayMoreThanThereIs() {
    LotusTransaction one = transaction(new Random(6), 1, 1);
    List<TxOutput> most =
        Collections.nCopies(10_000, new TxOutput(TxOutput.MAX_AMOUNT, Bytes.EMPTY));

    assertThatThrownBy(() -> new LotusTransaction(2, one.inputs(), most, 0))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("more than there can be");
    assertThat(new LotusTransaction(2, one.inputs(), most.subList(0, 1), 0).paid())
        .isEqualTo(TxOutput.MAX_AMOUNT);
  }

  private static List<TxOutput> spent() {
    return LotusSigners.outputs(
        7, List.of(GROUP.taprootScript(), GROUP.taprootScript(), GROUP.taprootScript()));
  }

  private static List<Bytes> messages(LotusTransaction transaction, List<TxOutput> spent) {
    LotusSighash sighash = new LotusSighash(transaction, spent);
    List<Bytes> messages = new ArrayList<>();
    for (int i = 0; i < spent.size(); i++) {
      messages.add(sighash.message(i, LotusInputType.TAPROOT));
      messages.add(sighash.message(i, LotusInputType.PUBKEY_HASH));
    }
    return messages;
  }

  private static LotusTransaction unsigned(Random random, int inputs, int outputs) {
    LotusTransaction transaction = transaction(random, inputs, outputs);
    for (int i = 0; i < inputs; i++) {
      transaction = transaction.with(i, Bytes.EMPTY);
    }
    return transaction;
  }

  private static LotusTransaction transaction(Random random, int inputs, int outputs) {
    List<LotusInput> in = new ArrayList<>();
    for (int i = 0; i < inputs; i++) {
      Outpoint outpoint = new Outpoint(LotusSigners.random(random, 32), random.nextLong(1L << 32));
      in.add(
          new LotusInput(
              outpoint,
              LotusSigners.random(random, random.nextInt(300)),
              random.nextLong(1L << 32)));
    }
    List<TxOutput> out = new ArrayList<>();
    for (int i = 0; i < outputs; i++) {
      out.add(
          new TxOutput(
              random.nextLong(TxOutput.MAX_AMOUNT / outputs),
              LotusSigners.random(random, random.nextInt(300))));
    }
    return new LotusTransaction(random.nextLong(1L << 32), in, out, random.nextLong(1L << 32));
  }
}
