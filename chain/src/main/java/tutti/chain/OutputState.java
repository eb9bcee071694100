package tutti.chain;

import org.jspecify.annotations.Nullable;
import tutti.transactions.bitcoin.Outpoint;
import tutti.transactions.bitcoin.TxOutput;

/**
 * An output as it stands.
 *
 * @param output amount and script; from the transaction itself wherever the server shows it
 * @param block null while its transaction waits for a block
 * @param spending null as long as nobody spends it, as far as the server knows
 */
public record OutputState(
    Outpoint outpoint,
    TxOutput output,
    @Nullable BlockRef block,
    int confirmations,
    @Nullable Spending spending) {

  public boolean isUnspent() {
    return spending == null;
  }

  /**
   * Who spends an output.
   *
   * @param spender null if the server does not know it any more; otherwise it was checked that this
   *     transaction does
   */
  public record Spending(@Nullable Txid spender, int input) {}
}
