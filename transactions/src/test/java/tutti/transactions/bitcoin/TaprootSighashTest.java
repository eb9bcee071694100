package tutti.transactions.bitcoin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.acinq.bitcoin.ByteVector;
import fr.acinq.bitcoin.ByteVector32;
import fr.acinq.bitcoin.Satoshi;
import fr.acinq.bitcoin.Transaction;
import fr.acinq.bitcoin.TxOut;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import tutti.musig2.Bytes;
import tutti.protocol.Refusal;

/** The messages are those that the library makes. */
class TaprootSighashTest {
  @Property(tries = 200)
  void isWhatTheLibraryMakes(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 5) int inputs,
      @ForAll SighashType type,
      @ForAll boolean byScript) {
    Random random = new Random(seed);
    BitcoinTransaction transaction = transaction(random, inputs, inputs + random.nextInt(3));
    List<TxOutput> spent = outputs(random, inputs);
    Bytes leafHash = byScript ? bytes(random, 32) : null;
    TaprootSighash sighash = new TaprootSighash(transaction, spent);

    for (int input = 0; input < inputs; input++) {
      assertThat(sighash.message(input, type, leafHash))
          .isEqualTo(ofLibrary(transaction, spent, input, type, leafHash));
    }
  }

  @Test
  void refusesToCoverAnOutputThatThereIsNot() {
    Random random = new Random(1);
    TaprootSighash sighash = new TaprootSighash(transaction(random, 2, 1), outputs(random, 2));

    assertThat(sighash.message(0, SighashType.SINGLE, null)).isNotNull();
    assertThatThrownBy(() -> sighash.message(1, SighashType.SINGLE_ANYONECANPAY, null))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("no output");
  }

  @Test
  void wantsToKnowEveryOutputThatIsSpent() {
    Random random = new Random(2);

    assertThatThrownBy(() -> new TaprootSighash(transaction(random, 2, 1), outputs(random, 1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Bytes ofLibrary(
      BitcoinTransaction transaction,
      List<TxOutput> spent,
      int input,
      SighashType type,
      Bytes leafHash) {
    Transaction read = Transaction.read(transaction.serialized().toArray());
    List<TxOut> outputs =
        spent.stream()
            .map(
                one -> new TxOut(new Satoshi(one.amount()), new ByteVector(one.script().toArray())))
            .toList();
    ByteVector32 message =
        leafHash == null
            ? read.hashForSigningTaprootKeyPath(input, outputs, type.value(), null)
            : read.hashForSigningTaprootScriptPath(
                input, outputs, type.value(), new ByteVector32(leafHash.toArray()), null);
    return Bytes.of(message.toByteArray());
  }

  private static BitcoinTransaction transaction(Random random, int inputs, int outputs) {
    List<TxInput> spending = new ArrayList<>();
    for (int i = 0; i < inputs; i++) {
      Outpoint outpoint = new Outpoint(bytes(random, 32), random.nextInt() & 0xffffffffL);
      spending.add(TxInput.unsigned(outpoint, random.nextInt() & 0xffffffffL));
    }
    long version = random.nextInt(3) + 1L;
    return new BitcoinTransaction(
        version, spending, outputs(random, outputs), random.nextInt() & 0xffffffffL);
  }

  private static List<TxOutput> outputs(Random random, int count) {
    List<TxOutput> outputs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long amount = (long) (random.nextDouble() * TxOutput.MAX_AMOUNT);
      outputs.add(new TxOutput(amount, bytes(random, random.nextInt(300))));
    }
    return outputs;
  }

  private static Bytes bytes(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return Bytes.of(bytes);
  }
}
