package tutti.protocol.request;

import java.util.List;
import tutti.musig2.Bytes;
import tutti.protocol.Require;

/**
 * A transaction of the Lotus chain, which travels with what it spends.
 *
 * @param transaction serialized, with the inputs of the signers unsigned
 * @param spentOutputs of all its inputs, in their order
 */
public record LotusSpend(Bytes transaction, List<Output> spentOutputs) {
  private static final int MAX_TRANSACTION = 1_000_000;
  private static final int MAX_INPUTS = 1_000;
  private static final int MAX_SCRIPT = 10_000;

  public LotusSpend {
    int size = Require.present(transaction, "transaction").length();
    Require.that(
        size > 0 && size <= MAX_TRANSACTION,
        "transaction",
        "must be 1 to %d bytes".formatted(MAX_TRANSACTION));
    Require.size(spentOutputs, 1, MAX_INPUTS, "spentOutputs");
    spentOutputs = List.copyOf(spentOutputs);
  }

  /**
   * An output that an input spends.
   *
   * @param amount in satoshis, of which a million are one XPI
   */
  public record Output(long amount, Bytes script) {
    public Output {
      Require.safeInteger(amount, "amount");
      Require.that(
          Require.present(script, "script").length() <= MAX_SCRIPT,
          "script",
          "must be %d bytes at most".formatted(MAX_SCRIPT));
    }
  }
}
