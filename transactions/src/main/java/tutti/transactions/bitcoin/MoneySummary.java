package tutti.transactions.bitcoin;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tutti.musig2.Bytes;
import tutti.musig2.PublicKey;

/**
 * What a transaction does with money, for whoever decides about it: of Bitcoin or of Lotus.
 *
 * @param in sum of what is spent, in satoshis
 * @param out sum of what is paid
 * @param outputs in their order
 */
public record MoneySummary(long in, long out, List<Payment> outputs) {
  public MoneySummary {
    outputs = List.copyOf(outputs);
  }

  /**
   * An output.
   *
   * @param changeOf the group's aggregate key, if the output demonstrably belongs to a group that
   *     spends, and to nobody besides, at a place where its wallets look; whatever cannot be proven
   *     is no change
   * @param unwatched the path below the aggregate key, if only the last is missing: the group has
   *     the key, but would not find it
   */
  public record Payment(
      long amount, Bytes script, @Nullable PublicKey changeOf, @Nullable String unwatched) {}

  public long fee() {
    return in - out;
  }
}
